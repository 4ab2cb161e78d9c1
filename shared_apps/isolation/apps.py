from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "shared_apps.isolation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import alarms, tasks, tokens  # noqa: F401
