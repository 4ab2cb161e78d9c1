"""Agree how a reseller settles."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from tenants.models import Tenant

from ..errors import NameNotConfirmed
from ..models import Collector, SettlementTerms
from ..queries import name_is_confirmed, standings_of
from .follow import draw


@dataclass(frozen=True, slots=True)
class TermsWish:
    """What is agreed."""

    collector: str
    wholesale: str
    low_balance_minor: int = 0
    waits_when_empty: bool = False
    due_days: int = 14
    neutral_name: bool = False


@transaction.atomic
def set_terms(tenant: Tenant, wish: TermsWish, *, by: Actor) -> SettlementTerms:
    """Set a reseller's terms, with an event. What is owed already is settled the new way at once, but for what a
    statement names. Payments that are under way go where they began.

    Raises `NameNotConfirmed` where the platform is to collect and nobody has said that its account's name is
    neutral: clients would read the platform's on their card statements (white label).
    """
    if wish.collector == Collector.PLATFORM and not (wish.neutral_name or name_is_confirmed()):
        raise NameNotConfirmed(tenant.name)
    SettlementTerms.objects.get_or_create(tenant=tenant)
    terms = SettlementTerms.objects.select_for_update().get(tenant=tenant)
    wished = asdict(wish)
    _confirm_name(terms, wished.pop("neutral_name"), by)
    changed = {name: value for name, value in wished.items() if getattr(terms, name) != value}
    if not changed:
        return terms
    for name, value in changed.items():
        setattr(terms, name, value)
    terms.save()
    event = record(terms, "set terms", by=by, changed=changed)
    _settle_anew(terms, tenant, f"terms:{event.pk}")
    return terms


def _confirm_name(terms: SettlementTerms, is_neutral: bool, by: Actor) -> None:
    """Who has looked at the name, and when, is kept."""
    if not is_neutral or terms.name_confirmed_at:
        return
    terms.name_confirmed_at = now()
    terms.save(update_fields=["name_confirmed_at"])
    record(terms, "confirm name", by=by)


@transaction.atomic
def forget_name() -> None:
    """Another account collects from now on: its name is to be looked at again."""
    SettlementTerms.objects.exclude(name_confirmed_at=None).update(name_confirmed_at=None)


@transaction.atomic
def charge_card(tenant: Tenant, *, wants: bool, by: Actor) -> None:
    """Whether the reseller's default card is charged by itself when a bill is due."""
    SettlementTerms.objects.get_or_create(tenant=tenant)
    terms = SettlementTerms.objects.select_for_update().get(tenant=tenant)
    if terms.charges_card == wants:
        return
    terms.charges_card = wants
    terms.save(update_fields=["charges_card", "updated_at"])
    record(terms, "charge card" if wants else "charge no card", by=by)


def _settle_anew(terms: SettlementTerms, tenant: Tenant, key: str) -> None:
    for standing in standings_of(tenant.pk):
        if terms.is_prepaid:
            draw(tenant.pk, standing.currency, key=f"{key}:{standing.currency}")
        elif terms.is_platform and standing.owed:
            _offset(tenant.pk, standing.owed, key)


def _offset(tenant_id: int, owed: Money, key: str) -> None:
    """What was owed is taken off what the operator will hold for the reseller."""
    ledger.post(
        f"collected:{key}:{owed.currency}",
        kind=EntryKind.COLLECTED,
        legs=[
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), owed),
            LegDraft(AccountName(AccountKind.COLLECTED), -owed),
        ],
        tenant_id=tenant_id,
    )
