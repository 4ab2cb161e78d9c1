from django.apps import AppConfig


class MovesConfig(AppConfig):
    name = "shared_apps.moves"
    label = "moves"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import proof, tasks  # noqa: F401
