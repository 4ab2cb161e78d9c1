from django.urls import URLPattern, URLResolver, path

from ..views import webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("stripe/", webhooks.stripe_webhook, name="stripe_webhook"),
]
