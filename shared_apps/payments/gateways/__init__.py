"""The gateways, by name. A new one is a file here and a line below.

Each is imported when it is first asked for: the library of one takes half as long as the whole rest of the
start.
"""

from __future__ import annotations

from functools import cache

from django.utils.module_loading import import_string

from .protocol import Gateway

_GATEWAYS = {"stripe": "stripe.Stripe", "bank": "bank.Bank", "credit": "credit.Credit", "hand": "hand.Hand"}


@cache
def gateway_named(name: str) -> Gateway:
    """The gateway of a name; `KeyError` where there is none."""
    found: Gateway = import_string(f"{__name__}.{_GATEWAYS[name]}")()
    return found
