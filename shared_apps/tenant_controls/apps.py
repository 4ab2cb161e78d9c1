"""What the operator does with a whole reseller: suspend, resume, archive, restore, export, delete."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantControlsConfig(AppConfig):
    name = "shared_apps.tenant_controls"
    label = "tenant_controls"
    verbose_name = _("Tenant controls")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
