"""Whether a coupon may be used, and what it takes off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from branding import formats
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money, total
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import same_person

from . import errors
from .models import Coupon, CouponUse

LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A plan or add-on of an order at its price, before discount and tax."""

    sku: str
    amount: Money


def normal_code(typed: str) -> str:
    """A code as it is kept: upper case, Latin digits, without spaces."""
    return "".join(formats.ascii_digits(typed.replace("\x00", "")).split()).upper()


def coupon_for(code: str, client: Client | None, lines: Sequence[PricedLine]) -> Coupon:
    """The coupon of a code, for what a client or a visitor is about to order. Raises `CouponRefused`.

    Whether it is the last one is decided when it is taken (`verbs.take_coupon`).
    """
    key = normal_code(code)
    coupon = Coupon.objects.filter(code=key).first() if len(key) <= LONGEST_CODE else None
    if coupon is None or not coupon.is_active:
        raise errors.CouponUnknown(key)
    _refuse_by_time_and_count(coupon)
    if client:
        _refuse_for(coupon, client)
    _refuse_for_lines(coupon, lines)
    return coupon


def discounts(coupon: Coupon, lines: Sequence[PricedLine]) -> list[Money]:
    """What the coupon takes off each line of an order in one period: never more than the line costs.

    A percentage is rounded line by line, as renewals will be; an amount is divided so that the parts add up.
    """
    if coupon.kind == Coupon.Kind.PERCENT:
        return [line.amount.share(_points(coupon, line)) for line in lines]
    weights = [line.amount.minor if suits(coupon, line.sku) else 0 for line in lines]
    if not sum(weights):
        return [Money.zero(line.amount.currency) for line in lines]
    return Money(min(coupon.amount_minor, sum(weights)), coupon.currency).split(weights)


def suits(coupon: Coupon, sku: str) -> bool:
    """Whether a coupon is for a plan or add-on."""
    return not coupon.skus or sku in coupon.skus


def _points(coupon: Coupon, line: PricedLine) -> int:
    return coupon.basis_points if suits(coupon, line.sku) else 0


def _refuse_by_time_and_count(coupon: Coupon) -> None:
    at = now()
    if (coupon.starts_at and coupon.starts_at > at) or (coupon.ends_at and coupon.ends_at <= at):
        raise errors.CouponNotInTime(coupon.code)
    if coupon.most_uses is not None and coupon.used_count >= coupon.most_uses:
        raise errors.CouponUsedUp(coupon.code)


def _refuse_for(coupon: Coupon, client: Client) -> None:
    """A person's other clients count as well: a limit is not passed by signing up anew."""
    theirs = same_person(client)
    # Orders stand above this app: the reverse relation is the way there that needs no import.
    if coupon.is_for_new_clients and theirs.filter(orders__status__in=["placed", "paid"]).exists():
        raise errors.CouponForNewClients(coupon.code)
    if coupon.most_uses_per_client is not None:
        used = CouponUse.objects.filter(coupon=coupon, client__in=theirs, returned_at=None).count()
        if used >= coupon.most_uses_per_client:
            raise errors.CouponUsedUp(coupon.code)


def _refuse_for_lines(coupon: Coupon, lines: Sequence[PricedLine]) -> None:
    currencies = {line.amount.currency for line in lines}
    names_money = coupon.kind == Coupon.Kind.AMOUNT or coupon.minimum_minor
    if names_money and currencies - {coupon.currency}:
        raise errors.CouponDoesNotFit(coupon.code)
    if not any(suits(coupon, line.sku) for line in lines):
        raise errors.CouponDoesNotFit(coupon.code)
    if coupon.minimum_minor and total([line.amount for line in lines], coupon.currency) < coupon.minimum:
        raise errors.OrderTooSmall(formats.money(coupon.minimum, trim=True))
