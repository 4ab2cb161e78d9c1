"""Drafts: what somebody has typed and not saved, for their eyes alone and for ten minutes.

They lie in the tenant's own cache under the writer's key: no client, no colleague and no other tenant can name one.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import ValidationError

from branding import rules
from branding.images import CLEANERS, Picture
from branding.models import Brand
from branding.snapshots import PICTURES, TEXTS, snapshot_of

SECONDS_KEPT = 600
NAME = re.compile(r"d-[A-Za-z0-9_-]{16,32}")


@dataclass(frozen=True)
class Draft:
    """A brand that is not saved: values as in a snapshot, and the pictures in it that are not kept elsewhere."""

    values: dict[str, Any]
    pictures: dict[str, Picture] = field(default_factory=dict)


def fresh_name() -> str:
    return f"d-{secrets.token_urlsafe(15)}"


def is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None


def keep(person: UUID, name: str, draft: Draft) -> None:
    cache.set(_key(person, name), draft, SECONDS_KEPT)


def kept(person: UUID, name: str) -> Draft | None:
    found: Draft | None = cache.get(_key(person, name)) if is_name(name) else None
    return found


def drafted(row: Brand, fields: dict[str, Any], before: Draft | None, *, is_whole: bool) -> Draft:
    """The brand with what of `fields` may stand; the rest, half typed or refused, stays as it is worn.

    While one types, neither files nor long texts are sent: then those of the draft before stay.
    """
    light = {*PICTURES} if is_whole else {*PICTURES, *TEXTS}
    for name in fields.keys() - light:
        _try(row, name, fields[name])
    values = snapshot_of(row)
    if is_whole:
        drawn = _cleaned({name: fields[name] for name in PICTURES if name in fields})
        pictures = {each.sha256: each for each in drawn.values()}
    else:
        drawn, pictures = _drawn_before(before)
        values |= {name: before.values[name] for name in TEXTS if before}
    dropped = {name: "" for name in PICTURES if name in fields and fields[name] is None}
    return Draft(values | {name: each.sha256 for name, each in drawn.items()} | dropped, pictures)


def _drawn_before(before: Draft | None) -> tuple[dict[str, Picture], dict[str, Picture]]:
    """The draft's own pictures, by field and by content."""
    if before is None:
        return {}, {}
    named = {name: before.values.get(name, "") for name in PICTURES}
    own = {name: before.pictures[digest] for name, digest in named.items() if digest in before.pictures}
    return own, before.pictures


def _key(person: UUID, name: str) -> str:
    return f"brand-draft:{person}:{name}"


def _try(row: Brand, name: str, value: Any) -> None:
    """What is half typed leaves the preview as it was."""
    before = getattr(row, name)
    try:
        rules.set_values(row, {name: value})
    except ValidationError:
        setattr(row, name, before)


def _cleaned(files: dict[str, bytes | None]) -> dict[str, Picture]:
    """Those of the files that are pictures, as they would be served."""
    found: dict[str, Picture] = {}
    for name, data in files.items():
        with suppress(ValidationError):
            if data:
                found[name] = CLEANERS[name](data)
    return found
