"""Order for a client, as if buying for oneself (REQUIREMENTS S3.24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from shared_apps.kernel.actor import Actor
from tenant_apps.clients.models import Client

from ..models import Invoice, Order
from ..quoting import LineWish
from .pay import parts_of, record_payment
from .place import place_order


@dataclass(frozen=True, slots=True)
class Taken:
    """Money that staff have taken already: how, with which receipt, and when (None: now)."""

    method: str
    reference: str = ""
    at: datetime | None = None


def order_for(
    client: Client,
    lines: Sequence[LineWish],
    *,
    key: UUID | None = None,
    coupon: str = "",
    taken: Taken | None = None,
    by: Actor,
) -> Order:
    """The order of a wish; with `taken` its invoice is paid at once. Mails go to the client and to staff (S3.25).

    Not inside a transaction. Raises `OrderRefused`; what recording money raises (`record_payment`) is raised
    once the order is placed, and its invoice then stays open.
    """
    order = place_order(client, lines, key=key, coupon=coupon, by=by)
    invoice = order.invoices.filter(status=Invoice.Status.OPEN).first()
    if taken and invoice:
        record_payment(
            client,
            parts_of([invoice]),
            method=taken.method,
            reference=taken.reference,
            at=taken.at,
            key=uuid5(order.uuid, "taken"),
            by=by,
        )
    return order
