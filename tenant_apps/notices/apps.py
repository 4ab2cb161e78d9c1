from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tenant_apps.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
