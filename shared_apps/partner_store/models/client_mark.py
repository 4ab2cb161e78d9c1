"""By what the same company or person is recognised in two resellers, without either seeing the other's clients."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shared_apps.kernel.client_rows import declare_client_rows
from tenants.models import Tenant


class Marked(models.Model):
    """Digests of a domain, of an address's domain (where it is no mail provider's) and of the whole address."""

    domain_digest = models.CharField(max_length=64, blank=True)
    mail_domain_digest = models.CharField(max_length=64, blank=True)
    email_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def domains(self) -> set[str]:
        """The domains that it is known by."""
        return {self.domain_digest, self.mail_domain_digest} - {""}


class ClientMark(Marked):
    """The marks of one client of a reseller; `clients` writes them through the door."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="client_marks")
    client_uuid = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "client_uuid"], name="client_mark_once"),
        ]
        indexes = [
            models.Index(fields=["domain_digest"], condition=~Q(domain_digest=""), name="client_mark_domain"),
            models.Index(
                fields=["mail_domain_digest"],
                condition=~Q(mail_domain_digest=""),
                name="client_mark_mail_domain",
            ),
            models.Index(fields=["email_digest"], condition=~Q(email_digest=""), name="client_mark_email"),
        ]

    def __str__(self) -> str:
        return str(self.client_uuid)


declare_client_rows("partner_store.ClientMark", names=("domain_digest", "mail_domain_digest", "email_digest"))
