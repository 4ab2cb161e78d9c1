"""What the operator sells: groups, products, plans, add-ons and their prices. All of it lies in `public`."""

from .item import MOST, AddOn, Group, Period, Plan, Product, Provisioner, TrialEnd
from .price import Price

__all__ = ["MOST", "AddOn", "Group", "Period", "Plan", "Price", "Product", "Provisioner", "TrialEnd"]
