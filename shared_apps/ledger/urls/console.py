from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [path("", console.ledger, name="console_ledger")]
