"""Posting: the only way in. Nothing is changed or deleted; a mistake is answered by an opposite entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from .cards import AccountName, EntryCard, EntryDraft, KeyReused, LegCard, LegDraft, Unbalanced
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


@transaction.atomic
def post_many(drafts: Sequence[EntryDraft], *, at: datetime | None = None) -> None:
    """`post` for each of many entries of the current tenant, in a handful of statements.

    A key that is there already is left as it is, or raises `KeyReused`. Somebody who posts the same key at the same
    moment makes one of the two fail as a whole (`IntegrityError`): do it again.
    """
    for draft in drafts:
        _refuse_unbalanced(draft.legs)
    tenant_id, moment = current_tenant().id, at or now()
    keys = [draft.key for draft in drafts]
    known = set(Entry.objects.filter(tenant_id=tenant_id, key__in=keys).values_list("key", flat=True))
    for draft in drafts:
        if draft.key in known:
            _posted(tenant_id, draft.key, draft.kind, [leg for leg in draft.legs if leg.amount])
    fresh = {
        draft.key: [leg for leg in draft.legs if leg.amount] for draft in drafts if draft.key not in known
    }
    entries = Entry.objects.bulk_create(
        Entry(
            tenant_id=tenant_id,
            key=draft.key,
            kind=draft.kind,
            at=moment,
            reference=draft.reference,
            memo=draft.memo,
            leg_count=len(fresh[draft.key]),
        )
        for draft in drafts
        if draft.key in fresh
    )
    _write_all_legs([(entry, fresh[entry.key]) for entry in entries])
    for entry in entries:
        follow(_card(entry, fresh[entry.key]))


def _refuse_unbalanced(legs: Sequence[LegDraft]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for leg in legs:
        sums[leg.amount.currency] += leg.amount.minor
    if not legs or any(sums.values()):
        raise Unbalanced(f"Legs add up to {dict(sums)}.")


def _write_legs(entry: Entry, drafts: Sequence[LegDraft]) -> None:
    _write_all_legs([(entry, drafts)])


def _write_all_legs(entries: Sequence[tuple[Entry, Sequence[LegDraft]]]) -> None:
    """The legs of entries of one tenant."""
    wanted = {(leg.account, leg.amount.currency) for _entry, drafts in entries for leg in drafts}
    accounts = _accounts(entries[0][0].tenant_id, wanted) if entries else {}
    Leg.objects.bulk_create(
        Leg(
            entry=entry,
            account=accounts[leg.account, leg.amount.currency],
            amount_minor=leg.amount.minor,
            currency=leg.amount.currency,
        )
        for entry, drafts in entries
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
    names = set(wanted)
    accounts = Account.objects.filter(
        tenant_id=tenant_id,
        kind__in={name.kind for name, _currency in names},
        party__in={name.party for name, _currency in names},
        currency__in={currency for _name, currency in names},
    )
    found = {(AccountName(one.kind, one.party), one.currency): one for one in accounts}
    return {name: one for name, one in found.items() if name in names}


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
