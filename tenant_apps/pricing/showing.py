"""Prices as a visitor or a client of this reseller sees them: with tax or without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import NO_TAX, TaxRate
from tenant_apps.clients.portal import portal_settings
from tenant_apps.clients.queries import client_of

from .taxes import shown_price, tax_rate_for


@dataclass(frozen=True, slots=True)
class Showing:
    """The reader's tax, and whether prices are shown with it."""

    rate: TaxRate
    with_tax: bool

    def of(self, amount: Money) -> Money:
        return shown_price(amount, self.rate, with_tax=self.with_tax)

    def of_all(self, amounts: Iterable[Money], currency: str) -> Money:
        """The sum of amounts that are taxed each by itself, as an order's lines are."""
        return sum((self.of(amount) for amount in amounts), Money.zero(currency))

    @property
    def note(self) -> str:
        """What stands beside prices; nothing where no tax is due."""
        if not self.rate.basis_points:
            return ""
        words = _("Prices include %(tax)s.") if self.with_tax else _("Prices are without %(tax)s.")
        return words % {"tax": self.rate.name}


def price_showing(request: HttpRequest) -> dict[str, Any]:
    """`prices` for templates, read when a page first asks; see `templatetags/prices.py`."""
    return {"prices": SimpleLazyObject(lambda: showing_of(request))}


def showing_of(request: HttpRequest) -> Showing:
    """How the reader of a request sees prices: its tax, and the reseller's choice."""
    person: Any = getattr(request, "user", None)
    tenant = getattr(request, "tenant", None)
    if tenant is None or tenant.is_operator:
        return Showing(NO_TAX, True)
    client = client_of(person) if person is not None and person.is_authenticated else None
    return Showing(tax_rate_for(client), portal_settings().shows_prices_with_tax)
