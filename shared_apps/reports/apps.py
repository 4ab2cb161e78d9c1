from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "shared_apps.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import proof, tasks  # noqa: F401
