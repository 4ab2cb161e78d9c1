"""From a wish to be paid to money sent (REQUIREMENTS S1.24–S1.27); reserved in the ledger all the way."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft, balance, post
from tenants.context import current_tenant

from ..announcements import announce, announce_to_staff
from ..cards import (
    BelowMinimum,
    InBatch,
    InsufficientBalance,
    OwnWithdrawal,
    RequestKeyReused,
    SameApprover,
    UnknownMethod,
    WithdrawalWish,
)
from ..models import Payout, PayoutMethod, Withdrawal, WithdrawalStatus
from ..payees import payee_rules
from ..places import staff_url
from ..queries import account, methods_of, programme, withdrawals
from ..second_approval import excess_of
from .earnings import release_due
from .methods import refuse_others
from .paying import Payment, pay_withdrawals
from .wallets import lock_wallet


@transaction.atomic
def request_withdrawal(wish: WithdrawalWish, *, by: Actor) -> Withdrawal:
    """Ask for money and reserve it; the same request key gives back the first request.

    Raises `BelowMinimum`, `InsufficientBalance`, `UnknownMethod`, `RequestKeyReused`, `ProfileMissing`,
    `NotWhileActing` and `NotYours`.
    """
    refuse_others(wish.person_uuid, by)
    lock_wallet(wish.person_uuid, wish.amount.currency)
    known = withdrawals().filter(request_key=wish.request_key).first()
    if known:
        return _same(known, wish)
    release_due(wish.person_uuid, wish.amount.currency, by=by)
    method = methods_of(wish.person_uuid).filter(uuid=wish.method_uuid).first()
    if method is None:
        raise UnknownMethod(str(wish.method_uuid))
    _refuse_beyond_balance(wish)
    payee_rules().refuse_incomplete(wish.person_uuid)
    return _write_request(wish, method, by)


@transaction.atomic
def approve_withdrawal(withdrawal: Withdrawal, *, by: Actor) -> bool:
    """Agree to pay; whether that decided it. Above the limit (`second_approval`) a second person must agree as well.

    The wallet is held, so that several wishes of one person cannot be approved beside each other as if each were
    the only one. Raises `OwnWithdrawal`, `SameApprover`, `NotWhileActing`, `IllegalMove`.
    """
    _refuse_own(withdrawal, by)
    lock_wallet(withdrawal.person_uuid, withdrawal.currency)
    kept = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if excess_of(kept):
        if not kept.first_approved_by:
            return _approve_first(withdrawal, by)
        if kept.first_approved_by == by.key:
            raise SameApprover(by.label)
    # Where the same person agrees again, because the limit is another one by now, it was one person after all.
    alone = {"first_approved_by": ""} if kept.first_approved_by == by.key else {}
    withdrawal.move(WithdrawalStatus.APPROVED, by=by, decided_at=now(), **alone)
    _announce("withdrawal_approved", withdrawal)
    return True


def _approve_first(withdrawal: Withdrawal, by: Actor) -> bool:
    """Note the first of two approvals; the withdrawal's row is locked."""
    if not withdrawal.can_become(WithdrawalStatus.APPROVED):
        raise IllegalMove(withdrawal, WithdrawalStatus.APPROVED)
    first = {"first_approved_by": by.key, "first_approved_label": by.label, "first_approved_at": now()}
    open_ones = Withdrawal.objects.filter(pk=withdrawal.pk, status=WithdrawalStatus.REQUESTED)
    if not open_ones.update(**first):
        raise IllegalMove(withdrawal, WithdrawalStatus.APPROVED)
    for name, value in first.items():
        setattr(withdrawal, name, value)
    record(withdrawal, "approve first", by=by)
    return False


@transaction.atomic
def reject_withdrawal(withdrawal: Withdrawal, *, reason: str, by: Actor) -> None:
    """Refuse with a reason that the person reads; the amount is available again.

    Raises `InBatch`, `OwnWithdrawal`, `NotWhileActing`, `IllegalMove`.
    """
    if not reason.strip():
        raise ValueError("A rejection needs a reason.")
    _refuse_own(withdrawal, by)
    lock_wallet(withdrawal.person_uuid, withdrawal.currency)
    refuse_in_batch(withdrawal)
    withdrawal.move(WithdrawalStatus.REJECTED, by=by, reason=reason, decided_at=now())
    Withdrawal.objects.filter(pk=withdrawal.pk).update(reason=reason)
    withdrawal.reason = reason
    _move(withdrawal, "return", EntryKind.WITHDRAWAL_RETURNED, _reserved(withdrawal), _available(withdrawal))
    _announce("withdrawal_rejected", withdrawal, reason=reason)


@transaction.atomic
def pay_withdrawal(withdrawal: Withdrawal, *, reference: str = "", by: Actor) -> Payout:
    """Write down that an approved withdrawal was paid; to a bank it needs the bank's reference.

    Raises `InBatch`, `ReferenceMissing`, `OwnWithdrawal`, `NotWhileActing`, `IllegalMove`.
    """
    refuse_in_batch(withdrawal)
    payouts = pay_withdrawals([Payment(withdrawal, reference)], by=by)
    if not payouts:
        raise IllegalMove(withdrawal, WithdrawalStatus.PAID)
    withdrawal.status, withdrawal.paid_at = WithdrawalStatus.PAID, payouts[0].paid_at
    return payouts[0]


def refuse_in_batch(withdrawal: Withdrawal) -> None:
    """Raise `InBatch` for what is locked in a payout batch; its row is locked for the caller."""
    kept = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if kept.batch_uuid:
        raise InBatch(str(kept.batch_uuid))


def _same(known: Withdrawal, wish: WithdrawalWish) -> Withdrawal:
    asked = (known.person_uuid, known.amount, known.method.uuid)
    if asked != (wish.person_uuid, wish.amount, wish.method_uuid):
        raise RequestKeyReused(str(wish.request_key))
    return known


def _refuse_beyond_balance(wish: WithdrawalWish) -> None:
    """What is left after releases is read under the wallet's lock: twenty at once cannot all see it."""
    available = -balance(account(AccountKind.AFFILIATE_AVAILABLE, wish.person_uuid), wish.amount.currency)
    if wish.amount > available:
        raise InsufficientBalance(available)
    minimum = programme().version.minimum_in(wish.amount.currency)
    if minimum and wish.amount < minimum:
        raise BelowMinimum(minimum)


def _write_request(wish: WithdrawalWish, method: PayoutMethod, by: Actor) -> Withdrawal:
    withheld = payee_rules().withheld_from(wish.person_uuid, wish.amount)
    withdrawal = Withdrawal.objects.create(
        tenant_id=current_tenant().id,
        person_uuid=wish.person_uuid,
        person_name=wish.person_name,
        method=method,
        request_key=wish.request_key,
        amount_minor=wish.amount.minor,
        currency=wish.amount.currency,
        withheld_minor=withheld.amount.minor,
        withholding_name=withheld.name,
        withholding_bp=withheld.basis_points,
        note=wish.note,
        requested_at=now(),
    )
    _move(withdrawal, "reserve", EntryKind.WITHDRAWAL_RESERVED, _available(withdrawal), _reserved(withdrawal))
    record(withdrawal, "request withdrawal", by=by, to_status=withdrawal.status)
    _announce("withdrawal_requested", withdrawal)
    announce_to_staff(
        "withdrawal_waiting_staff",
        "withdrawals.approve",
        key=str(withdrawal.uuid),
        person=withdrawal.person_name,
        amount=withdrawal.amount,
        url=staff_url(f"withdrawals/{withdrawal.uuid}/"),
    )
    return withdrawal


def _refuse_own(withdrawal: Withdrawal, by: Actor) -> None:
    only_oneself(by)
    if by.key == str(withdrawal.person_uuid):
        raise OwnWithdrawal(by.label)


def _move(
    withdrawal: Withdrawal, step: str, kind: EntryKind, source: AccountName, target: AccountName
) -> None:
    """Move the amount from what we owe on `source` to what we owe (or paid) on `target`."""
    post(
        f"withdrawal:{withdrawal.uuid}:{step}",
        kind=kind,
        reference=str(withdrawal.uuid),
        legs=[LegDraft(source, withdrawal.amount), LegDraft(target, -withdrawal.amount)],
    )


def _available(withdrawal: Withdrawal) -> AccountName:
    return account(AccountKind.AFFILIATE_AVAILABLE, withdrawal.person_uuid)


def _reserved(withdrawal: Withdrawal) -> AccountName:
    return account(AccountKind.AFFILIATE_RESERVED, withdrawal.person_uuid)


def _announce(template: str, withdrawal: Withdrawal, **context: str) -> None:
    announce(
        template,
        withdrawal.person_uuid,
        key=str(withdrawal.uuid),
        amount=withdrawal.amount,
        method=withdrawal.method.masked,
        **context,
    )
