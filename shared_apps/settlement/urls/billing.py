from django.urls import URLPattern, URLResolver, path

from ..views import billing, cards, paying

_PAYMENT = "payments/<uuid:uuid>/"
_CARD = "methods/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", billing.office_billing_account, name="office_billing_account"),
    path("export/", billing.office_bills_sheet, name="office_bills_sheet"),
    path("top-up/", paying.office_billing_top_up, name="office_billing_top_up"),
    path("payments/", billing.office_billing_payments, name="office_billing_payments"),
    path("payments/export/", billing.office_billing_report, name="office_billing_report"),
    path(_PAYMENT, paying.office_billing_payment, name="office_billing_payment"),
    path(f"{_PAYMENT}state/", paying.office_billing_payment_state, name="office_billing_payment_state"),
    path(f"{_PAYMENT}receipt/", paying.office_billing_payment_receipt, name="office_billing_payment_receipt"),
    path("receipts/<uuid:uuid>/", billing.office_billing_receipt, name="office_billing_receipt"),
    path("methods/", cards.office_billing_cards, name="office_billing_cards"),
    path("methods/new/", cards.office_billing_card_adding, name="office_billing_card_adding"),
    path("methods/automatic/", cards.office_billing_cards_automatic, name="office_billing_cards_automatic"),
    path(_CARD, cards.office_billing_card, name="office_billing_card"),
    path(f"{_CARD}default/", cards.office_billing_card_default, name="office_billing_card_default"),
    path(f"{_CARD}removal/", cards.office_billing_card_removal, name="office_billing_card_removal"),
    path("<uuid:uuid>/", billing.office_bill, name="office_bill"),
    path("<uuid:uuid>/pdf/", billing.office_bill_pdf, name="office_bill_pdf"),
    path("<uuid:uuid>/payment/", paying.office_billing_pay, name="office_billing_pay"),
    path("<uuid:uuid>/balance/", paying.office_bill_from_balance, name="office_bill_from_balance"),
]
