from django.urls import URLPattern, URLResolver, path

from ..views import console_catalog

urlpatterns: list[URLPattern | URLResolver] = [path("", console_catalog, name="console_catalog")]
