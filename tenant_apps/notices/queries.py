"""Reads of words and mails."""

from __future__ import annotations

from django.db.models import QuerySet

from shared_apps.kernel.history import EventRecord, event_model

from .models import MailText

EVENTS_SHOWN = 20


def history_of_text(key: str, language: str) -> QuerySet[EventRecord]:
    """Who changed the words of a mail in a language, newest first; a reset deletes the row, not its history."""
    written = MailText(template=key, language=language)
    found: QuerySet[EventRecord] = event_model(written)._default_manager.filter(
        subject_type=MailText._meta.label, subject_label=str(written)
    )
    return found.order_by("-at", "-pk")[:EVENTS_SHOWN]
