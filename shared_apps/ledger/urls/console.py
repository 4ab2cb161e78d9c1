from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.ledger, name="console_ledger"),
    path("entries/<uuid:uuid>/", console.ledger_entry, name="console_ledger_entry"),
    path("accounts/<int:account>/", console.ledger_account, name="console_ledger_account"),
]
