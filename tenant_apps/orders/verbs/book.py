"""What an invoice's money means to everybody, written in the ledger: cash-based, part by part.

Shares of wholesale and tax are cumulative: those of all parts add up to the invoice's exactly. Commission is
earned when the invoice is whole, on what was paid without the tax (REQUIREMENTS, "Commission base").
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from shared_apps.payments.door import PaymentCard

from ..facts import tell_sale
from ..models import Invoice
from ..sold import sold_lines
from .share import share_margin


def book_part(invoice: Invoice, payment: PaymentCard, taken: Money, fee: Money, *, before: int) -> None:
    """The sale, or the part of it that this payment has paid. `before`: what had been paid until then."""
    _post(invoice, payment.uuid, taken, payment.clearing, fee, before=before, payer=payment.payer)


def book_whole(invoice: Invoice, note_uuid: UUID) -> None:
    """An invoice became whole by a credit note and no payment: only commission may be left to book."""
    zero = Money.zero(invoice.currency)
    _post(invoice, note_uuid, zero, "credit", zero, before=invoice.paid_minor)


def book_rest(invoice: Invoice) -> None:
    """What is delivered is owed to the operator wholly, be a part of it credited or given back before."""
    tell_sale(invoice, ledger.post_rest(invoice.uuid, invoice.label, _wholesale(invoice)))


def book_excess(invoice: Invoice, payment: PaymentCard, excess: Money, fee: Money, *, by: Actor) -> None:
    """More came in than was due: the client has it as account credit."""
    entry = ledger.post(
        f"overpaid:{invoice.uuid}:{payment.uuid}",
        kind=EntryKind.OVERPAYMENT,
        reference=str(invoice.uuid),
        memo=invoice.label,
        legs=[
            LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, payment.clearing), excess),
            LegDraft(AccountName(AccountKind.GATEWAY_FEES, payment.clearing), -fee),
            LegDraft(AccountName(AccountKind.CLIENT_CREDIT, str(invoice.client.uuid)), -excess),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), fee),
        ],
    )
    tell_sale(invoice, entry)
    record(invoice, "keep excess", by=by, minor=excess.minor, payment=str(payment.uuid))


def early_refunds(invoice: Invoice) -> int:
    """What was given back before the invoice was whole, in minor units: nobody earned on that."""
    return int(invoice.applied_refunds.filter(is_early=True).aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _post(
    invoice: Invoice, key: UUID, taken: Money, gateway: str, fee: Money, *, before: int, payer: str = ""
) -> None:
    earned = _earn(invoice, payer) if invoice.status == Invoice.Status.PAID else None
    if not taken and not earned:
        return
    entry = ledger.post_sale(
        ledger.Sale(
            invoice_uuid=invoice.uuid,
            invoice_number=invoice.label,
            payment_uuid=key,
            retail=taken,
            gateway=gateway,
            gateway_fee=fee,
            wholesale=_part(_wholesale(invoice), invoice, before),
            tax=_part(invoice.tax, invoice, before),
            commission=earned.amount if earned else Money.zero(invoice.currency),
            beneficiary=earned.beneficiary if earned else None,
        )
    )
    tell_sale(invoice, entry)
    share_margin(invoice)


def _wholesale(invoice: Invoice) -> Money:
    return Money(sum(line.wholesale_minor for line in invoice.lines.all()), invoice.currency)


def _part(share: Money, invoice: Invoice, before: int) -> Money:
    """What of a share falls to what was paid since `before`."""
    whole = invoice.total_minor
    return share.fraction(invoice.paid_minor, whole) - share.fraction(before, whole)


def _earn(invoice: Invoice, payer: str) -> commissions.Commission | None:
    kept = invoice.paid_minor - early_refunds(invoice)
    net = invoice.net.fraction(kept, invoice.total_minor)
    return commissions.earn(
        commissions.Purchase(
            invoice_uuid=invoice.uuid,
            client_uuid=invoice.client.uuid,
            net=net,
            at=invoice.paid_at,
            lines=sold_lines(invoice, net),
            payer=payer,
        )
    )
