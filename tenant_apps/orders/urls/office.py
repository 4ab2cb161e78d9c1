from django.urls import URLPattern, URLResolver, path

from ..views.office import assignment, clients, documents, home, invoices, orders, payments, services, trials

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.office_home, name="office_home"),
    path("orders/", orders.office_orders, name="office_orders"),
    path("orders/<uuid:uuid>/", orders.office_order, name="office_order"),
    path(
        "orders/<uuid:uuid>/cancellation/",
        orders.office_order_cancellation,
        name="office_order_cancellation",
    ),
    path("invoices/", invoices.office_invoices, name="office_invoices"),
    path("invoices/<uuid:uuid>/", invoices.office_invoice, name="office_invoice"),
    path("invoices/<uuid:uuid>/refund/", invoices.office_invoice_refund, name="office_invoice_refund"),
    path("invoices/pdf/", documents.office_invoices_pdf, name="office_invoices_pdf"),
    path("invoices/<uuid:uuid>/pdf/", documents.office_invoice_pdf, name="office_invoice_pdf"),
    path("payments/<uuid:uuid>/pdf/", documents.office_receipt_pdf, name="office_receipt_pdf"),
    path("clients/<uuid:uuid>/statement/", documents.office_statement, name="office_statement"),
    path("clients/<uuid:uuid>/statement/pdf/", documents.office_statement_pdf, name="office_statement_pdf"),
    path("payments/", payments.office_payments, name="office_payments"),
    path("payments/<uuid:uuid>/", payments.office_payment, name="office_payment"),
    path("payments/<uuid:uuid>/approval/", payments.office_payment_approval, name="office_payment_approval"),
    path("payments/<uuid:uuid>/refusal/", payments.office_payment_refusal, name="office_payment_refusal"),
    path("payments/<uuid:uuid>/release/", payments.office_payment_release, name="office_payment_release"),
    path("payments/receipts/<int:receipt>/", payments.office_receipt, name="office_receipt"),
    path("services/", services.office_services, name="office_services"),
    path("services/<uuid:uuid>/", services.office_service, name="office_service"),
    path("services/<uuid:uuid>/trial/", services.office_service_trial, name="office_service_trial"),
    path("clients/<uuid:uuid>/order/", assignment.office_client_order, name="office_client_order"),
    path("clients/<uuid:uuid>/orders/", clients.office_client_orders, name="office_client_orders"),
    path("clients/<uuid:uuid>/invoices/", clients.office_client_invoices, name="office_client_invoices"),
    path("clients/<uuid:uuid>/services/", clients.office_client_services, name="office_client_services"),
    path("clients/<uuid:uuid>/trial/", trials.office_client_trial, name="office_client_trial"),
    path("clients/<uuid:uuid>/log/", clients.office_client_log, name="office_client_log"),
]
