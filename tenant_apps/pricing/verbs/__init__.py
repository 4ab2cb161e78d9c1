"""What happens to tax rules, coupons and terms."""

from .coupons import put_coupon, return_coupon, switch_coupon, take_coupon
from .tax import change_prices, put_tax_rule, remove_tax_rule
from .terms import must_accept_terms, terms_in_force

__all__ = [
    "change_prices",
    "must_accept_terms",
    "put_coupon",
    "put_tax_rule",
    "remove_tax_rule",
    "return_coupon",
    "switch_coupon",
    "take_coupon",
    "terms_in_force",
]
