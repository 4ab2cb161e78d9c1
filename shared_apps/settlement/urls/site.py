from django.urls import URLPattern, URLResolver, path

from ..views import account

urlpatterns: list[URLPattern | URLResolver] = [
    path("stripe/", account.platform_webhook, name="platform_webhook"),
]
