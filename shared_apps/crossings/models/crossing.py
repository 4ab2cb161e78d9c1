"""One person stepping over a tenant boundary, and every page they saw there. Lies in `public`."""

from __future__ import annotations

import uuid

from django.db import models

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenants.models import Tenant

from .. import cards


class Crossing(Lifecycle):
    """Who went where as whom, why, when and until when (REQUIREMENTS S5.36, S5.38; RELIABILITY 6).

    People lie in tenants: here are their uuids and what they were called.
    """

    Kind, Mode, Status = cards.Kind, cards.Mode, cards.Status
    MOVES = {
        Status.ASKED: {Status.READY, Status.REFUSED, Status.EXPIRED},
        Status.READY: {Status.OPEN, Status.ENDED, Status.EXPIRED, Status.REFUSED},
        Status.OPEN: {Status.ENDED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.READ)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.READY)
    reason = models.CharField(max_length=500)
    ticket = models.CharField(max_length=60, blank=True)
    from_tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="crossings_out")
    to_tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="crossings_in")
    from_person_uuid = models.UUIDField()
    from_person_label = models.CharField(max_length=200)
    to_person_uuid = models.UUIDField()
    to_person_label = models.CharField(max_length=200)
    client_uuid = models.UUIDField(null=True)
    return_path = models.CharField(max_length=500, default="/")
    token_hash = models.CharField(max_length=64, blank=True)
    token_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=now)
    usable_until = models.DateTimeField()
    answered_by = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            status_constraint(cards.Status, "crossing_status_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["console_office", "office_client", "self"]),
                name="crossing_kind_known",
            ),
            models.CheckConstraint(condition=models.Q(mode__in=["read", "act"]), name="crossing_mode_known"),
            models.CheckConstraint(
                condition=~models.Q(status="open")
                | models.Q(opened_at__isnull=False, ends_at__isnull=False, token_hash=""),
                name="crossing_open_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["to_tenant", "-asked_at"], name="crossing_into"),
            models.Index(
                fields=["client_uuid", "-asked_at"],
                condition=models.Q(client_uuid__isnull=False),
                name="crossing_of_client",
            ),
            models.Index(fields=["from_person_uuid", "-asked_at"], name="crossing_by_person"),
            models.Index(
                fields=["kind", "ends_at"], condition=models.Q(status="open"), name="crossing_open_now"
            ),
            models.Index(fields=["-asked_at"], name="crossing_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.from_person_label} → {self.to_person_label}"

    @property
    def is_live(self) -> bool:
        """Whether somebody is inside now."""
        return self.status == self.Status.OPEN and self.ends_at is not None and self.ends_at > now()

    @property
    def may_start(self) -> bool:
        return self.status == self.Status.READY and self.usable_until > now()

    @property
    def actor(self) -> Actor:
        """The person who acts, and for whom."""
        return Actor.person(
            self.from_person_uuid,
            self.from_person_label,
            acting_for=self.to_person_label,
            crossing=str(self.uuid),
            is_client=self.client_uuid is not None,
        )

    @property
    def starter(self) -> Actor:
        """The person who asked, before they act for anybody."""
        return Actor.person(self.from_person_uuid, self.from_person_label)

    def card(self) -> cards.OpenCrossing:
        if self.ends_at is None:
            raise cards.NotReady
        return cards.OpenCrossing(
            uuid=self.uuid,
            kind=self.kind,
            mode=self.mode,
            person=self.from_person_label,
            acting_for=self.to_person_label,
            reason=self.reason,
            ticket=self.ticket,
            ends_at=self.ends_at,
            is_at_home=self.from_tenant_id == self.to_tenant_id,
        )


class CrossingStep(models.Model):
    """A page that was read or a form that was sent in a crossing."""

    crossing = models.ForeignKey(Crossing, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    view = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=200, blank=True)
    status = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["crossing", "-at", "-id"], name="crossing_step_newest")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_a_deed(self) -> bool:
        """Whether something was sent and done, not only read or refused."""
        return self.method not in ("GET", "HEAD", "OPTIONS") and self.status < 400


declare_client_rows("crossings.Crossing", tenant="to_tenant", names=("to_person_label", "answered_by"))
