"""What stands beside the terms of a programme, and which terms are in force."""

from __future__ import annotations

from django.db import models

from shared_apps.kernel.money import Money

from .version import ProgrammeVersion


class Programme(models.Model):
    """A tenant's affiliate programme: a reseller's for its clients, the operator's for those who bring resellers.

    Its terms are those of `version`, the one that was published last; they apply to what is earned from its
    publication on. The currency stays.
    """

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    guide_url = models.URLField(blank=True)
    tutorials_url = models.URLField(blank=True)

    def __str__(self) -> str:
        return str(self.version)

    @property
    def minimum(self) -> Money:
        """The smallest withdrawal."""
        return self.version.minimum

    @property
    def cookie_days(self) -> int:
        """For how many days a click counts."""
        return self.version.cookie_days
