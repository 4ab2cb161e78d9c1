"""Place an order: prices from the server, an invoice for what is due today, once per wish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.clients.models import Client
from tenant_apps.clients.portal import require
from tenant_apps.clients.queries import proven_addresses, same_person
from tenant_apps.pricing.errors import CouponRefused
from tenant_apps.pricing.models import Coupon, TermsVersion
from tenant_apps.pricing.verbs import must_accept_terms, take_coupon, terms_in_force

from ..announcements import announce_order
from ..errors import ClientClosed, CouponNotAccepted, CurrencyDiffers, PriceNotYours, TermsNotAccepted
from ..models import NumberSequence, Order, OrderLine, TrialEnd
from ..quoting import LineWish, Quote, QuotedLine, quote
from .begin import begin_services
from .bill import bill_order


def place_order(
    client: Client,
    lines: Sequence[LineWish],
    *,
    key: UUID | None = None,
    coupon: str = "",
    accepts_terms: bool = False,
    by: Actor,
) -> Order:
    """The order of a wish; the same `key` again gives the same order.

    Prices, discount and tax are computed here and frozen on it. What is due today is invoiced; where nothing is
    (trials), the services begin. Raises `OrderRefused`, and `SwitchedOff` where clients may not order.
    """
    require("may_order", by=by)
    _refuse_price_of_clients(lines, by)
    wish_key = key or uuid4()
    try:
        with transaction.atomic():
            # One order of a person after the other: a product is not tried in two at once.
            list(same_person(client).select_for_update().order_by("pk"))
            known = _known(client, wish_key)
            if known is not None:
                return known
            terms = _terms(accepts_terms, by)
            return _place(client, quote(lines, client, coupon=coupon), wish_key, terms, by=by)
    except IntegrityError:
        there = _known(client, wish_key)
        if there is None:
            raise
        return there


def _known(client: Client, key: UUID) -> Order | None:
    return Order.objects.filter(client=client, wish_key=key).first()


def _refuse_price_of_clients(lines: Sequence[LineWish], by: Actor) -> None:
    if by.is_client and any(line.has_own_prices for line in lines):
        raise PriceNotYours(by.label)


def _terms(accepted: bool, by: Actor) -> TermsVersion | None:
    """What is agreed to: staff who order for a client agree to nothing in its name."""
    if by.is_client and not accepted and must_accept_terms():
        raise TermsNotAccepted(by.label)
    return terms_in_force() if accepted else None


def _place(client: Client, quoted: Quote, key: UUID, terms: TermsVersion | None, *, by: Actor) -> Order:
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
        subtotal_minor=quoted.subtotal.minor,
        discount_minor=quoted.discount.minor,
        tax_minor=quoted.tax.minor,
        total_minor=quoted.total.minor,
        coupon=quoted.coupon,
        terms_version=terms,
        terms_accepted_at=at if terms else None,
        placed_by=by.label,
        wish_key=key,
        placed_at=at,
    )
    if quoted.coupon:
        _take(quoted.coupon, order)
    tried_by = proven_addresses(client) if quoted.has_trial else []
    for line in quoted.lines:
        _write_line(order, line, tried_by)
    record(order, "place", by=by, to_status=order.status, total_minor=order.total_minor)
    invoice = bill_order(order, by=by)
    announce_order(order, invoice)
    if invoice is None:
        begin_services(order, by=by)
    return order


def _take(coupon: Coupon, order: Order) -> None:
    try:
        take_coupon(
            coupon,
            client=order.client,
            order_uuid=order.uuid,
            order_number=order.number,
            saved=order.discount,
        )
    except CouponRefused as refused:
        raise CouponNotAccepted(refused.words) from refused


def _write_line(order: Order, line: QuotedLine, tried_by: list[str], parent: OrderLine | None = None) -> None:
    written = OrderLine.objects.create(
        order=order,
        parent=parent,
        kind=line.offer.kind,
        sku=line.offer.sku,
        name=line.name[:200],
        icon=line.offer.icon,
        quantity=line.quantity,
        unit_minor=line.unit.minor,
        wholesale_unit_minor=line.item.wholesale.minor,
        total_minor=line.own_total.minor,
        currency=line.unit.currency,
        label=line.label,
        **_discount_and_tax(line, order),
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


def _discount_and_tax(line: QuotedLine, order: Order) -> dict[str, Any]:
    """The columns of a line that are frozen with its price."""
    return {
        "discount_minor": line.discount_minor,
        "net_minor": line.net.minor,
        "tax_minor": line.tax.minor,
        "gross_minor": line.gross.minor,
        "tax_name": line.rate.name,
        "tax_bp": line.rate.basis_points,
        "tax_inclusive": line.rate.is_inclusive,
        "coupon_code": order.coupon.code if order.coupon and line.discount_periods != 0 else "",
        "recurring_discount_bp": line.recurring_bp,
        "recurring_discount_minor": line.recurring_minor,
        "discount_periods": line.discount_periods,
    }
