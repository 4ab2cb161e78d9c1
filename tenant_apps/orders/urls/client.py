from django.urls import URLPattern, URLResolver, path

from ..views.client import cards, documents, home, invoices, orders, payments, services, subscriptions

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.client_home, name="client_home"),
    path("services/", services.client_services, name="client_services"),
    path("services/<uuid:uuid>/", services.client_service, name="client_service"),
    path(
        "services/<uuid:uuid>/purchase/",
        services.client_service_purchase,
        name="client_service_purchase",
    ),
    path("services/<uuid:uuid>/change/", services.client_service_change, name="client_service_change"),
    path(
        "services/<uuid:uuid>/change/withdrawal/",
        services.client_service_change_withdrawal,
        name="client_service_change_withdrawal",
    ),
    path("services/<uuid:uuid>/renewal/", services.client_service_renewal, name="client_service_renewal"),
    path(
        "services/<uuid:uuid>/cancellation/",
        services.client_service_cancellation,
        name="client_service_cancellation",
    ),
    path(
        "services/<uuid:uuid>/continuation/",
        services.client_service_continuation,
        name="client_service_continuation",
    ),
    path("subscriptions/", subscriptions.client_subscriptions, name="client_subscriptions"),
    path("packages/", subscriptions.client_packages, name="client_packages"),
    path("orders/", orders.client_orders, name="client_orders"),
    path("orders/<uuid:uuid>/", orders.client_order, name="client_order"),
    path("orders/<uuid:uuid>/state/", orders.client_order_state, name="client_order_state"),
    path("invoices/", invoices.client_invoices, name="client_invoices"),
    path("invoices/<uuid:uuid>/", invoices.client_invoice, name="client_invoice"),
    path("invoices/<uuid:uuid>/payment/", invoices.client_invoice_payment, name="client_invoice_payment"),
    path("invoices/<uuid:uuid>/pdf/", documents.client_invoice_pdf, name="client_invoice_pdf"),
    path("payments/<uuid:uuid>/pdf/", documents.client_receipt_pdf, name="client_receipt_pdf"),
    path("invoices/statement/", documents.client_statement, name="client_statement"),
    path("invoices/statement/pdf/", documents.client_statement_pdf, name="client_statement_pdf"),
    path("cards/", cards.client_cards, name="client_cards"),
    path("cards/new/", cards.client_card_adding, name="client_card_adding"),
    path("cards/automatic/", cards.client_cards_automatic, name="client_cards_automatic"),
    path("cards/<uuid:uuid>/", cards.client_card, name="client_card"),
    path("cards/<uuid:uuid>/default/", cards.client_card_default, name="client_card_default"),
    path("cards/<uuid:uuid>/removal/", cards.client_card_removal, name="client_card_removal"),
    path("payments/<uuid:uuid>/", payments.client_payment, name="client_payment"),
    path("payments/<uuid:uuid>/state/", payments.client_payment_state, name="client_payment_state"),
    path("payments/<uuid:uuid>/receipt/", payments.client_payment_receipt, name="client_payment_receipt"),
]
