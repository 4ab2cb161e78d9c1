"""What comes from another reseller is written here: the client, its people by invitation, its services as they ran."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.clients.contacts import invite_contact
from tenant_apps.clients.models import Address, Client
from tenant_apps.clients.verbs import MobileTaken, add_client
from tenant_apps.clients.verbs.notes import add_note

from ..models import NumberSequence, Order, OrderLine, PaidPeriod, Service, ServiceItem, ServiceOperation
from ..trial_rows import tell_begun
from ..verbs.activate import schedule_renewal, schedule_trial_end
from .pricing import wholesale_of

Pack = dict[str, Any]


@transaction.atomic
def take_over(move_uuid: UUID, pack: Pack, terms: list[Pack], *, by: Actor) -> Client:
    """Write the client and its services, at the prices that it has agreed to; the same move again finds them.

    Its people are invited: passwords do not move. Nothing is billed before the time that is paid is over.
    """
    known = Order.objects.filter(wish_key=move_uuid).select_related("client").first()
    if known:
        return known.client
    client = _client(pack["client"], by=by)
    Address.objects.bulk_create(Address(client=client, **fields) for fields in pack["addresses"])
    order = _order(client, move_uuid, by=by)
    agreed = {one["service"]: one for one in terms}
    for packed in pack["services"]:
        _service(order, packed, agreed.get(packed["service"], {}), by=by)
    _total(order)
    for contact in pack["contacts"] or [{"person__email": client.email, "role": "owner"}]:
        invite_contact(client, email=contact["person__email"], role=contact["role"], by=by)
    add_note(client, text=_history(pack["history"]), is_pinned=False, by=by)
    record(client, "take over", by=by, services=len(pack["services"]))
    return client


def _client(fields: Pack, *, by: Actor) -> Client:
    try:
        client = add_client(fields, by=by)
    except MobileTaken:
        client = add_client({**fields, "mobile": ""}, by=by)
    Client.objects.filter(pk=client.pk).update(domain=fields["domain"])
    return client


def _order(client: Client, move_uuid: UUID, *, by: Actor) -> Order:
    at = now()
    return Order.objects.create(
        number=f"O-{at.year}-{NumberSequence.take('order', at.year):05}",
        client=client,
        status=Order.Status.PAID,
        currency=client.currency,
        total_minor=0,
        placed_by=by.label,
        wish_key=move_uuid,
        placed_at=at,
        paid_at=at,
    )


def _service(order: Order, packed: Pack, agreed: Pack, *, by: Actor) -> Service:
    prices = {item["sku"]: item["unit_minor"] for item in agreed.get("items", ())}
    items = [_with_price(item, prices, order.currency) for item in packed["items"]]
    line = _line(order, packed, items[0])
    plain = {name: value for name, value in packed["plain"].items() if name != "status"}
    service = Service.objects.create(
        uuid=packed["service"],
        client=order.client,
        order_line=line,
        status=packed["plain"]["status"],
        **plain,
        **{name: _at(text) for name, text in packed["dates"].items() if name != "created_at"},
    )
    made = [
        ServiceItem.objects.create(service=service, order_line=line if item is items[0] else None, **item)
        for item in items
    ]
    # What was packed before paid time went along has none.
    _paid_time(service, made, packed.get("paid", []))
    _operations(service, packed["operations"])
    record(service, "take over", by=by, to_status=service.status)
    _go_on(service)
    return service


def _paid_time(service: Service, items: list[ServiceItem], rows: list[Pack]) -> None:
    """It counts towards a change here as it did there; nothing of it was paid here."""
    PaidPeriod.objects.bulk_create(
        PaidPeriod(
            service=service,
            item=items[row["item"]],
            is_moved=True,
            **{
                **{name: value for name, value in row.items() if name != "item"},
                "starts_at": datetime.fromisoformat(row["starts_at"]),
                "ends_at": datetime.fromisoformat(row["ends_at"]),
            },
        )
        for row in rows
    )


def _with_price(item: Pack, prices: dict[str, int], currency: str) -> Pack:
    """What was not agreed on, because it came after, is priced as this shop does, at its wholesale at least."""
    wholesale = wholesale_of(item["sku"], currency, otherwise=item["wholesale_unit_minor"])
    return {
        **item,
        "currency": currency,
        "starts_at": _at(item["starts_at"]) or now(),
        "ends_at": _at(item["ends_at"]),
        "unit_minor": prices.get(item["sku"], wholesale),
        "wholesale_unit_minor": wholesale,
    }


def _line(order: Order, packed: Pack, item: Pack) -> OrderLine:
    """The order is of the service as it comes, and nothing is due for it: it was paid for elsewhere."""
    full = item["unit_minor"] * item["quantity"]
    plain = packed["plain"]
    return OrderLine.objects.create(
        order=order,
        kind=OrderLine.Kind.PLAN,
        sku=plain["sku"],
        name=plain["name"],
        quantity=item["quantity"],
        unit_minor=item["unit_minor"],
        wholesale_unit_minor=item["wholesale_unit_minor"],
        total_minor=full,
        discount_minor=full,
        currency=order.currency,
        period=plain["period"],
        per_seat=item["per_seat"],
        label=plain["label"],
        provisioner=plain["provisioner"],
        tried_by=packed["tried_by"],
        trial_days=plain["trial_total_days"],
        trial_step_days=plain["trial_step_days"],
        trial_max_days=plain["trial_max_days"],
        trial_end=plain["trial_end"],
    )


def _operations(service: Service, told: list[Pack]) -> None:
    """What the provisioner was told before: later keys go on from these, and it knows the service."""
    done = ServiceOperation.Status.DONE
    ServiceOperation.objects.bulk_create(
        ServiceOperation(
            service=service,
            operation=one["operation"],
            key=one["key"],
            status=done,
            created_at=_at(one["created_at"]) or now(),
            finished_at=now(),
        )
        for one in told
    )


def _go_on(service: Service) -> None:
    """The clocks that ran with the former reseller run here."""
    if service.status == Service.Status.TRIAL:
        tell_begun(service)
        schedule_trial_end(service)
    else:
        schedule_renewal(service)


def _total(order: Order) -> None:
    full = sum(line.total_minor for line in order.lines.all())
    Order.objects.filter(pk=order.pk).update(subtotal_minor=full, discount_minor=full)


def _history(periods: list[Pack]) -> str:
    told = [
        f"- {one['name']}: {one['starts_at'][:10]} – {(one['ends_at'] or '')[:10]}".rstrip(" –")
        for one in periods
    ]
    return "\n".join([_("Services with the former provider:"), *told])


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
