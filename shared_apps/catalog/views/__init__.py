"""The console's pages of the catalogue."""

from .items import console_catalog_item, console_catalog_move, console_catalog_new, console_catalog_retirement
from .listing import console_catalog
from .prices import console_price_new, console_prices, console_prices_export
from .sellers import console_seller
from .tiers import console_tier_default, console_tiers
from .versions import (
    console_price_adjustment,
    console_price_announcement,
    console_price_draft,
    console_price_outlook,
    console_price_outlook_export,
    console_price_outlook_of,
    console_price_version,
    console_price_weighing,
    console_price_withdrawal,
)

__all__ = [
    "console_catalog",
    "console_catalog_item",
    "console_catalog_move",
    "console_catalog_new",
    "console_catalog_retirement",
    "console_price_adjustment",
    "console_price_announcement",
    "console_price_draft",
    "console_price_new",
    "console_price_outlook",
    "console_price_outlook_export",
    "console_price_outlook_of",
    "console_price_version",
    "console_price_weighing",
    "console_price_withdrawal",
    "console_prices",
    "console_prices_export",
    "console_seller",
    "console_tier_default",
    "console_tiers",
]
