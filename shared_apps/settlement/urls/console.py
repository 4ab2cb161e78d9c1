from django.urls import URLPattern, URLResolver, path

from ..views import account, console, lookup, statements

_ONE = "resellers/<uuid:uuid>/settlement/"
_BILL = "settlement/statements/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
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
