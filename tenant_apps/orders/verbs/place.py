"""Place an order: prices from the server, an invoice for what is due today, once per wish."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import proven_addresses, same_person

from ..announcements import announce_order
from ..errors import ClientClosed, CurrencyDiffers
from ..models import NumberSequence, Order, OrderLine, TrialEnd
from ..quoting import LineWish, Quote, QuotedLine, quote
from .begin import begin_services
from .bill import bill_order


def place_order(client: Client, lines: Sequence[LineWish], *, key: UUID | None = None, by: Actor) -> Order:
    """The order of a wish; the same `key` again gives the same order.

    What is due today is invoiced; where nothing is (trials), the services begin. Raises `OrderRefused`.
    """
    wish_key = key or uuid4()
    try:
        with transaction.atomic():
            # One order of a person after the other: a product is not tried in two at once.
            list(same_person(client).select_for_update().order_by("pk"))
            return _known(client, wish_key) or _place(client, quote(lines, client), wish_key, by=by)
    except IntegrityError:
        there = _known(client, wish_key)
        if there is None:
            raise
        return there


def _known(client: Client, key: UUID) -> Order | None:
    return Order.objects.filter(client=client, wish_key=key).first()


def _place(client: Client, quoted: Quote, key: UUID, *, by: Actor) -> Order:
    if client.status != Client.Status.ACTIVE:
        raise ClientClosed(str(client.uuid))
    if client.currency != quoted.currency:
        raise CurrencyDiffers(f"{client.currency} and {quoted.currency}")
    at = now()
    order = Order.objects.create(
        number=f"O-{at.year}-{NumberSequence.take('order', at.year):05}",
        client=client,
        status=Order.Status.PLACED,
        currency=quoted.currency,
        subtotal_minor=quoted.total.minor,
        total_minor=quoted.total.minor,
        placed_by=by.label,
        wish_key=key,
        placed_at=at,
    )
    tried_by = proven_addresses(client) if quoted.has_trial else []
    for line in quoted.lines:
        _write_line(order, line, tried_by)
    record(order, "place", by=by, to_status=order.status, total_minor=order.total_minor)
    invoice = bill_order(order, by=by)
    announce_order(order, invoice)
    if invoice is None:
        begin_services(order, by=by)
    return order


def _write_line(order: Order, line: QuotedLine, tried_by: list[str], parent: OrderLine | None = None) -> None:
    written = OrderLine.objects.create(
        order=order,
        parent=parent,
        kind=line.offer.kind,
        sku=line.offer.sku,
        name=line.name[:200],
        icon=line.offer.icon,
        quantity=line.quantity,
        unit_minor=line.offer.retail.minor,
        wholesale_unit_minor=line.item.wholesale.minor,
        total_minor=line.own_total.minor,
        net_minor=line.own_total.minor,
        gross_minor=line.own_total.minor,
        currency=line.offer.retail.currency,
        period=line.offer.period,
        per_seat=line.offer.per_seat,
        starts_on_trial=line.on_trial,
        tried_by=tried_by if line.on_trial else [],
        trial_days=getattr(line.item, "trial_days", 0),
        trial_step_days=getattr(line.item, "trial_step_days", 0),
        trial_max_days=getattr(line.item, "trial_max_days", 0),
        trial_end=getattr(line.item, "trial_end", TrialEnd.SUSPEND),
        provisioner=getattr(line.item, "provisioner", ""),
    )
    for add_on in line.add_ons:
        _write_line(order, add_on, tried_by, written)
