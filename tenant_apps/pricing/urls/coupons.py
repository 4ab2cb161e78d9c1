from django.urls import URLPattern, URLResolver, path

from ..views import coupons

urlpatterns: list[URLPattern | URLResolver] = [
    path("", coupons.office_coupons, name="office_coupons"),
    path("new/", coupons.office_coupon_new, name="office_coupon_new"),
    path("export/", coupons.office_coupons_export, name="office_coupons_export"),
    path("<uuid:uuid>/", coupons.office_coupon, name="office_coupon"),
    path("<uuid:uuid>/edit/", coupons.office_coupon_edit, name="office_coupon_edit"),
    path("<uuid:uuid>/switch/", coupons.office_coupon_switch, name="office_coupon_switch"),
]
