from django.apps import AppConfig


class CrossingsConfig(AppConfig):
    name = "shared_apps.crossings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
