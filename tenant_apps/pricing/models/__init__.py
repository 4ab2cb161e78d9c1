"""Tax rules, coupons and the terms that clients accept."""

from .coupon import Coupon, CouponUse
from .tax import PriceSettings, TaxRule
from .terms import TermsVersion

__all__ = ["Coupon", "CouponUse", "PriceSettings", "TaxRule", "TermsVersion"]
