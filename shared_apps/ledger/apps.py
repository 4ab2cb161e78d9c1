from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shared_apps.ledger"
    default_auto_field = "django.db.models.BigAutoField"
