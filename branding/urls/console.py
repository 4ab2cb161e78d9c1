"""`/console/ui/`: the gallery of components, in development only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from branding.gallery import gallery
from tenants.access import public

urlpatterns: list[URLPattern | URLResolver] = []

if settings.DEVELOPMENT:
    urlpatterns += [path("", public(gallery), name="console_ui")]
