"""What staff write about a client."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..models import Client, Note


@transaction.atomic
def add_note(client: Client, *, text: str, is_pinned: bool = False, by: Actor) -> Note:
    """Write a note; only staff read it."""
    note = Note.objects.create(client=client, text=text, is_pinned=is_pinned, author=by.label[:200])
    record(client, "add note", by=by)
    return note


@transaction.atomic
def edit_note(note: Note, *, text: str, is_pinned: bool, by: Actor) -> None:
    """Change a note; that it was changed is shown with it."""
    if text != note.text:
        note.edited_at = now()
        record(note.client, "edit note", by=by)
    note.text, note.is_pinned = text, is_pinned
    note.save(update_fields=["text", "is_pinned", "edited_at"])


@transaction.atomic
def remove_note(note: Note, *, by: Actor) -> None:
    """Throw a note away."""
    record(note.client, "remove note", by=by)
    note.delete()
