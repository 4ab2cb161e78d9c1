"""Passkeys: kept by the person's device for one host, the tenant's address; no other host gets an answer from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from fido2.utils import websafe_decode

from tenants.context import current_tenant
from tenants.hosts import portal_url

from .models import User


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it. `works_here` is False once the portal has moved to another address."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None
    signs_in_alone: bool
    works_here: bool


def passkeys_of(person: User) -> list[Passkey]:
    """The person's passkeys, the latest first."""
    rows: Iterable[Any] = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN)
    return [_passkey(row) for row in sorted(rows, key=lambda row: row.pk, reverse=True)]


def is_from_here(credential: Any) -> bool:
    """Whether the browser that answered stood on a page of this very tenant's address.

    The library would also take a page of a host below ours: of a reseller, where ours is the platform's.
    """
    try:
        said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        origin, is_framed = urlsplit(said["origin"]), said.get("crossOrigin", False)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    here = urlsplit(portal_url(current_tenant()))
    return (origin.scheme, origin.netloc) == (here.scheme, here.netloc) and not is_framed


def _passkey(row: Any) -> Passkey:
    kept = row.wrap()
    here = sha256(current_tenant().canonical_host.encode()).digest()
    return Passkey(
        pk=row.pk,
        name=kept.name,
        added_at=row.created_at,
        used_at=row.last_used_at,
        signs_in_alone=bool(kept.is_passwordless),
        works_here=kept.authenticator_data.rp_id_hash == here,
    )
