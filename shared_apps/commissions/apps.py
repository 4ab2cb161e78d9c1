from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "shared_apps.commissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import proof, tasks  # noqa: F401
