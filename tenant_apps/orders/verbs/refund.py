"""Give money back: through the gateway first, then in the invoice, the ledger and the commissions."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID, uuid5

from django.db import transaction

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.door import RefundCard, RefundWish
from shared_apps.settlement import door as settlement

from ..announcements import announce_refund
from ..errors import InvoiceNotOpen, RefundHeld, RefundTooLarge
from ..facts import tell_sale
from ..models import AppliedPayment, AppliedRefund, CreditNote, Invoice
from .asking import ask_once, refuse_other
from .book import early_refunds
from .note import write_note
from .settle import settle_payment
from .share import share_margin

Plan = list[tuple[UUID, UUID, Money, Money]]


def refund_invoice(
    invoice: Invoice, amount: Money, *, reason: str, key: UUID, to_credit: bool = False, by: Actor
) -> RefundCard:
    """Give back what was paid of an invoice, in whole or in part; `key` makes it one. Not inside a transaction.

    It goes to where it came from, the newest payment first, or to the client's account credit. The card says
    done, declined or unknown: an unknown one is resolved later and then applied. Where several payments are
    given back, it is the first that is not done. Raises `InvoiceNotOpen` for an unpaid one, `RefundTooLarge`,
    `RefundKeyReused` for a key that stands for another wish, and `RefundHeld` where the operator collected the
    money, holds less and was asked to decide.
    """
    refuse_other(invoice, amount, key, to_credit=to_credit)
    plan = _plan(invoice, amount, key)
    ask_once(invoice, amount, key, to_credit=to_credit)
    cards = []
    for payment_uuid, own_key, part, most in plan:
        wish = RefundWish(payment_uuid, part, reason, own_key, invoice.uuid, to_credit, most)
        try:
            card = payments.refund(wish, by=by)
        except payments.RefundBeyondHeld as beyond:
            _ask_operator(invoice, amount, beyond.missing, reason=reason, key=key, by=by)
            raise RefundHeld(beyond.missing) from beyond
        if card.is_done:
            apply_refund(card.uuid, by=by)
        cards.append(card)
    return next((card for card in cards if not card.is_done), cards[0])


def refund_held(invoice_uuid: str, minor: int, *, reason: str, key: str, by: Actor) -> None:
    """The operator has approved a refund beyond what it holds. What was given back otherwise meanwhile stays."""
    invoice = Invoice.objects.get(uuid=invoice_uuid)
    with suppress(InvoiceNotOpen, RefundTooLarge, payments.RefundRefused):
        refund_invoice(invoice, Money(minor, invoice.currency), reason=reason, key=UUID(key), by=by)


def _ask_operator(
    invoice: Invoice, amount: Money, missing: Money, *, reason: str, key: UUID, by: Actor
) -> None:
    settlement.ask_refund(
        key=key,
        invoice_uuid=invoice.uuid,
        number=invoice.label,
        amount=amount,
        missing=missing,
        reason=reason,
        by=by,
    )


@transaction.atomic
def apply_refund(refund_uuid: UUID | str, *, by: Actor) -> bool:
    """Take a refund that is done into invoice, ledger and commissions; False where it was before."""
    card = payments.refund_by(refund_uuid)
    invoice = _settled(card, by=by)
    if AppliedRefund.objects.filter(refund_uuid=card.uuid).exists():
        return False
    credit = _of_excess(invoice, card)
    amount = card.amount - credit
    AppliedRefund.objects.create(
        refund_uuid=card.uuid,
        invoice=invoice,
        amount_minor=amount.minor,
        excess_minor=credit.minor,
        is_early=invoice.is_open,
        at=now(),
    )
    taken = _reverse(invoice, amount, by=by) if amount else None
    entry = ledger.post_refund(
        ledger.Refund(
            refund_uuid=card.uuid,
            invoice_uuid=invoice.uuid,
            invoice_number=invoice.label,
            amount=card.amount,
            gateway=card.clearing,
            commission=taken.amount if taken else Money.zero(invoice.currency),
            from_credit=credit,
        )
    )
    tell_sale(invoice, entry)
    share_margin(invoice)
    if amount:
        _count(invoice, amount, card, by=by)
    announce_refund(invoice, card)
    return True


def _plan(invoice: Invoice, amount: Money, key: UUID) -> Plan:
    """Which payment gives back how much, under which key, and at most how much by all refunds of ours.

    The same wish again makes the same plan; what of it is not claimed yet keeps within what is left.
    """
    paid = list(invoice.applied_payments.filter(amount_minor__gt=0).order_by("-pk"))
    if not paid:
        raise InvoiceNotOpen(invoice.label)
    if amount.currency != invoice.currency or amount.minor <= 0:
        raise RefundTooLarge(invoice.refundable)
    known = {card.uuid: card.amount for card in payments.refunds_of(invoice.uuid)}
    gone, foreign = _given_back(invoice), _foreign(invoice)
    keys = _keys(paid, key)
    claimed = total([known[one] for one in keys if one in known], invoice.currency)
    _refuse_unused(invoice, amount - claimed, [_left(one, gone, invoice) for one in paid])
    rest, plan = amount, []
    for number, one in enumerate(paid):
        own_key = keys[number]
        left = known.get(own_key) or _left(one, gone, invoice)
        part = min(rest, left, key=lambda money: money.minor)
        if part.minor > 0:
            most = Money(one.amount_minor - foreign.get(one.payment_uuid, 0), invoice.currency)
            plan.append((one.payment_uuid, own_key, part, most))
            rest -= part
    if rest or not plan:
        raise RefundTooLarge(amount - rest)
    return plan


def _refuse_unused(invoice: Invoice, amount: Money, lefts: list[Money]) -> None:
    """What was given back as time that was not used up is no longer to be had; read anew, it may be old here."""
    unused = Invoice.objects.values_list("unused_minor", flat=True).get(pk=invoice.pk)
    left = max(0, sum(one.minor for one in lefts) - unused)
    if unused and amount.minor > left:
        raise RefundTooLarge(Money(left, invoice.currency))


def _keys(paid: list[AppliedPayment], key: UUID) -> list[UUID]:
    """The key of each payment's own refund: that of the first is the wish's."""
    return [uuid5(key, str(one.payment_uuid)) if number else key for number, one in enumerate(paid)]


def _given_back(invoice: Invoice) -> dict[UUID, int]:
    """What was given back of each payment, or is on its way, in minor units."""
    gone = _foreign(invoice)
    for card in payments.refunds_of(invoice.uuid):
        if card.status != "declined" and not card.is_foreign:
            gone[card.payment_uuid] = gone.get(card.payment_uuid, 0) + card.amount.minor
    return gone


def _foreign(invoice: Invoice) -> dict[UUID, int]:
    """What was given back of each payment at the gateway itself, without the account credit that it left."""
    gone: dict[UUID, int] = {}
    for applied in invoice.applied_refunds.all():
        card = payments.refund_by(applied.refund_uuid)
        if card.is_foreign:
            gone[card.payment_uuid] = gone.get(card.payment_uuid, 0) + applied.amount_minor
    return gone


def _left(paid: AppliedPayment, gone: dict[UUID, int], invoice: Invoice) -> Money:
    return Money(max(0, paid.amount_minor - gone.get(paid.payment_uuid, 0)), invoice.currency)


def _settled(card: RefundCard, *, by: Actor) -> Invoice:
    """The invoice, locked; a refund that overtook its payment's settling settles it first."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("client")
    invoice = rows.get(uuid=card.invoice_uuid)
    if not invoice.applied_payments.filter(payment_uuid=card.payment_uuid).exists():
        settle_payment(card.payment_uuid, by=by)
        invoice.refresh_from_db()
    return invoice


def _of_excess(invoice: Invoice, card: RefundCard) -> Money:
    """What of a refund that was made at the gateway is of the account credit which its payment left behind."""
    zero = Money.zero(invoice.currency)
    if not card.is_foreign:
        return zero
    paid = invoice.applied_payments.get(payment_uuid=card.payment_uuid)
    taken = sum(one.excess_minor for one in invoice.applied_refunds.all())
    return min(
        card.amount, Money(max(0, paid.excess_minor - taken), zero.currency), key=lambda one: one.minor
    )


def _reverse(invoice: Invoice, amount: Money, *, by: Actor) -> commissions.Commission | None:
    """Commission goes back in proportion to what was kept when it was earned; before that there is none."""
    if invoice.is_open:
        return None
    kept = Money(invoice.paid_minor - early_refunds(invoice), invoice.currency)
    return commissions.reverse(invoice.uuid, amount, kept, by=by)


def _count(invoice: Invoice, amount: Money, card: RefundCard, *, by: Actor) -> None:
    invoice.refunded_minor += amount.minor
    invoice.save(update_fields=["refunded_minor"])
    write_note(
        invoice,
        returned=amount,
        to=CreditNote.To.CREDIT if card.gateway == "credit" else CreditNote.To.SOURCE,
        reason=card.reason,
        refund_uuid=card.uuid,
        by=by,
    )
    if invoice.refunded_minor == invoice.paid_minor and not invoice.is_open:
        invoice.move(Invoice.Status.REFUNDED, by=by, reason=card.reason)
    else:
        record(invoice, "refund in part", by=by, reason=card.reason, minor=amount.minor)
