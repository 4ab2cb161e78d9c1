"""The secrets of second steps at rest: allauth keeps them in a JSON column, we seal them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.context import current_tenant


def seal_factor(plain: str) -> str:
    """Seal the secret of an app or the seed of recovery codes for the current tenant."""
    return seal(plain, _owner(None, current_tenant().uuid))


def open_factor(sealed: str) -> str:
    """What `seal_factor` took; raises `SecretUnreadable`."""
    return open_sealed(sealed, _owner(None, current_tenant().uuid))


def _owner(row: Any, tenant: UUID) -> str:
    return f"{tenant}:mfa"


declare_sealed("mfa.Authenticator", "data", keys=("secret", "seed"), context=_owner)
