from django.urls import URLPattern, URLResolver, include, path

from tenants.access import office

from .staff import payout_batches, withdrawals

urlpatterns: list[URLPattern | URLResolver] = [
    path("withdrawals/", include(withdrawals(office))),
    path("payout-batches/", include(payout_batches(office))),
]
