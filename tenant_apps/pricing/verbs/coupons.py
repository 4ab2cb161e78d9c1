"""Coupons: written by staff, taken by orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from ..coupons import normal_code
from ..errors import CouponCodeTaken, CouponUsedUp
from ..models import Coupon, CouponUse

FIELDS = (
    "code", "note", "kind", "basis_points", "amount_minor", "currency", "duration", "periods", "skus",
    "minimum_minor", "most_uses", "most_uses_per_client", "is_for_new_clients", "starts_at", "ends_at",
)  # fmt: skip


def put_coupon(values: Mapping[str, Any], *, coupon: Coupon | None = None, by: Actor) -> Coupon:
    """Write a coupon; only `FIELDS` are read. Orders that took it keep what it gave. Raises `CouponCodeTaken`."""
    with transaction.atomic():
        # Locked: a limit is not lowered below what is being taken at this moment.
        written = Coupon.objects.select_for_update().get(pk=coupon.pk) if coupon else Coupon()
        for name in FIELDS:
            if name in values:
                setattr(written, name, values[name])
        written.code = normal_code(written.code)
        _save(written)
        record(written, "edit" if coupon else "add", by=by, code=written.code)
    return written


def switch_coupon(coupon: Coupon, *, is_active: bool, by: Actor) -> None:
    """Take a coupon out of use, or back into it."""
    with transaction.atomic():
        if Coupon.objects.filter(pk=coupon.pk).exclude(is_active=is_active).update(is_active=is_active):
            record(coupon, "switch on" if is_active else "switch off", by=by)
    coupon.is_active = is_active


def _save(coupon: Coupon) -> None:
    try:
        with transaction.atomic():
            coupon.save()
    except IntegrityError as clash:
        if "coupon_code" in str(clash):
            raise CouponCodeTaken(coupon.code) from clash
        if "coupon_uses_within_limit" in str(clash):
            raise CouponUsedUp(coupon.code) from clash
        raise


def take_coupon(
    coupon: Coupon, *, client: Client, order_uuid: UUID, order_number: str, saved: Money
) -> CouponUse:
    """Count an order that a coupon made cheaper, in the caller's transaction.

    The condition is in the UPDATE itself: of two who take the last one at once, one gets it and the other
    `CouponUsedUp` (RELIABILITY 24). The limit for each client holds under the caller's lock of the client.
    """
    if not Coupon.objects.usable().filter(pk=coupon.pk).update(used_count=F("used_count") + 1):
        raise CouponUsedUp(coupon.code)
    return CouponUse.objects.create(
        coupon=coupon,
        client=client,
        order_uuid=order_uuid,
        order_number=order_number,
        saved_minor=saved.minor,
        currency=saved.currency,
    )


def return_coupon(order_uuid: UUID) -> bool:
    """Give the use of a cancelled order back, once; whether there was one. In the caller's transaction."""
    use = CouponUse.objects.filter(order_uuid=order_uuid, returned_at=None)
    found = use.select_for_update().first()
    if found is None:
        return False
    use.update(returned_at=now())
    Coupon.objects.filter(pk=found.coupon_id).update(used_count=F("used_count") - 1)
    return True
