from django.apps import AppConfig


class ProbesConfig(AppConfig):
    """What the isolation proof finds in a tenant. No tables."""

    name = "tenant_apps.probes"
    label = "probes"

    def ready(self) -> None:
        from . import (  # noqa: F401
            client_file,
            people,
            pricing,
            questions,
            saved_cards,
            sign_on,
            tables,
            tokens,
            trade,
            visits,
        )
