"""What the door gives: frozen, with Money, no models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class TermsCard:
    """How the current reseller settles with the operator."""

    is_platform: bool
    is_prepaid: bool
    waits_when_empty: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reseller and the operator stand in one currency; every amount is zero or more, but `collected`.

    `owed`: wholesale that no statement names yet and no balance covers. `stated`: open statements. `prepaid`:
    what is left of the balance. `collected`: what the operator holds for the reseller; below zero the reseller
    owes it.
    """

    owed: Money
    stated: Money
    prepaid: Money
    collected: Money

    @property
    def currency(self) -> str:
        return self.owed.currency

    @property
    def is_settled(self) -> bool:
        return not (self.owed or self.stated or self.prepaid or self.collected)


@dataclass(frozen=True, slots=True)
class BillLineDraft:
    """A row to be billed: `unit` may be negative (what was paid before and is not used); its time, if it has one."""

    name: str
    sku: str
    quantity: int
    unit: Money
    period: tuple[datetime, datetime] | None = None

    @property
    def amount(self) -> Money:
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class BillDraft:
    """What a reseller is to be billed for. `kind` and `cause_uuid` make it one. Prices are without tax."""

    tenant_id: int
    kind: str
    currency: str
    lines: tuple[BillLineDraft, ...]
    cause_uuid: UUID
    due_at: datetime


@dataclass(frozen=True, slots=True)
class BillCard:
    """A bill as others see it. `total` is what is to be paid, `net` what of it is no tax."""

    uuid: UUID
    number: str
    tenant_id: int
    kind: str
    cause_uuid: UUID
    net: Money
    total: Money
    status: str
    issued_at: datetime
    due_at: datetime
    paid_at: datetime | None = None
    lines: tuple[BillLineDraft, ...] = field(default=(), compare=False)

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def is_paid(self) -> bool:
        return self.status == "paid"
