from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tenant_apps.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import client_following, client_holdings, client_needs, client_obstacles, sections  # noqa: F401
