from django.apps import AppConfig


class DomainsConfig(AppConfig):
    name = "shared_apps.domains"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import deployment, tasks  # noqa: F401
