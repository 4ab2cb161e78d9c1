"""A refund of collected money that the operator no longer holds: it waits for the operator's word."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Sum

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.ledger.models import AccountKind, EntryKind, Leg
from shared_apps.payments import collecting
from shared_apps.payments.errors import RefundBeyondHeld
from shared_apps.payments.models import Payment
from tenants.models import Tenant

from ..links import account_url
from ..mails import mail_console, mail_owners
from ..models import HeldRefund
from ..queries import going_back, standing_in, terms_of
from .carrying import carry_fee, fee_left
from .transfers import take_turns


@collecting.guards_refunds
def guard_refund(payment: Payment, invoice_uuid: UUID, amount: Money, key: UUID) -> None:
    """Refuse what goes beyond what is held, unless the operator has approved it. In the claim's transaction.

    Refunds of a reseller take turns here, and those that are claimed and not booked yet count: of two at once
    the second one sees the first. Where no more is missing than the fee that the gateway kept of this payment, the
    operator carries it and is not asked. Raises `RefundBeyondHeld`.
    """
    take_turns(payment_tenant := Tenant.objects.get(pk=payment.tenant_id))
    if _is_approved(payment, invoice_uuid, amount, key):
        return
    missing = missing_for(payment_tenant.pk, invoice_uuid, amount)
    if missing and not carry_fee(payment, invoice_uuid, missing, key):
        raise RefundBeyondHeld(missing)


def missing_for(tenant_id: int, invoice_uuid: UUID, amount: Money) -> Money:
    """What of a refund the operator does not hold for the reseller; zero where it holds enough.

    The wholesale that a refund takes back stays with the operator where it collects.
    """
    gone = going_back(tenant_id, amount.currency)
    left = (standing_in(tenant_id, amount.currency).collected - gone).minor
    wanted = amount - _wholesale_of(tenant_id, invoice_uuid, amount)
    return Money(max(0, wanted.minor - max(0, left)), amount.currency)


def waits_for(tenant_id: int, invoice_uuid: UUID, amount: Money) -> Money:
    """What is missing for a refund that would wait for the operator; zero where it needs nobody."""
    missing = missing_for(tenant_id, invoice_uuid, amount)
    paid = Payment.objects.filter(tenant_id=tenant_id, is_collected=True, shares__invoice_uuid=invoice_uuid)
    carried = total([fee_left(payment) for payment in paid.distinct()], amount.currency)
    return missing if missing > carried else Money.zero(amount.currency)


@transaction.atomic
def hold_refund(
    *,
    tenant_id: int,
    key: UUID,
    invoice_uuid: UUID,
    number: str,
    amount: Money,
    missing: Money,
    reason: str,
    by: Actor,
) -> HeldRefund:
    """Write the wish down and tell the operator; the same key again is the same wish."""
    held, is_new = HeldRefund.objects.get_or_create(
        uuid=key,
        defaults={
            "tenant_id": tenant_id,
            "invoice_uuid": invoice_uuid,
            "invoice_number": number,
            "amount_minor": amount.minor,
            "missing_minor": missing.minor,
            "currency": amount.currency,
            "reason": reason,
            "asked_by": by.label[:200],
            "asked_at": now(),
        },
    )
    if is_new:
        record(held, "hold", by=by, reason=reason, minor=amount.minor, missing=missing.minor)
        facts = {
            "company": held.tenant.name,
            "number": number,
            "amount": _json(amount),
            "owed": _json(missing),
        }
        mail_console("refund_held", "/console/bills/refunds/", key=str(key), **facts)
    return held


@transaction.atomic
def approve_refund(held: HeldRefund, *, by: Actor) -> None:
    """The operator bears it: the reseller's shop gives the money back. Raises `IllegalMove`."""
    held.move(HeldRefund.Status.APPROVED, by=by)
    payload = {"invoice": str(held.invoice_uuid), "minor": held.amount_minor, "key": str(held.uuid)}
    payload |= {"reason": held.reason}
    schedule_for(held.tenant_id, "orders.refund_held", payload, key=str(held.uuid))
    _tell(held)


@transaction.atomic
def refuse_refund(held: HeldRefund, *, note: str, by: Actor) -> None:
    """The money stays. Raises `IllegalMove`."""
    held.move(HeldRefund.Status.REFUSED, by=by, reason=note, note=note)
    _tell(held)


def _is_approved(payment: Payment, invoice_uuid: UUID, amount: Money, key: UUID) -> bool:
    """Whether the operator has agreed to so much; refunds of one invoice that was paid in parts have keys that are
    made of the wish's own."""
    approved = HeldRefund.objects.filter(
        tenant_id=payment.tenant_id,
        invoice_uuid=invoice_uuid,
        status=HeldRefund.Status.APPROVED,
        amount_minor__gte=amount.minor,
        currency=amount.currency,
    ).values_list("uuid", flat=True)
    return any(key in (uuid, uuid5(uuid, str(payment.uuid))) for uuid in approved)


def _wholesale_of(tenant_id: int, invoice_uuid: UUID, amount: Money) -> Money:
    """The wholesale that goes back with a part of an invoice, where the operator keeps it of what it collects."""
    zero = Money.zero(amount.currency)
    if not terms_of(tenant_id).is_platform:
        return zero
    sold = Leg.objects.filter(
        entry__tenant_id=tenant_id, entry__reference=str(invoice_uuid), entry__kind=EntryKind.SALE
    ).values_list("account__kind")
    sums = {kind: int(minor) for kind, minor in sold.annotate(minor=Sum("amount_minor"))}
    retail = sums.get(AccountKind.GATEWAY_CLEARING, 0)
    wholesale = Money(-sums.get(AccountKind.WHOLESALE_PAYABLE, 0), amount.currency)
    return wholesale.fraction(amount.minor, retail) if retail > 0 else zero


def _tell(held: HeldRefund) -> None:
    facts = {
        "number": held.invoice_number,
        "amount": _json(held.amount),
        "reason": held.note,
        "is_approved": held.status == HeldRefund.Status.APPROVED,
        "url": account_url(held.tenant),
    }
    mail_owners(held.tenant_id, "refund_decided", key=str(held.uuid), **facts)


def _json(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}
