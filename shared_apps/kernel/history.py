"""The history of a thing: one row for each move or verb. Who, for whom, what, when, why (DESIGN, "Actor")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from .actor import Actor
from .clock import now


class EventRecord(models.Model):
    """What happened to one object. Abstract: each schema kind has its own table of it."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_key = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200, blank=True)
    from_status = models.CharField(max_length=32, blank=True)
    to_status = models.CharField(max_length=32, blank=True)
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_key}"

    @property
    def by_whom(self) -> str:
        """Who did it, for people: a system job has a code and no name."""
        return _("automatically") if self.actor_kind == "system" else self.actor_label


def event_model(subject: models.Model) -> type[EventRecord]:
    """The event table that lies in the same schema as `subject`."""
    is_tenant_data = apps.get_app_config(subject._meta.app_label).name.startswith("tenant_apps.")
    found: type[EventRecord] = apps.get_model("accounts.Event" if is_tenant_data else "tenants.SharedEvent")
    return found


def record(
    subject: models.Model,
    verb: str,
    *,
    by: Actor,
    from_status: str = "",
    to_status: str = "",
    reason: str = "",
    into: type[EventRecord] | None = None,
    **data: Any,
) -> EventRecord:
    """Write one event in the caller's transaction and hand it back. `data` must be JSON.

    `into` names another event table than the subject's own: a crossing is written on both sides.
    """
    written: EventRecord = (into or event_model(subject))._default_manager.create(
        at=now(),
        verb=verb,
        subject_type=subject._meta.label,
        subject_key=str(subject.pk),
        subject_label=str(subject)[:200],
        from_status=from_status,
        to_status=to_status,
        actor_kind=by.kind,
        actor_key=by.key,
        actor_label=by.label,
        acting_for=by.acting_for,
        reason=reason,
        data=data,
    )
    return written


def record_many(
    subjects: Sequence[models.Model],
    verb: str,
    *,
    by: Actor,
    from_status: str = "",
    to_status: str = "",
    reason: str = "",
) -> None:
    """The same event about each of several objects of one kind, in one statement for a thousand of them."""
    if not subjects:
        return
    model, at = event_model(subjects[0]), now()
    model._default_manager.bulk_create(
        [
            model(
                at=at,
                verb=verb,
                subject_type=subject._meta.label,
                subject_key=str(subject.pk),
                subject_label=str(subject)[:200],
                from_status=from_status,
                to_status=to_status,
                actor_kind=by.kind,
                actor_key=by.key,
                actor_label=by.label,
                acting_for=by.acting_for,
                reason=reason,
            )
            for subject in subjects
        ],
        batch_size=1000,
    )


def history_of(subject: models.Model) -> models.QuerySet[EventRecord]:
    """Every event of one object, newest first."""
    found: models.QuerySet[EventRecord] = event_model(subject)._default_manager.filter(
        subject_type=subject._meta.label, subject_key=str(subject.pk)
    )
    return found.order_by("-at", "-pk")
