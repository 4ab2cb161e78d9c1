from django.urls import URLPattern, URLResolver, path

from ..views import client, methods, withdrawing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", client.overview, name="affiliate_overview"),
    path("methods/", methods.payout_methods, name="affiliate_payout_methods"),
    path(
        "methods/<uuid:uuid>/removal/", methods.payout_method_removal, name="affiliate_payout_method_removal"
    ),
    path("earnings/", client.earnings, name="affiliate_earnings"),
    path("withdrawals/", client.withdrawals, name="affiliate_withdrawals"),
    path("withdrawals/new/", withdrawing.withdrawal_new, name="affiliate_withdrawal_new"),
    path("payments/", client.payments, name="affiliate_payments"),
]
