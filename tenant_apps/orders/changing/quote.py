"""The quote of a change: shown to the last unit, signed, and confirmed as it was shown or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now, this_second
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.periods import first_stretch
from shared_apps.kernel.taxes import TaxRate, tax_on
from tenant_apps.pricing.taxes import tax_rate_for
from tenants.tokens import sign, unsign

from .. import terms
from ..errors import ChangeDiffers, NothingChanges
from ..models import BillingSettings, Service
from ..queries import billing_settings
from .lines import QuoteLine, new_period_lines, paid_ahead, same_period_lines
from .target import Target
from .wish import ChangeWish, targets_of

GOOD_FOR = timedelta(minutes=30)
_PER_YEAR = {"month": 12, "year": 1}


@dataclass(frozen=True, slots=True)
class ChangeQuote:
    """What a change costs today and from the next renewal on. All sums are with tax.

    `token` is what a page hands back to confirm exactly this.
    """

    service: Service
    targets: tuple[Target, ...]
    lines: tuple[QuoteLine, ...]
    at: datetime
    is_now: bool
    may_choose: bool
    next_renewal: Money
    next_renewal_at: datetime | None
    period: str
    key: UUID
    token: str = ""

    @property
    def due_now(self) -> Money:
        """To be paid for the change; less than nothing becomes account credit."""
        return total([one.gross for one in self.lines], self.service.currency)

    @property
    def to_credit(self) -> Money:
        return max(-self.due_now, Money.zero(self.service.currency))

    @property
    def tax(self) -> Money:
        return total([one.taxed.tax for one in self.lines], self.service.currency)

    @property
    def plan(self) -> Target:
        return self.targets[0]

    @property
    def summary(self) -> str:
        """What it leads to, in one line."""
        return ", ".join(_named(one) for one in self.targets)[:400]

    @property
    def digest(self) -> str:
        """Changes with anything that was shown, and with what it was computed from."""
        shown = [[one.name, one.quantity, one.price.minor, one.gross.minor] for one in self.lines]
        base = [str(self.service.paid_until), [one.saved for one in self.targets]]
        parts = [shown, base, self.is_now, self.next_renewal.minor, str(self.next_renewal_at)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def quote_change(
    service: Service, wish: ChangeWish, *, at: datetime | None = None, key: UUID | None = None, by: Actor
) -> ChangeQuote:
    """What a change would cost at a moment, which is the present one unless a shown quote is being confirmed.

    Raises `ChangeRefused` or `OrderRefused`.
    """
    at = at or this_second()
    targets = targets_of(service, wish, is_client=by.is_client)
    if _is_same(service, targets):
        raise NothingChanges(str(service.uuid))
    rate = tax_rate_for(service.client)
    lines = _lines(service, targets, at, rate)
    gives_back = sum(one.gross.minor for one in lines) < 0
    may_choose, is_now = _when(service, targets, wish.when, gives_back, is_client=by.is_client)
    if gives_back and service.renews_at and any(row.is_moved for row in paid_ahead(service, at)):
        # Another reseller took the money: it counts towards a change and is not given back.
        may_choose, is_now = False, False
    if not is_now:
        lines = []
    quoted = ChangeQuote(
        service=service,
        targets=tuple(targets),
        lines=tuple(one for one in lines if one.price or one.wholesale),
        at=at if is_now else service.renews_at or at,
        is_now=is_now,
        may_choose=may_choose,
        next_renewal=_next_renewal(service, targets, rate),
        next_renewal_at=_next_renewal_at(service, targets, at, is_now),
        period=targets[0].period,
        key=key or uuid4(),
    )
    return replace(quoted, token=_token(quoted, at))


def shown_quote(service: Service, wish: ChangeWish, token: str, *, by: Actor) -> ChangeQuote:
    """The quote that was shown, computed anew for its moment; `ChangeDiffers` unless it is the same."""
    try:
        said = unsign("orders.change", token, max_age=int(GOOD_FOR.total_seconds()))
        at, key, digest = datetime.fromisoformat(said["at"]), UUID(said["key"]), said["digest"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise ChangeDiffers("No quote.") from None
    if said["service"] != str(service.uuid) or not at <= now() <= at + GOOD_FOR:
        raise ChangeDiffers("Another quote.")
    quoted = quote_change(service, wish, at=at, key=key, by=by)
    if quoted.digest != digest:
        raise ChangeDiffers("It costs something else now.")
    return quoted


def key_of(token: str) -> UUID | None:
    """The key in a token, to find a change that was confirmed with it before."""
    try:
        return UUID(unsign("orders.change", token, max_age=int(GOOD_FOR.total_seconds()))["key"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def _token(quoted: ChangeQuote, at: datetime) -> str:
    said = {"service": str(quoted.service.uuid), "at": at.isoformat(), "key": str(quoted.key)}
    return sign("orders.change", {**said, "digest": quoted.digest})


def _is_same(service: Service, targets: Sequence[Target]) -> bool:
    return {one.keeps for one in targets} == {one.pk for one in service.current_items}


def _when(
    service: Service, targets: Sequence[Target], wished: str, gives_back: bool, *, is_client: bool
) -> tuple[bool, bool]:
    """Whether it may be chosen, and whether the change is now: up at once, down at the renewal by default."""
    if service.status == Service.Status.TRIAL or not service.renews_at or service.renews_at <= now():
        return False, True
    times = BillingSettings.ChangeTime
    settings, is_up = billing_settings(), _is_upgrade(service, targets, gives_back)
    rule = settings.upgrades if is_up else settings.downgrades
    may_choose = not is_client or rule == times.CHOICE
    usual = rule if rule != times.CHOICE else (times.NOW if is_up else times.RENEWAL)
    chosen = wished if may_choose and wished in {times.NOW, times.RENEWAL} else usual
    return may_choose, chosen == times.NOW


def _is_upgrade(service: Service, targets: Sequence[Target], gives_back: bool) -> bool:
    """Whether it costs as much or more in a year, or is paid for longer at once and gives nothing back."""
    if targets[0].period != service.period:
        return targets[0].period == "year" and not gives_back
    before = sum(one.full_price.minor * _PER_YEAR.get(one.period, 0) for one in service.current_items)
    after = sum(one.unit_minor * one.quantity * _PER_YEAR.get(one.period, 0) for one in targets)
    return after >= before


def _lines(service: Service, targets: Sequence[Target], at: datetime, rate: TaxRate) -> list[QuoteLine]:
    rows = paid_ahead(service, at)
    if not rows:
        # Nothing is paid ahead: the next invoice asks for what it has become.
        return []
    if targets[0].period == service.period:
        return same_period_lines(service, targets, rows, at, rate)
    return new_period_lines(service, targets, rows, first_stretch(at, targets[0].period, terms.zone()), rate)


def _next_renewal(service: Service, targets: Sequence[Target], rate: TaxRate) -> Money:
    recurring = [one.price(service) for one in targets if one.period == targets[0].period]
    return total([tax_on(one, rate).gross for one in recurring], service.currency)


def _next_renewal_at(
    service: Service, targets: Sequence[Target], at: datetime, is_now: bool
) -> datetime | None:
    if service.status == Service.Status.TRIAL:
        return service.trial_ends_at
    if is_now and targets[0].period != service.period and paid_ahead(service, at):
        return first_stretch(at, targets[0].period, terms.zone()).end
    return service.renews_at


def _named(one: Target) -> str:
    return f"{one.name} × {one.quantity}" if one.quantity > 1 else one.name
