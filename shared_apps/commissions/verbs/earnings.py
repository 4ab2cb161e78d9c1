"""Commission from purchase to balance: earned, released after the hold, taken back by refunds."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.ledger.door import AccountKind, EntryKind, LegDraft, post
from tenants.context import current_tenant

from ..announcements import announce
from ..cards import Commission, Purchase, RefundExceedsPurchase
from ..models import AffiliateStatus, Earning, EarningLine, EarningStatus, ProgrammeVersion, Referral
from ..people import are_one
from ..queries import account
from ..reckoning import Share, rate_of, reckon, taken_back
from ..terms import case_of, rules_of
from .fraud import look_at, note_payer
from .programme import begin_programme
from .tiers import reach_tier
from .wallets import lock_wallet

PROGRAMME = Actor.system("commissions.programme")


@transaction.atomic
def earn(purchase: Purchase) -> Commission | None:
    """Commission on a paid invoice, on hold until the programme's days are over; None where nobody earns.

    The same invoice again gives back what was earned. The ledger's side is a leg of the caller's `post_sale`.
    """
    known = Earning.objects.filter(tenant_id=current_tenant().id, invoice_uuid=purchase.invoice_uuid).first()
    if known:
        return Commission(known.amount, known.beneficiary_uuid)
    note_payer(purchase)
    earning = _write_earning(purchase)
    if earning is None:
        return None
    record(earning, "earn", by=PROGRAMME, to_status=earning.status)
    schedule(
        "commissions.release",
        {"earning": str(earning.uuid)},
        key=f"release:{earning.uuid}",
        due_at=earning.available_at,
    )
    announce(
        "earned",
        earning.beneficiary_uuid,
        key=str(earning.uuid),
        amount=earning.amount,
        available_at=earning.available_at.isoformat(),
    )
    look_at(earning)
    return Commission(earning.amount, earning.beneficiary_uuid)


@transaction.atomic
def release_due(person_uuid: UUID, currency: str, *, by: Actor) -> int:
    """Make a person's earnings available whose hold is over at `now()`; how many there were."""
    lock_wallet(person_uuid, currency)
    due = Earning.objects.filter(
        tenant_id=current_tenant().id,
        beneficiary_uuid=person_uuid,
        currency=currency,
        status=EarningStatus.PENDING,
        available_at__lte=now(),
    ).order_by("pk")
    released = list(due)
    for earning in released:
        _release(earning, by)
    return len(released)


@transaction.atomic
def reverse(invoice_uuid: UUID, refunded: Money, of: Money, *, by: Actor) -> Commission | None:
    """Take commission back in proportion to `refunded` of an invoice of `of`; None where nobody earned.

    Shares are rounded over all refunds together: refunds that add up to the whole take back everything.
    What was released already is taken from the available balance, which may become negative (RELIABILITY 21).
    Raises `RefundExceedsPurchase`.
    """
    found = Earning.objects.filter(tenant_id=current_tenant().id, invoice_uuid=invoice_uuid).first()
    if found is None:
        return None
    lock_wallet(found.beneficiary_uuid, found.currency)
    earning = Earning.objects.select_for_update().get(pk=found.pk)
    total = Money(earning.refunded_minor, of.currency) + refunded
    if refunded.minor <= 0 or total > of:
        raise RefundExceedsPurchase(f"{total} of {of}")
    if earning.status == EarningStatus.REVERSED:
        # Rejected before: nothing of it is left to take.
        return None
    taken = taken_back(earning.amount, total, of) - earning.reversed
    _take_back(earning, total, taken, is_whole=total == of, by=by)
    reach_tier(earning.beneficiary_uuid)
    return Commission(taken, earning.beneficiary_uuid)


def _write_earning(purchase: Purchase) -> Earning | None:
    """None where nobody brought the client, or the terms give nothing for the sale.

    The referral is locked: caps and counts of its purchases hold for two sales at once.
    """
    referrals = Referral.objects.select_related("code").filter(
        tenant_id=current_tenant().id, client_uuid=purchase.client_uuid, ended_at=None
    )
    referral = referrals.select_for_update(of=("self",)).first()
    if referral is None or referral.code.status == AffiliateStatus.EXCLUDED:
        return None
    if are_one(referral.referrer_uuid, referral.person_uuid):
        return None
    at = purchase.at or now()
    version = begin_programme(at)
    if _has_ended(referral, version, at):
        return None
    rules = rules_of(version)
    if any(rule.tier for rule in rules):
        reach_tier(referral.referrer_uuid)
    shares = reckon(purchase.lines, rules, case_of(referral, version, rules, at))
    amount = total([share.amount for share in shares], purchase.net.currency)
    if amount.minor <= 0 or purchase.net.minor <= 0:
        return None
    earning = Earning.objects.create(
        tenant_id=current_tenant().id,
        referral=referral,
        version=version,
        beneficiary_uuid=referral.referrer_uuid,
        invoice_uuid=purchase.invoice_uuid,
        label=referral.label,
        base_minor=purchase.net.minor,
        rate_bp=rate_of(amount, purchase.net),
        amount_minor=amount.minor,
        currency=purchase.net.currency,
        earned_at=at,
        available_at=at + timedelta(days=version.hold_days),
    )
    EarningLine.objects.bulk_create(_line(earning, place, share) for place, share in enumerate(shares))
    reach_tier(referral.referrer_uuid)
    return earning


def _has_ended(referral: Referral, version: ProgrammeVersion, at: datetime) -> bool:
    days = version.earning_days
    return bool(days) and at > referral.attributed_at + timedelta(days=days or 0)


def _line(earning: Earning, place: int, share: Share) -> EarningLine:
    return EarningLine(
        earning=earning,
        position=place,
        rule=share.rule,
        sku=share.line.sku,
        product_sku=share.line.product_sku,
        occasion=share.line.occasion,
        base_minor=share.line.net.minor,
        amount_minor=share.amount.minor,
    )


def _release(earning: Earning, by: Actor) -> None:
    person = earning.beneficiary_uuid
    earning.move(EarningStatus.AVAILABLE, by=by)
    post(
        f"release:{earning.uuid}",
        kind=EntryKind.COMMISSION_RELEASED,
        reference=str(earning.uuid),
        legs=[
            LegDraft(account(AccountKind.AFFILIATE_PENDING, person), earning.net),
            LegDraft(account(AccountKind.AFFILIATE_AVAILABLE, person), -earning.net),
        ],
    )


def _take_back(earning: Earning, refunded: Money, taken: Money, *, is_whole: bool, by: Actor) -> None:
    was_released = earning.status == EarningStatus.AVAILABLE
    earning.refunded_minor, earning.reversed_minor = refunded.minor, earning.reversed_minor + taken.minor
    earning.save(update_fields=["refunded_minor", "reversed_minor"])
    if was_released and taken:
        _claw_back(earning, taken)
    if is_whole:
        earning.move(EarningStatus.REVERSED, by=by)
    else:
        record(earning, "reverse in part", by=by, minor=taken.minor)
    announce("reversed", earning.beneficiary_uuid, key=f"{earning.uuid}:{refunded.minor}", amount=taken)


def _claw_back(earning: Earning, taken: Money) -> None:
    """The refund's own entry debited what is on hold; this moves the debit to what is available."""
    person = earning.beneficiary_uuid
    post(
        f"clawback:{earning.uuid}:{earning.refunded_minor}",
        kind=EntryKind.COMMISSION_CLAWED_BACK,
        reference=str(earning.uuid),
        legs=[
            LegDraft(account(AccountKind.AFFILIATE_AVAILABLE, person), taken),
            LegDraft(account(AccountKind.AFFILIATE_PENDING, person), -taken),
        ],
    )
