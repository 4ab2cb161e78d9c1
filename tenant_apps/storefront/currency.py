"""In which currency somebody sees the shop: a client in their own, a visitor in the one that they chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import client_of

from .queries import current_currencies

_NAME = "currency"


@dataclass(frozen=True, slots=True)
class Choice:
    """The currency of the prices on a page, and those to choose from: none where there is no choice."""

    currency: str
    others: tuple[str, ...]


def choice_of(request: HttpRequest) -> Choice:
    """What somebody sees and may choose. One query for a visitor."""
    client, sold = _client(request), current_currencies()
    is_free = len(sold) > 1 and (client is None or may_choose(client))
    chosen = request.session.get(_NAME, "")
    own = client.currency if client else sold[0]
    return Choice(chosen if is_free and chosen in sold else own, tuple(sold) if is_free else ())


def currency_of(request: HttpRequest) -> str:
    """The currency of the prices on this page."""
    return choice_of(request).currency


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
