from django.urls import URLPattern, URLResolver, path

from tenants.access import office

from ..views.office import programme_terms
from .staff import patterns

urlpatterns: list[URLPattern | URLResolver] = [
    *patterns(office),
    path("terms/", programme_terms, name="office_affiliate_terms"),
]
