from django.apps import AppConfig
from django.conf import settings


class AgendaConfig(AppConfig):
    name = "shared_apps.agenda"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shared_apps.kernel.clock import move_by

        from .clock import shift

        if settings.DEVELOPMENT:
            move_by(shift)
