"""Signed values that only the tenant that made them accepts: its uuid is in the salt (RELIABILITY 3, 36)."""

from __future__ import annotations

from typing import Any

from django.core import signing

from .context import current_tenant
from .records import TenantRecord


def salt(purpose: str) -> str:
    """The salt of one purpose in the current tenant."""
    return f"{purpose}:{current_tenant().uuid}"


def sign(purpose: str, value: Any) -> str:
    """A URL-safe signed JSON value, with the time of signing inside."""
    return signing.dumps(value, salt=salt(purpose), compress=True)


def sign_for(tenant: TenantRecord, purpose: str, value: Any) -> str:
    """What `sign` makes inside `tenant`, from outside of it: only that tenant accepts it."""
    return signing.dumps(value, salt=f"{purpose}:{tenant.uuid}", compress=True)


def unsign(purpose: str, token: str, *, max_age: int) -> Any:
    """The value of a token no older than `max_age` seconds; `signing.BadSignature` for any other."""
    return signing.loads(token, salt=salt(purpose), max_age=max_age)
