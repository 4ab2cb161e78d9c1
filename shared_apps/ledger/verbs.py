"""Posting: the only way in. Nothing is changed or deleted; a mistake is answered by an opposite entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from .cards import AccountName, EntryCard, KeyReused, LegCard, LegDraft, Unbalanced
from .following import follow
from .models import Account, Entry, Leg
from .queries import card, posted_by_key


@transaction.atomic
def post(
    key: str,
    *,
    kind: str,
    legs: Sequence[LegDraft],
    reference: str = "",
    memo: str = "",
    at: datetime | None = None,
    tenant_id: int | None = None,
) -> EntryCard:
    """Post one entry in the caller's transaction, for the current tenant unless another one is named.

    The same key with the same legs gives back the entry that is there; with others it raises `KeyReused`.
    Raises `Unbalanced` unless the legs add up to zero in each currency.
    """
    _refuse_unbalanced(legs)
    drafts = [leg for leg in legs if leg.amount]
    tenant_id = tenant_id or current_tenant().id
    entry, is_new = Entry.objects.get_or_create(
        tenant_id=tenant_id,
        key=key,
        defaults={
            "kind": kind,
            "at": at or now(),
            "reference": reference,
            "memo": memo,
            "leg_count": len(drafts),
        },
    )
    if not is_new:
        return _posted(tenant_id, key, kind, drafts)
    _write_legs(entry, drafts)
    posted = _card(entry, drafts)
    follow(posted)
    return posted


def _refuse_unbalanced(legs: Sequence[LegDraft]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for leg in legs:
        sums[leg.amount.currency] += leg.amount.minor
    if not legs or any(sums.values()):
        raise Unbalanced(f"Legs add up to {dict(sums)}.")


def _write_legs(entry: Entry, drafts: Sequence[LegDraft]) -> None:
    accounts = _accounts(entry.tenant_id, {(leg.account, leg.amount.currency) for leg in drafts})
    Leg.objects.bulk_create(
        Leg(
            entry=entry,
            account=accounts[leg.account, leg.amount.currency],
            amount_minor=leg.amount.minor,
            currency=leg.amount.currency,
        )
        for leg in drafts
    )


def _accounts(tenant_id: int, wanted: set[tuple[AccountName, str]]) -> dict[tuple[AccountName, str], Account]:
    """The accounts of these names and currencies; those that are missing are opened."""
    found = _open_accounts(tenant_id, wanted)
    missing = wanted - found.keys()
    if not missing:
        return found
    Account.objects.bulk_create(
        [
            Account(tenant_id=tenant_id, kind=name.kind, party=name.party, currency=currency)
            # In one order everywhere: two sales that open the same accounts must not lock each other out.
            for name, currency in sorted(missing, key=lambda pair: (pair[0].kind, pair[0].party, pair[1]))
        ],
        ignore_conflicts=True,
    )
    return _open_accounts(tenant_id, wanted)


def _open_accounts(
    tenant_id: int, wanted: Iterable[tuple[AccountName, str]]
) -> dict[tuple[AccountName, str], Account]:
    names = Q()
    for name, currency in wanted:
        names |= Q(kind=name.kind, party=name.party, currency=currency)
    if not names:
        return {}
    accounts = Account.objects.filter(names, tenant_id=tenant_id)
    return {(AccountName(one.kind, one.party), one.currency): one for one in accounts}


def _card(entry: Entry, drafts: Sequence[LegDraft]) -> EntryCard:
    """The card of an entry just written, without reading it again."""
    legs = tuple(LegCard(leg.account.kind, leg.account.party, leg.amount) for leg in drafts)
    return EntryCard(entry.uuid, entry.kind, entry.key, entry.at, entry.reference, entry.memo, legs)


def _posted(tenant_id: int, key: str, kind: str, drafts: Sequence[LegDraft]) -> EntryCard:
    posted = card(posted_by_key(key, tenant_id))
    wished = sorted(
        (leg.account.kind, leg.account.party, leg.amount.currency, leg.amount.minor) for leg in drafts
    )
    there = sorted(
        (leg.account_kind, leg.party, leg.amount.currency, leg.amount.minor) for leg in posted.legs
    )
    if posted.kind != kind or wished != there:
        raise KeyReused(f"Key {key} stands for another entry.")
    return posted
