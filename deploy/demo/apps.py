from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration data: installed in development alone, without tables of its own."""

    name = "deploy.demo"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
