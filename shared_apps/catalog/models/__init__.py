"""What the operator sells, at which prices, and to whom. All of it lies in `public`."""

from .item import MOST, AddOn, Group, Period, Plan, Product, Provisioner, TrialEnd
from .price import Price
from .tier import SellerTerms, Tier, TierPrice
from .version import Outlook, PriceLine, PriceVersion, Reach, VersionStatus

__all__ = [
    "MOST",
    "AddOn",
    "Group",
    "Outlook",
    "Period",
    "Plan",
    "Price",
    "PriceLine",
    "PriceVersion",
    "Product",
    "Provisioner",
    "Reach",
    "SellerTerms",
    "Tier",
    "TierPrice",
    "TrialEnd",
    "VersionStatus",
]
