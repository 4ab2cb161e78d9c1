"""What happens to tax rules, coupons and terms."""

from .coupons import return_coupon, take_coupon
from .terms import must_accept_terms, terms_in_force

__all__ = ["must_accept_terms", "return_coupon", "take_coupon", "terms_in_force"]
