"""The tax that a shop charges, and a coupon that makes its orders cheaper."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from tenant_apps.pricing.models import Coupon, TaxRule
from tenant_apps.pricing.verbs.coupons import put_coupon
from tenant_apps.pricing.verbs.tax import put_tax_rule

from .people import Shop

# Each shop's own tax: its name, and basis points.
TAXES = {
    "abrnama": ("مالیات بر ارزش افزوده", 1000),
    "bulutsan": ("KDV", 2000),
    "mekhthai": ("ภาษีมูลค่าเพิ่ม", 700),
}
COUPON = "WELCOME20"


def load(shop: Shop, by: Actor) -> None:
    """The shop's tax and its coupon; nothing where they are written."""
    name, basis_points = TAXES[shop.slug]
    if not TaxRule.objects.exists():
        put_tax_rule({"name": name, "country": shop.country, "basis_points": basis_points}, by=by)
    if not Coupon.objects.filter(code=COUPON).exists():
        put_coupon(_coupon(shop), by=by)


def _coupon(shop: Shop) -> dict[str, object]:
    return {
        "code": COUPON,
        "kind": Coupon.Kind.PERCENT,
        "basis_points": 2000,
        "currency": shop.currency,
        "duration": Coupon.Duration.SOME,
        "periods": 3,
        "most_uses": 50,
        "most_uses_per_client": 1,
    }
