"""`/api/v1/` on a reseller's host."""

from django.urls import path

from config.api import views

urlpatterns = [
    path("health/", views.health, name="api_health"),
    path("me/", views.me, name="api_me"),
    path("offers/", views.offers, name="api_offers"),
    path("schema/", views.schema("config.urls.reseller"), name="api_schema"),
]
