from django.urls import URLPattern, URLResolver, path

from ..views import partners

urlpatterns: list[URLPattern | URLResolver] = [path("", partners.partner_home, name="partner_home")]
