"""The library's client for one account, and what its faults mean."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import stripe as library
from django.conf import settings

from ..models import GatewayAccount
from .protocol import Declined, Unknown

# The library names whole addresses at INFO; query strings are not logged.
logging.getLogger("stripe").setLevel(logging.WARNING)

# Nothing happened, or it cannot be known: a refusal of these kinds is no decline.
_UNSURE = (library.APIConnectionError, library.APIError, library.RateLimitError)


def client_of(account: GatewayAccount) -> library.StripeClient:
    return client_with(account.secrets["secret_key"])


def client_with(secret_key: str) -> library.StripeClient:
    base = settings.STRIPE_API_BASE
    return library.StripeClient(
        secret_key,
        base_addresses={"api": base} if base else {},
        http_client=_connections(getattr(settings, "STRIPE_TIMEOUT", 10)),
        max_network_retries=0,
    )


@cache
def _connections(seconds: float) -> library.RequestsClient:
    """Kept-alive connections, one set for each thread."""
    return library.RequestsClient(timeout=seconds)


def locale_of(language: str) -> Any:
    """The page's language. Stripe itself has no Persian; the loopback one has."""
    return language if settings.STRIPE_API_BASE or language in {"en", "tr", "th"} else "auto"


def refusal_of(fault: library.StripeError) -> Declined | Unknown:
    """The same key still at work elsewhere is no refusal either."""
    is_unsure = isinstance(fault, _UNSURE) or fault.code == "idempotency_key_in_use"
    return Unknown(said(fault)) if is_unsure else Declined(said(fault))


def said(fault: library.StripeError) -> str:
    return (fault.user_message or str(fault) or type(fault).__name__)[:500]
