"""How a company becomes a reseller: application, review, a portal of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnerStoreConfig(AppConfig):
    name = "shared_apps.partner_store"
    label = "partner_store"
    verbose_name = _("Partner programme")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import bills, earning, entitlements, tasks, trials  # noqa: F401
