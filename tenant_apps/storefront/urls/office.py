from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.office_storefront, name="office_storefront"),
    path("prices/", office.office_prices, name="office_prices"),
    path("changes/<uuid:uuid>/", office.office_price_change, name="office_price_change"),
    path("suggestions/", office.office_suggested_offers, name="office_suggested_offers"),
    path("items/<slug:sku>/", office.office_offer, name="office_offer"),
    path("items/<slug:sku>/margin/", office.office_offer_margin, name="office_offer_margin"),
    path("items/<slug:sku>/listing/", office.office_offer_listing, name="office_offer_listing"),
    path("items/<slug:sku>/withdrawal/", office.office_offer_withdrawal, name="office_offer_withdrawal"),
]
