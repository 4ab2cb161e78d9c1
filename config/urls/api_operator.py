"""`/api/v1/` on the operator's host."""

from django.urls import path

from config.api import views

urlpatterns = [
    path("health/", views.health, name="api_health"),
    path("me/", views.me, name="api_me"),
    path("schema/", views.schema("config.urls.operator"), name="api_schema"),
]
