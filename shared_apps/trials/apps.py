from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "shared_apps.trials"
    label = "trials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
