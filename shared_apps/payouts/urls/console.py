from django.urls import URLPattern, URLResolver, include, path

from tenants.access import console

from .staff import payout_batches, withdrawals

urlpatterns: list[URLPattern | URLResolver] = [
    path("withdrawals/", include(withdrawals(console))),
    path("payout-batches/", include(payout_batches(console))),
]
