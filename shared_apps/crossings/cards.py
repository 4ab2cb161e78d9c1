"""What others see of a crossing, and the ways in which one is refused (DESIGN, "Crossings")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from tenants.records import TenantRecord

TOKEN_SECONDS = 60
OPEN_FOR = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(hours=24)


class Kind(models.TextChoices):
    """Who goes where: the operator into an office, an office to its client, a partner to their own office."""

    CONSOLE_OFFICE = "console_office", _("Platform to office")
    OFFICE_CLIENT = "office_client", _("Office to client")
    SELF = "self", _("Own office")


class Mode(models.TextChoices):
    READ = "read", _("Look only")
    ACT = "act", _("Look and act")


class Status(models.TextChoices):
    ASKED = "asked", _("Waiting for permission")
    READY = "ready", _("May begin")
    OPEN = "open", _("Open")
    ENDED = "ended", _("Ended")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Expired")


class Consent(models.TextChoices):
    """What the one who is acted for has decided."""

    ALWAYS = "always", _("Always")
    ASK = "ask", _("Ask me each time")
    NEVER = "never", _("Never")


# What the real person must hold, on the side where they work, as long as the crossing lasts.
PERMISSIONS = {Kind.CONSOLE_OFFICE: "tenants.act_for", Kind.OFFICE_CLIENT: "clients.act_for"}


class ConsentRefused(Exception):
    """The one who would be acted for has said never."""


class ArrivalRefused(Exception):
    """The token opens nothing; `reason` says why, for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotReady(Exception):
    """The crossing waits for an answer, was used, or its time is over."""


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a crossing: a person in a tenant."""

    tenant: TenantRecord
    person_uuid: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `return_path` is a path on the host they come from."""

    kind: str
    source: Party
    target: Party
    reason: str
    mode: str = Mode.READ
    ticket: str = ""
    client_uuid: UUID | None = None
    return_path: str = "/"


@dataclass(frozen=True, slots=True)
class OpenCrossing:
    """The crossing of a request: who sits there, as whom, why and until when."""

    uuid: UUID
    kind: str
    mode: str
    person: str
    acting_for: str
    reason: str
    ticket: str
    ends_at: datetime
    is_at_home: bool

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.ends_at - now()).total_seconds()))

    @property
    def may_act(self) -> bool:
        return self.mode == Mode.ACT
