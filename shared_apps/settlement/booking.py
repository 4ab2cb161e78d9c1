"""What money from resellers means in the operator's own ledger: its sale, and what it only keeps for them."""

from __future__ import annotations

from shared_apps.commissions import door as commissions
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from shared_apps.payments.door import PaymentCard
from tenants.models import Tenant

from .models import Bill, BillLine
from .owed import Owed
from .telling import tell_bill


def book_sale(bill: Bill, payment: PaymentCard | None, fee: Money) -> None:
    """A bill is paid: the operator's sale, and what whoever brought the reseller earns of it.

    Without a payment it was paid out of money that had come before. In the operator's tenant.
    """
    earned = _earn(bill)
    zero = Money.zero(bill.currency)
    commission = earned.amount if earned else zero
    if payment:
        entry = ledger.post_sale(
            ledger.Sale(
                invoice_uuid=bill.uuid,
                invoice_number=bill.number,
                payment_uuid=payment.uuid,
                retail=bill.total,
                gateway=payment.clearing,
                gateway_fee=fee,
                wholesale=zero,
                tax=bill.tax,
                commission=commission,
                beneficiary=earned.beneficiary if earned else None,
            )
        )
        tell_bill(bill, entry, _lines(bill))
        return
    entry = ledger.post(
        f"sale:{bill.uuid}",
        kind=EntryKind.SALE,
        reference=str(bill.uuid),
        memo=bill.number,
        legs=[
            LegDraft(kept_for(bill.tenant), bill.total),
            LegDraft(AccountName(AccountKind.TAX_PAYABLE), -bill.tax),
            LegDraft(
                AccountName(AccountKind.AFFILIATE_PENDING, str(earned.beneficiary if earned else "")),
                -commission,
            ),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), -(bill.net - commission)),
        ],
    )
    tell_bill(bill, entry, _lines(bill))


def book_received(owed: Owed, tenant: Tenant, payment: PaymentCard, amount: Money, fee: Money) -> None:
    """Money came for a statement or into a balance: no sale of the operator's own, it bears the gateway's fee."""
    ledger.post(
        f"received:{owed.uuid}:{payment.uuid}",
        kind=EntryKind.RECEIVED,
        reference=str(owed.uuid),
        memo=owed.number,
        legs=[
            LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, payment.clearing), amount),
            LegDraft(AccountName(AccountKind.GATEWAY_FEES, payment.clearing), -fee),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), fee),
            LegDraft(kept_for(tenant), -amount),
        ],
    )


def kept_for(tenant: Tenant) -> AccountName:
    """What the operator has of a reseller's, in the operator's own ledger."""
    return AccountName(AccountKind.SETTLEMENT_CLEARING, str(tenant.uuid))


def _earn(bill: Bill) -> commissions.Commission | None:
    return commissions.earn(
        commissions.Purchase(
            invoice_uuid=bill.uuid,
            client_uuid=bill.tenant.uuid,
            net=bill.net,
            at=bill.paid_at,
            lines=_lines(bill),
        )
    )


def _lines(bill: Bill) -> tuple[commissions.PurchaseLine, ...]:
    known = _bought_before(bill)
    return tuple(_line(line, bill, line.sku in known) for line in bill.lines.all())


def _bought_before(bill: Bill) -> set[str]:
    """The skus that the reseller has paid for earlier."""
    paid = BillLine.objects.filter(bill__tenant_id=bill.tenant_id, bill__status=Bill.Status.PAID)
    return set(paid.exclude(bill=bill).values_list("sku", flat=True))


def _line(line: BillLine, bill: Bill, is_known: bool) -> commissions.PurchaseLine:
    """Its kind stands for the product, so that rules can tell extra services from plans."""
    occasion = "change" if line.amount_minor < 0 else "renewal" if is_known else "first"
    return commissions.PurchaseLine(line.sku, bill.kind, line.amount, occasion)
