"""What somebody typed about a client and has not saved: kept, so that no tab, link or dead battery loses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User

from .models import ClientDraft

LONGEST = 2_000


def draft_of(person: User, about: UUID | None = None) -> ClientDraft | None:
    """One's draft about a client, or about a new one."""
    return ClientDraft.objects.filter(person=person, about=_key(about)).first()


def keep_draft(
    person: User, typed: Mapping[str, str], names: Iterable[str], *, about: UUID | None = None
) -> ClientDraft:
    """Keep what was typed into the fields `names`, beside what the draft holds of others."""
    draft = draft_of(person, about) or ClientDraft(person=person, about=_key(about))
    draft.data |= {name: typed.get(name, "").replace("\x00", "")[:LONGEST] for name in names}
    draft.saved_at = now()
    draft.save()
    return draft


def drop_draft(person: User, about: UUID | None = None) -> None:
    """It is saved, or not wished any more."""
    ClientDraft.objects.filter(person=person, about=_key(about)).delete()


def _key(about: UUID | None) -> str:
    return str(about) if about else ""
