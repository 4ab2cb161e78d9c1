from django.urls import path

from ..views import office_deals

urlpatterns = [
    path("", office_deals.office_deals, name="office_deals"),
    path("export/", office_deals.office_deals_export, name="office_deals_export"),
    path("new/", office_deals.office_deal_new, name="office_deal_new"),
    path("<uuid:uuid>/", office_deals.office_deal, name="office_deal"),
    path("<uuid:uuid>/outcome/", office_deals.office_deal_outcome, name="office_deal_outcome"),
    path("<uuid:uuid>/withdrawal/", office_deals.office_deal_withdrawal, name="office_deal_withdrawal"),
]
