"""Sales and refunds of the reseller alpha, as its shop would post them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.proof import checks
from shared_apps.settlement.cards import BillDraft, BillLineDraft, Standing
from shared_apps.settlement.queries import standing_in
from shared_apps.settlement.verbs import TermsWish, set_terms
from tenants.models import Tenant

BY = Actor.system("tests")


def lira(major: int | str) -> Money:
    return Money.from_major(major, "TRY")


def sell(retail: int, wholesale: int, *, fee: int = 0, gateway: str = "stripe", at=None) -> UUID:
    invoice = uuid4()
    zero = lira(0)
    ledger.post_sale(
        ledger.Sale(
            invoice_uuid=invoice,
            invoice_number="INV-1",
            retail=lira(retail),
            gateway=gateway,
            gateway_fee=lira(fee),
            wholesale=lira(wholesale),
            commission=zero,
            at=at,
        )
    )
    return invoice


def refund(invoice: UUID, amount: int, *, gateway: str = "stripe") -> None:
    ledger.post_refund(
        ledger.Refund(
            refund_uuid=uuid4(),
            invoice_uuid=invoice,
            invoice_number="INV-1",
            amount=lira(amount),
            gateway=gateway,
        )
    )


def agree(tenant: Tenant, collector: str = "reseller", wholesale: str = "prepaid", **more) -> None:
    set_terms(tenant, TermsWish(collector, wholesale, neutral_name=True, **more), by=BY)


def stands(tenant: Tenant) -> tuple[int, int, int, int]:
    """Owed, stated, prepaid and collected, in kuruş."""
    standing: Standing = standing_in(tenant.pk, "TRY")
    return (
        standing.owed.minor,
        standing.stated.minor,
        standing.prepaid.minor,
        standing.collected.minor,
    )


def gaps() -> list[object]:
    """What the proof finds; the sales here are made without payments and without a shop's lines."""
    left_out = {"sales_match_payments", "refunds_match_payments", "figures_match_sales"}
    return [gap for one in checks() if one.name not in left_out for gap in one.search()]


def draft_of(tenant: Tenant, *lines: BillLineDraft, kind: str = "services", **more) -> BillDraft:
    """What alpha is to be billed for; each call another cause."""
    fields = {"cause_uuid": uuid4(), "due_at": now() + timedelta(days=14), **more}
    return BillDraft(tenant.pk, kind, "TRY", tuple(lines), **fields)
