"""In which currency somebody sees the shop: a client in their own, a visitor in the one that they chose."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import client_of

from .queries import current_currencies

_NAME = "currency"


def currency_of(request: HttpRequest) -> str:
    """The currency of the prices on this page."""
    client = _client(request)
    sold = current_currencies()
    chosen = request.session.get(_NAME, "")
    if client and not (chosen in sold and may_choose(client)):
        return client.currency
    return chosen if chosen in sold else sold[0]


def currencies_for(request: HttpRequest) -> list[str]:
    """Those that somebody can choose from; none where there is no choice."""
    client, sold = _client(request), current_currencies()
    return sold if len(sold) > 1 and (client is None or may_choose(client)) else []


def choose_currency(request: HttpRequest, currency: str) -> None:
    """Keep a visitor's choice for the session; one that is not sold in is left aside."""
    if currency in current_currencies():
        request.session[_NAME] = currency


def may_choose(client: Client) -> bool:
    """Whether a client's currency is still open: it is fixed by the first order or invoice."""
    # Orders stand above this app: the reverse relations are the way there that needs no import.
    held: Any = client
    return not (held.orders.exists() or held.invoices.exists())


def _client(request: HttpRequest) -> Client | None:
    return client_of(request.user) if request.user.is_authenticated else None
