"""Whom the client pays, where the operator's account takes the money: the reseller by its own name (white label)."""

from __future__ import annotations

import re
from typing import Any

from branding.queries import brand_of
from tenants.context import current_tenant

# Stripe writes at most 22 characters on a card's statement, ten of them the account's own and "* " between.
_SUFFIX = 10


def page_names(*, is_collected: bool) -> dict[str, Any]:
    """What a checkout session is told of the name on its page."""
    return {"branding_settings": {"display_name": brand_of(current_tenant()).name}} if is_collected else {}


def statement_names(*, is_collected: bool) -> dict[str, Any]:
    """What a payment intent is told of the name on the card's statement, which knows Latin letters alone."""
    name = re.sub(r"[^A-Za-z0-9 .-]", "", brand_of(current_tenant()).name if is_collected else "")
    suffix = name[:_SUFFIX].strip()
    return {"statement_descriptor_suffix": suffix} if re.search("[A-Za-z]", suffix) else {}
