from django.urls import URLPattern, URLResolver

from tenants.access import office

from .programme import levels
from .staff import patterns

urlpatterns: list[URLPattern | URLResolver] = [
    *patterns(office),
    *levels(office),
]
