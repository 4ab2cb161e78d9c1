"""Tenants, their hosts, and where each schema's migrations stand. All of it lies in `public`."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import EventRecord
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .host_cache import drop_after_commit
from .records import TenantRecord


class TenantStatus(models.TextChoices):
    PROVISIONING = "provisioning", _("Being set up")
    LIVE = "live", _("Live")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("Archived")
    DELETING = "deleting", _("Being deleted")
    CLOSED = "closed", _("Closed")


# It serves nobody, and all its data is there: it may come back.
STOPPED = frozenset({TenantStatus.SUSPENDED, TenantStatus.ARCHIVED})
# It never comes back: its schema may be gone at any moment.
ENDED = frozenset({TenantStatus.DELETING, TenantStatus.CLOSED})


class Tenant(Lifecycle):
    """One schema with its own users: the operator (exactly one) or a reseller (DESIGN, "Words")."""

    class Kind(models.TextChoices):
        OPERATOR = "operator", _("Operator")
        RESELLER = "reseller", _("Reseller")

    Status = TenantStatus
    MOVES = {
        TenantStatus.PROVISIONING: {TenantStatus.LIVE, TenantStatus.CLOSED},
        TenantStatus.LIVE: {TenantStatus.SUSPENDED, TenantStatus.ARCHIVED},
        TenantStatus.SUSPENDED: {TenantStatus.LIVE, TenantStatus.ARCHIVED},
        TenantStatus.ARCHIVED: {TenantStatus.LIVE, TenantStatus.DELETING},
        # Closed is what deletion ends with (shared_apps.tenant_controls): own domains are released by then.
        TenantStatus.DELETING: {TenantStatus.CLOSED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    schema_name = models.CharField(max_length=63, unique=True)
    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=16, choices=Status.choices, default=TenantStatus.PROVISIONING)
    default_language = models.CharField(max_length=8, default="en")
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=64, default="UTC")
    # Made and visited by the isolation proof alone: in no list, no figure and no search engine.
    is_probe = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            status_constraint(TenantStatus, "tenant_status_known"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="operator"), name="tenant_one_operator"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **options)
        if not is_new:
            self._forget_hosts()

    def move(self, to: str, *, by: Actor, reason: str = "", **fields: Any) -> None:
        super().move(to, by=by, reason=reason, **fields)
        self._forget_hosts()

    def _forget_hosts(self) -> None:
        for host in self.domains.values_list("host", flat=True):
            drop_after_commit(host)

    def get_tenant_type(self) -> str:
        return self.kind

    @property
    def record(self) -> TenantRecord:
        """The frozen record that `acting_in` and caches take. Reads the canonical host: one query."""
        canonical = self.domains.filter(is_canonical=True).values_list("host", flat=True).first()
        return self.as_record(canonical or "")

    def as_record(self, canonical_host: str) -> TenantRecord:
        return TenantRecord(
            id=self.pk,
            uuid=self.uuid,
            kind=self.kind,
            schema_name=self.schema_name,
            slug=self.slug,
            name=self.name,
            status=self.status,
            default_language=self.default_language,
            currency=self.currency,
            country=self.country,
            time_zone=self.time_zone,
            canonical_host=canonical_host,
            is_probe=self.is_probe,
        )


class Domain(models.Model):
    """A host that leads to a tenant. Lower case, without port."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="domains")
    host = models.CharField(max_length=253, unique=True)
    is_canonical = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    certificate_asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_canonical=True), name="domain_one_canonical"
            ),
            models.CheckConstraint(
                condition=models.Q(is_canonical=False) | models.Q(is_active=True),
                name="domain_canonical_is_active",
            ),
        ]

    def __str__(self) -> str:
        return self.host

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        drop_after_commit(self.host)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        drop_after_commit(self.host)
        return super().delete(*args, **options)


class SharedEvent(EventRecord):
    """An event of shared data: applications, withdrawals, tenants."""

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_key", "-at"], name="shared_event_subject")]


class SchemaMigration(models.Model):
    """The migration ledger: which migration is applied in which schema (PERFORMANCE, mechanism 3)."""

    schema_name = models.CharField(max_length=63)
    kind = models.CharField(max_length=16)
    app = models.CharField(max_length=64)
    name = models.CharField(max_length=128)
    applied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schema_name", "app", "name"], name="schema_migration_once"),
        ]
        indexes = [models.Index(fields=["app", "name"], name="schema_migration_by_name")]

    def __str__(self) -> str:
        return f"{self.schema_name} {self.app}.{self.name}"


class SpareSchema(models.Model):
    """A schema made ahead of need, waiting in the warm pool for a tenant (PERFORMANCE, mechanism 2)."""

    schema_name = models.CharField(max_length=63, unique=True)
    kind = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.schema_name


class SchemaTemplate(models.Model):
    """The SQL that makes an empty, migrated schema of a kind; kept by the fingerprint of the migrations."""

    kind = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    sql = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="schema_template_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:12]}"
