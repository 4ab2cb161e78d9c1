"""Tax, coupons and terms: what stands between a price and what is owed."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "tenant_apps.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"
