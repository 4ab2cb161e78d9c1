from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tenant_apps.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consent, naming, tabs, tasks  # noqa: F401
        from .imports import tasks as import_tasks  # noqa: F401
