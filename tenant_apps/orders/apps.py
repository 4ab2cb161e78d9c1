from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tenant_apps.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import (  # noqa: F401
            client_columns,
            client_following,
            client_holdings,
            client_needs,
            client_obstacles,
            client_tabs,
            commands,
            tasks,
        )
        from .moving import commands as moving_commands  # noqa: F401
