"""What can be done with the catalogue."""

from ..errors import PricesOutOfOrder
from .put import put_add_on, put_group, put_plan, put_price, put_product
from .shelve import (
    EndingTaken,
    Item,
    StillInUse,
    bring_back,
    move,
    next_position,
    remove_group,
    retire,
)
from .tiers import bring_back_tier, make_default, put_tier, retire_tier
from .versions import (
    RAISE_NOTICE_DAYS,
    NothingChanged,
    NoticeTooShort,
    NotWeighed,
    announce,
    apply_version,
    draft_version,
    publish,
    put_lines,
    put_tier_prices,
    raises_wholesale,
    weigh,
    withdraw_version,
)

__all__ = [
    "RAISE_NOTICE_DAYS",
    "EndingTaken",
    "Item",
    "NotWeighed",
    "NothingChanged",
    "NoticeTooShort",
    "PricesOutOfOrder",
    "StillInUse",
    "announce",
    "apply_version",
    "bring_back",
    "bring_back_tier",
    "draft_version",
    "make_default",
    "move",
    "next_position",
    "publish",
    "put_add_on",
    "put_group",
    "put_lines",
    "put_plan",
    "put_price",
    "put_product",
    "put_tier",
    "put_tier_prices",
    "raises_wholesale",
    "remove_group",
    "retire",
    "retire_tier",
    "weigh",
    "withdraw_version",
]
