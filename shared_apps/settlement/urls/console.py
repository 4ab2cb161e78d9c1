from django.urls import URLPattern, URLResolver, path

from ..views import account, bills, console, lookup, policy, statements, transfers

_ONE = "resellers/<uuid:uuid>/settlement/"
_BILL = "settlement/statements/<uuid:uuid>/"

_OWN = "bills/<uuid:uuid>/"
_TRANSFER = "bills/transfers/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bills/", bills.console_bills, name="console_bills"),
    path("bills/export/", bills.console_bills_sheet, name="console_bills_sheet"),
    path("bills/new/", bills.console_new_bill, name="console_new_bill"),
    path("bills/policy/", policy.console_billing_policy, name="console_billing_policy"),
    path("bills/bank/", policy.console_billing_bank, name="console_billing_bank"),
    path("bills/transfers/", transfers.console_bill_transfers, name="console_bill_transfers"),
    path("bills/receipts/<int:receipt>/", transfers.console_bill_receipt, name="console_bill_receipt"),
    path("bills/refunds/", transfers.console_held_refunds, name="console_held_refunds"),
    path("bills/refunds/<uuid:uuid>/", transfers.console_held_refund, name="console_held_refund"),
    path(_TRANSFER, transfers.console_bill_transfer, name="console_bill_transfer"),
    path(
        f"{_TRANSFER}approval/",
        transfers.console_bill_transfer_approval,
        name="console_bill_transfer_approval",
    ),
    path(
        f"{_TRANSFER}refusal/", transfers.console_bill_transfer_refusal, name="console_bill_transfer_refusal"
    ),
    path(_OWN, bills.console_bill, name="console_bill"),
    path(f"{_OWN}pdf/", bills.console_bill_pdf, name="console_bill_pdf"),
    path(f"{_OWN}payment/", bills.console_bill_payment, name="console_bill_payment"),
    path(f"{_OWN}void/", bills.console_bill_void, name="console_bill_void"),
    path("settlement/", console.console_settlements, name="console_settlements"),
    path("settlement/account/", account.console_card_account, name="console_card_account"),
    path("settlement/money/", lookup.console_money, name="console_money"),
    path(_BILL, statements.console_statement, name="console_statement"),
    path(f"{_BILL}lines/", statements.console_statement_lines, name="console_statement_lines"),
    path(f"{_BILL}payment/", console.console_statement_payment, name="console_statement_payment"),
    path(_ONE, console.console_settlement, name="console_settlement"),
    path(f"{_ONE}terms/", console.console_settlement_terms, name="console_settlement_terms"),
    path(f"{_ONE}top-up/", console.console_settlement_top_up, name="console_settlement_top_up"),
    path(f"{_ONE}payout/", console.console_settlement_payout, name="console_settlement_payout"),
]
