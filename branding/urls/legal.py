from django.urls import path

from branding.legal import views

urlpatterns = [
    path("terms/", views.legal_terms, name="legal_terms"),
    path("privacy/", views.legal_privacy, name="legal_privacy"),
]
