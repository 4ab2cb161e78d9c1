"""What the former reseller has of the margin on a client that came from it."""

from __future__ import annotations

from django.db.models import Sum

from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, EntryKind
from shared_apps.moves import door as moves

from ..models import Invoice

_MOST_ENTRIES = 1_000


def share_margin(invoice: Invoice) -> None:
    """Bring the share to what the margin on the services that came is by now: after each sale and each refund."""
    move_uuid = moves.shared_by(invoice.client.uuid, invoice.uuid)
    if move_uuid is None:
        return
    came = invoice.lines.filter(service__order_line__order__wish_key=move_uuid)
    part = came.aggregate(sum=Sum("net_minor"))["sum"] or 0
    whole = invoice.net.minor
    if part > 0 and whole > 0:
        margin = _margin(invoice).fraction(min(part, whole), whole)
        moves.book_share(move_uuid, invoice.uuid, invoice.label, margin)


def _margin(invoice: Invoice) -> Money:
    """What the sales of an invoice, less its refunds, have left to this reseller."""
    told = {EntryKind.SALE, EntryKind.REFUND}
    entries = ledger.entries(str(invoice.uuid), limit=_MOST_ENTRIES)
    legs = [leg for one in entries if one.kind in told for leg in one.legs]
    minor = sum(leg.amount.minor for leg in legs if leg.account_kind == AccountKind.RESELLER_MARGIN)
    return Money(-minor, invoice.currency)
