from django.urls import URLPattern, URLResolver, path

from ..views import client

urlpatterns: list[URLPattern | URLResolver] = [path("", client.client_profile, name="client_profile")]
