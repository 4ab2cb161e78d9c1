from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.affiliates, name="office_affiliates"),
    path("terms/", office.programme_terms, name="office_affiliate_terms"),
]
