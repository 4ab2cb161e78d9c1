from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "shared_apps.settlement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import bill_proof, proof, queries, tasks  # noqa: F401
        from .verbs import follow, holding, redeeming  # noqa: F401
