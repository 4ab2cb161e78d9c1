"""Secrets at rest: AES-256-GCM, the key's id in front, the owner of the value as associated data."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


class SecretUnreadable(Exception):
    """The value was sealed with another key or for another owner, or is damaged."""


def seal(plain: str, context: str) -> str:
    """Encrypt `plain` for `context` (tenant uuid, model and key of the row); it opens for no other."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, plain.encode(), context.encode())
    return f"{_key_id()}.{urlsafe_b64encode(nonce + sealed).decode()}"


def open_sealed(token: str, context: str) -> str:
    """The value that `seal` took; `SecretUnreadable` where key, context or text do not fit."""
    key_id, _, body = token.partition(".")
    if key_id != _key_id():
        raise SecretUnreadable("Sealed with a key that is not configured.")
    try:
        raw = urlsafe_b64decode(body.encode())
        return AESGCM(_key()).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise SecretUnreadable("Not sealed here.") from wrong


def _key() -> bytes:
    return sha256(f"field-key:{settings.FIELD_KEY}".encode()).digest()


def _key_id() -> str:
    return sha256(f"field-key-id:{settings.FIELD_KEY}".encode()).hexdigest()[:8]
