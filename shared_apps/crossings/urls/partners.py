from django.urls import URLPattern, URLResolver, path

from ..views import partners

urlpatterns: list[URLPattern | URLResolver] = [
    path("", partners.partner_office_connect, name="partner_office_connect"),
    path("code/", partners.partner_office_code, name="partner_office_code"),
    path("<uuid:uuid>/open/", partners.partner_office_open, name="partner_office_open"),
]
