"""Self-billed statements: issued with the payout or once a month, taken back by a correction, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from branding.formats.calendars import in_calendar
from shared_apps.agenda.door import schedule
from shared_apps.commissions.models import Payout
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..models import (
    DocumentKind,
    NumberSequence,
    PayoutProfile,
    PayoutStatement,
    StatementBy,
    StatementItem,
)
from ..queries import profiles_of, settings_of, today

SERIES = "statement"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement to be: its payouts (of one person and currency), and which one it corrects."""

    payouts: tuple[Payout, ...]
    corrects: PayoutStatement | None = None

    @property
    def sign(self) -> int:
        return -1 if self.corrects else 1


@transaction.atomic
def state_payouts(payouts: Sequence[Payout]) -> None:
    """Issue a statement for each payout, or plan those of the month, as the settings say."""
    if not payouts:
        return
    if settings_of().statement_by == StatementBy.MONTH:
        month = _local_day(payouts[0].paid_at).replace(day=1)
        schedule("payouts.month", {"month": month.isoformat()}, key=f"{month:%Y-%m}", due_at=_end_of(month))
        return
    _issue([_Draft((payout,)) for payout in payouts])


@transaction.atomic
def correct_payouts(payouts: Sequence[Payout]) -> None:
    """Payouts came back: a correction for each that a statement names already."""
    named = StatementItem.objects.filter(payout__in=payouts, is_correction=False).select_related("statement")
    statements = {item.payout_id: item.statement for item in named}
    _issue([_Draft((one,), statements[one.pk]) for one in payouts if one.pk in statements])


@transaction.atomic
def state_month(month: date) -> int:
    """One statement for each person and currency about what was paid until the month's end; how many.

    Does a part and plans the rest, so that a month of thousands is many small transactions. What is stated
    already, or came back, is left out.
    """
    unstated = (
        Payout.objects.filter(
            tenant_id=current_tenant().id,
            paid_at__lt=_end_of(month),
            returned_at=None,
            statement_items=None,
        )
        .select_related("withdrawal")
        .select_for_update(of=("self",))
        .order_by("person_uuid", "currency", "pk")
    )
    # A person whose payouts end beyond this part waits for the next one, unless they fill it alone.
    found = list(unstated[: CHUNK + 1])
    groups = [tuple(group) for _key, group in groupby(found, key=lambda one: (one.person_uuid, one.currency))]
    is_last = len(found) <= CHUNK
    whole = groups if is_last or len(groups) == 1 else groups[:-1]
    _issue([_Draft(group) for group in whole])
    if not is_last:
        after = whole[-1][-1].pk
        schedule("payouts.month", {"month": month.isoformat()}, key=f"{month:%Y-%m}:{after}")
    return len(whole)


def _issue(drafts: Sequence[_Draft]) -> None:
    """Write the statements with numbers in a row, in a handful of statements of SQL."""
    if not drafts:
        return
    day, at, tenant = today(), now(), current_tenant()
    year = in_calendar(day, "fa" if tenant.default_language == "fa" else "en").year
    prefix = settings_of().statement_prefix
    first = NumberSequence.locked(tenant.id, SERIES, year).take(len(drafts))
    profiles = profiles_of(draft.payouts[0].person_uuid for draft in drafts)
    written = PayoutStatement.objects.bulk_create(
        [
            _statement(draft, (year, position), f"{prefix}{year}-{position:05}", profiles, at)
            for position, draft in enumerate(drafts, first)
        ],
        batch_size=1000,
    )
    StatementItem.objects.bulk_create(
        [
            StatementItem(statement=one, payout=payout, is_correction=draft.corrects is not None)
            for one, draft in zip(written, drafts, strict=True)
            for payout in draft.payouts
        ],
        batch_size=1000,
    )


def _statement(
    draft: _Draft, place: tuple[int, int], number: str, profiles: dict[UUID, PayoutProfile], at: datetime
) -> PayoutStatement:
    person, days = draft.payouts[0].person_uuid, [_local_day(one.paid_at) for one in draft.payouts]
    return PayoutStatement(
        tenant_id=draft.payouts[0].tenant_id,
        kind=DocumentKind.CORRECTION if draft.corrects else DocumentKind.STATEMENT,
        year=place[0],
        position=place[1],
        number=number,
        person_uuid=person,
        billed=_billed(draft, profiles.get(person)),
        currency=draft.payouts[0].currency,
        gross_minor=draft.sign * sum(one.amount_minor for one in draft.payouts),
        withheld_minor=draft.sign * sum(one.withheld_minor for one in draft.payouts),
        begins_on=min(days),
        ends_on=max(days),
        issued_at=at,
        corrects=draft.corrects,
    )


def _billed(draft: _Draft, profile: PayoutProfile | None) -> dict[str, str]:
    """The beneficiary as documents name them; a correction names whom its statement named."""
    if draft.corrects:
        return dict(draft.corrects.billed)
    if profile is None or not profile.name:
        return {"name": draft.payouts[0].withdrawal.person_name}
    names = ("name", "address", "country", "tax_id", "kind")
    return {name: getattr(profile, name) for name in names}


def _local_day(moment: datetime) -> date:
    return timezone.localdate(moment, timezone=ZoneInfo(current_tenant().time_zone))


def _end_of(month: date) -> datetime:
    """The moment at which a month is over where the tenant is."""
    after = (month + timedelta(days=32)).replace(day=1)
    return datetime.combine(after, time(), ZoneInfo(current_tenant().time_zone))
