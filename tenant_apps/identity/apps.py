from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The platform as an OpenID Connect provider for its resellers' offices; in the operator's schema alone."""

    name = "tenant_apps.identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import commands  # noqa: F401
