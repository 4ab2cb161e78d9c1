"""Coupons: written by staff, taken by orders."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from ..errors import CouponUsedUp
from ..models import Coupon, CouponUse


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
