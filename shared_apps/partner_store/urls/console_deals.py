from django.urls import path

from ..views import console_deals

urlpatterns = [
    path("", console_deals.console_deals, name="console_deals"),
    path("export/", console_deals.console_deals_export, name="console_deals_export"),
    path("<uuid:uuid>/", console_deals.console_deal, name="console_deal"),
    path("<uuid:uuid>/approval/", console_deals.console_deal_approval, name="console_deal_approval"),
    path("<uuid:uuid>/rejection/", console_deals.console_deal_rejection, name="console_deal_rejection"),
]
