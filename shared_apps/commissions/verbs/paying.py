"""Money sent and money that came back, for one withdrawal or for thousands in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.ledger.door import AccountKind, AccountName, EntryDraft, EntryKind, LegDraft, post_many
from tenants.context import current_tenant

from ..announcements import announce_all
from ..cards import NoClientAccount, OwnWithdrawal, ReferenceMissing
from ..models import KnownPerson, MethodKind, Payout, Withdrawal, WithdrawalStatus
from ..payees import payee_rules
from ..queries import account
from ..redeeming import prepaid


@dataclass(frozen=True, slots=True)
class Payment:
    """A withdrawal that was paid, and how the bank calls the transfer."""

    withdrawal: Withdrawal
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A withdrawal that the bank could not pay or gave back, and why; the person reads it."""

    withdrawal: Withdrawal
    reason: str


@transaction.atomic
def pay_withdrawals(
    payments: Sequence[Payment], *, batch_uuid: UUID | None = None, by: Actor
) -> list[Payout]:
    """Write down that approved withdrawals were paid; the payouts of those that this call has moved.

    `batch_uuid` is the batch that they are locked in. What moved on meanwhile is left out. Raises
    `OwnWithdrawal`, `ReferenceMissing`, `NoClientAccount`, `NotWhileActing`.
    """
    _refuse_own((one.withdrawal for one in payments), by)
    references = {one.withdrawal.pk: one.reference.strip() for one in payments}
    for one in payments:
        if one.withdrawal.method.is_bank and not references[one.withdrawal.pk]:
            raise ReferenceMissing(str(one.withdrawal.uuid))
    at = now()
    approved = _locked([one.withdrawal for one in payments], WithdrawalStatus.APPROVED, batch_uuid)
    moved = Withdrawal.move_all(approved, WithdrawalStatus.PAID, by=by, paid_at=at, batch_uuid=None)
    clients = clients_of(one.person_uuid for one in moved if not one.method.is_bank)
    post_many([_payment_entry(one, clients) for one in moved], at=at)
    payouts = Payout.objects.bulk_create(
        [_payout(one, references[one.pk], at) for one in moved], batch_size=1000
    )
    _grow(payouts, clients, by)
    payee_rules().paid(payouts, by=by)
    announce_all("withdrawal_paid", [(one.withdrawal, {"reference": one.reference}) for one in payouts])
    return payouts


@transaction.atomic
def return_withdrawals(
    returns: Sequence[Return], *, batch_uuid: UUID | None = None, by: Actor
) -> list[Withdrawal]:
    """The bank refused approved withdrawals or gave back paid ones: the whole amounts are available again.

    What moved on meanwhile is left out, and what became a prepaid balance, which no bank gives back. Raises
    `OwnWithdrawal`, `NotWhileActing`.
    """
    _refuse_own((one.withdrawal for one in returns), by)
    at, reasons = now(), {one.withdrawal.pk: one.reason.strip()[:500] for one in returns}
    asked = [one.withdrawal for one in returns]
    refused = _locked(asked, WithdrawalStatus.APPROVED, batch_uuid)
    returnable = [one for one in asked if one.method.kind != MethodKind.PREPAID]
    given_back = _locked(returnable, WithdrawalStatus.PAID, None)
    moved = Withdrawal.move_all([*refused, *given_back], WithdrawalStatus.RETURNED, by=by, batch_uuid=None)
    for one in moved:
        one.reason = reasons[one.pk]
    Withdrawal.objects.bulk_update(moved, ["reason"], batch_size=500)
    payouts = list(
        Payout.objects.filter(withdrawal__in=moved, returned_at=None).select_related("withdrawal__method")
    )
    Payout.objects.filter(pk__in=[one.pk for one in payouts]).update(returned_at=at)
    sent = {one.withdrawal_id for one in payouts}
    credited = [one.withdrawal for one in payouts if one.withdrawal.method.kind == MethodKind.CREDIT]
    clients = clients_of(one.person_uuid for one in credited)
    post_many(
        [_payout_back(one.withdrawal, clients) for one in payouts]
        + [_reserve_back(one) for one in moved if one.pk not in sent],
        at=at,
    )
    payee_rules().returned(payouts, by=by)
    announce_all("withdrawal_returned", [(one, {"reason": one.reason}) for one in moved])
    return moved


def clients_of(people: Iterable[UUID]) -> dict[UUID, UUID]:
    """The client accounts of people (at the operator's: their portals), by person; who has none is not in it."""
    known = KnownPerson.objects.filter(
        tenant_id=current_tenant().id, person_uuid__in=set(people), client_uuid__isnull=False
    )
    found = {one.person_uuid: one.client_uuid for one in known if one.client_uuid}
    if not (found and current_tenant().is_operator):
        return found
    portals = prepaid().known(found.values())
    return {person: portal for person, portal in found.items() if portal in portals}


def _grow(payouts: Sequence[Payout], clients: dict[UUID, UUID], by: Actor) -> None:
    """Prepaid balances have what was paid into them in the same transaction."""
    into = [one for one in payouts if one.withdrawal.method.kind == MethodKind.PREPAID]
    if into:
        prepaid().grow(into, {one.person_uuid: clients[one.person_uuid] for one in into}, by=by)


def _refuse_own(withdrawals: Iterable[Withdrawal], by: Actor) -> None:
    only_oneself(by)
    if any(by.key == str(one.person_uuid) for one in withdrawals):
        raise OwnWithdrawal(by.label)


def _locked(asked: Sequence[Withdrawal], status: str, batch_uuid: UUID | None) -> list[Withdrawal]:
    """Those in a status and in this batch (or in none), locked until the transaction ends."""
    rows = Withdrawal.objects.filter(
        tenant_id=current_tenant().id, pk__in=[one.pk for one in asked], status=status, batch_uuid=batch_uuid
    )
    return list(rows.select_related("method").select_for_update(of=("self",)).order_by("pk"))


def _payout(withdrawal: Withdrawal, reference: str, at: datetime) -> Payout:
    return Payout(
        tenant_id=withdrawal.tenant_id,
        withdrawal=withdrawal,
        person_uuid=withdrawal.person_uuid,
        amount_minor=withdrawal.amount_minor,
        withheld_minor=withdrawal.withheld_minor,
        currency=withdrawal.currency,
        method_label=withdrawal.method.masked or withdrawal.method.kind,
        reference=reference,
        paid_at=at,
    )


def _payment_entry(withdrawal: Withdrawal, clients: dict[UUID, UUID]) -> EntryDraft:
    """From what is reserved to where it goes: what was sent, and the tax withheld from it."""
    legs = (
        LegDraft(account(AccountKind.AFFILIATE_RESERVED, withdrawal.person_uuid), withdrawal.amount),
        LegDraft(_destination(withdrawal, clients), -withdrawal.net),
        LegDraft(AccountName(AccountKind.WITHHOLDING_PAYABLE), -withdrawal.withheld),
    )
    return _entry(withdrawal, "pay", EntryKind.WITHDRAWAL_PAID, legs)


def _payout_back(withdrawal: Withdrawal, clients: dict[UUID, UUID]) -> EntryDraft:
    """From where it went to what is available: nothing was paid, so nothing is withheld."""
    legs = (
        LegDraft(_destination(withdrawal, clients), withdrawal.net),
        LegDraft(AccountName(AccountKind.WITHHOLDING_PAYABLE), withdrawal.withheld),
        LegDraft(account(AccountKind.AFFILIATE_AVAILABLE, withdrawal.person_uuid), -withdrawal.amount),
    )
    return _entry(withdrawal, "back", EntryKind.PAYOUT_RETURNED, legs)


def _reserve_back(withdrawal: Withdrawal) -> EntryDraft:
    person = withdrawal.person_uuid
    legs = (
        LegDraft(account(AccountKind.AFFILIATE_RESERVED, person), withdrawal.amount),
        LegDraft(account(AccountKind.AFFILIATE_AVAILABLE, person), -withdrawal.amount),
    )
    return _entry(withdrawal, "return", EntryKind.WITHDRAWAL_RETURNED, legs)


def _entry(withdrawal: Withdrawal, step: str, kind: EntryKind, legs: tuple[LegDraft, ...]) -> EntryDraft:
    return EntryDraft(f"withdrawal:{withdrawal.uuid}:{step}", kind, legs, reference=str(withdrawal.uuid))


def _destination(withdrawal: Withdrawal, clients: dict[UUID, UUID]) -> AccountName:
    if withdrawal.method.is_bank:
        return AccountName(AccountKind.PAYOUT_CLEARING)
    if withdrawal.person_uuid not in clients:
        raise NoClientAccount(str(withdrawal.person_uuid))
    if withdrawal.method.kind == MethodKind.PREPAID:
        return prepaid().account(clients[withdrawal.person_uuid])
    return AccountName(AccountKind.CLIENT_CREDIT, str(clients[withdrawal.person_uuid]))
