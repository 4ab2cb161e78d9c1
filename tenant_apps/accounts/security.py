"""What protects an account, at a glance, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from shared_apps.kernel.history import history_of

from .devices import devices_of
from .models import KnownBrowser, User
from .passkeys import Passkey, passkeys_of

# How histories call what gave an account its password.
_NEW_PASSWORD = ("password changed", "password set", "password reset", "set first password", "set password")
FEW_CODES = 3


@dataclass(frozen=True, slots=True)
class Security:
    """The state of one account. `codes_left` is None where there is no second step that they could stand in for."""

    has_password: bool
    password_since: datetime
    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None
    devices: int
    browsers: int

    @property
    def working_passkeys(self) -> int:
        return sum(passkey.works_here for passkey in self.passkeys)

    @property
    def has_moved(self) -> bool:
        """Whether passkeys were made for a former address of the portal."""
        return self.working_passkeys < len(self.passkeys)

    @property
    def has_second_step(self) -> bool:
        return bool(self.app_since or self.passkeys)

    @property
    def advice(self) -> str:
        """The one thing to do next: passkey, codes or password; empty where nothing is left to do."""
        if not self.working_passkeys and (self.has_moved or not self.app_since):
            return "passkey"
        if self.codes_left is not None and self.codes_left <= FEW_CODES:
            return "codes"
        return "" if self.has_password else "password"


def security_of(person: User) -> Security:
    """What protects the account of a person."""
    factors = {
        row.type: row for row in Authenticator.objects.filter(user_id=person.pk).exclude(type="webauthn")
    }
    app, codes = factors.get("totp"), factors.get("recovery_codes")
    changed = history_of(person).filter(verb__in=_NEW_PASSWORD).values_list("at", flat=True).first()
    return Security(
        has_password=person.has_usable_password(),
        password_since=changed or person.date_joined,
        app_since=app.created_at if app else None,
        passkeys=tuple(passkeys_of(person)),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        devices=len(devices_of(person, current_key="")),
        browsers=KnownBrowser.objects.filter(user=person).count(),
    )
