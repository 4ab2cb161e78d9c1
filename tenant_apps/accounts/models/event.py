"""The history of a tenant's data."""

from __future__ import annotations

from django.db import models

from shared_apps.kernel.history import EventRecord


class Event(EventRecord):
    """An event of this tenant's data: orders, clients, people."""

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_key", "-at"], name="event_subject")]
