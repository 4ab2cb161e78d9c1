from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "shared_apps.payouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import payees, proof, tasks  # noqa: F401
