"""Secrets at rest: AES-256-GCM, the key's id in front, the owner of the value as associated data.

A new value is sealed with `FIELD_KEY`; one that was sealed with a key of `FIELD_KEYS_OLD` still opens, until
`manage.py rotate_keys` has sealed it anew (docs/security.md).
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE_BYTES = 12

ContextOf = Callable[[Any, UUID], str]


class SecretUnreadable(Exception):
    """The value was sealed with another key or for another owner, or is damaged."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """Where sealed values lie: a column, or one key of a JSON column.

    `context(row, tenant uuid)` is what the value of a row is sealed for.
    """

    model: str
    column: str
    context: ContextOf
    key: str = ""

    def __str__(self) -> str:
        return f"{self.model}.{self.column}{'.' if self.key else ''}{self.key}"


SEALED_COLUMNS: list[SealedColumn] = []


def declare_sealed(model: str, column: str, *, context: ContextOf, keys: tuple[str, ...] = ("",)) -> None:
    """Tell key rotation of a sealed column; stands in the module that seals it (a guard test asserts so)."""
    SEALED_COLUMNS.extend(SealedColumn(model, column, context, key) for key in keys)


def seal(plain: str, context: str) -> str:
    """Encrypt `plain` for `context` (tenant uuid, model and key of the row); it opens for no other."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_key(settings.FIELD_KEY)).encrypt(nonce, plain.encode(), context.encode())
    return f"{current_key_id()}.{urlsafe_b64encode(nonce + sealed).decode()}"


def open_sealed(token: str, context: str) -> str:
    """The value that `seal` took; `SecretUnreadable` where key, context or text do not fit."""
    key_id, _, body = token.partition(".")
    known = {_key_id(secret): secret for secret in (settings.FIELD_KEY, *settings.FIELD_KEYS_OLD)}
    if key_id not in known:
        raise SecretUnreadable("Sealed with a key that is not configured.")
    try:
        raw = urlsafe_b64decode(body.encode())
        opener = AESGCM(_key(known[key_id]))
        return opener.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise SecretUnreadable("Not sealed here.") from wrong


def current_key_id() -> str:
    """What stands in front of every value that is sealed now."""
    return _key_id(settings.FIELD_KEY)


def lasting_digest(salt: str, value: str) -> str:
    """A keyed digest that is kept or published, and so must not change with `SECRET_KEY`."""
    return salted_hmac(salt, value, secret=settings.DIGEST_KEY, algorithm="sha256").hexdigest()


def _key(secret: str) -> bytes:
    return sha256(f"field-key:{secret}".encode()).digest()


def _key_id(secret: str) -> str:
    return sha256(f"field-key-id:{secret}".encode()).hexdigest()[:8]
