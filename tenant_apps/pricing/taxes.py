"""Which tax a client pays: by its status, its tax number, and where it is."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate, tax_on
from tenant_apps.clients.models import Client
from tenant_apps.clients.portal import portal_settings
from tenants.context import current_tenant

from .models import PriceSettings, TaxRule

CLIENT_EXEMPT, CLIENT_REVERSE = Client.TaxStatus.EXEMPT, Client.TaxStatus.REVERSE_CHARGE


def tax_rate_for(client: Client | None, *, country: str = "", region: str = "") -> TaxRate:
    """The tax on what a client orders, or a visitor from a country. At most two queries.

    Where a client is from nobody knows where, the reseller's own country counts. A client without tax to pay
    (exempt, or reverse charge) pays the price as it is written, also where that has tax in it for others.
    """
    status = client.tax_status if client else Client.TaxStatus.STANDARD
    if status != Client.TaxStatus.STANDARD:
        return untaxed(status, price_settings().prices_include_tax)
    place = (client.country, client.region) if client and not country else (country, region)
    return rate_at(*place, has_tax_id=bool(client and client.tax_id.strip()))


def rate_at(country: str, region: str = "", *, has_tax_id: bool = False) -> TaxRate:
    """The tax of a place, for somebody with a tax number or without."""
    rule = rule_for(country or current_tenant().country, region)
    return _rate(rule, has_tax_id, price_settings().prices_include_tax)


def price_settings() -> PriceSettings:
    """How prices are meant; unsaved defaults where nothing was set."""
    return PriceSettings.objects.filter(pk=1).first() or PriceSettings(pk=1)


def rule_for(country: str, region: str = "") -> TaxRule | None:
    """The rule of a region, else of its country, else the one for everywhere."""
    rules = TaxRule.objects.filter(country__in=["", country])
    here = region.strip().casefold()
    fitting = [rule for rule in rules if rule.region.strip().casefold() in {"", here}]
    return max(fitting, key=lambda rule: (bool(rule.country), bool(rule.region)), default=None)


def untaxed(status: str, is_inclusive: bool) -> TaxRate:
    """No tax, named for why: documents must say so. In the reseller's language, since it is kept."""
    with translation.override(current_tenant().default_language):
        name = _("Reverse charge") if status == CLIENT_REVERSE else _("Tax exempt")
    return TaxRate(name, 0, is_inclusive)


def shown_price(amount: Money, rate: TaxRate, *, with_tax: bool | None = None) -> Money:
    """A price as this reseller's clients see it: with tax or without (the portal's setting, one query)."""
    shows = portal_settings().shows_prices_with_tax if with_tax is None else with_tax
    taxed = tax_on(amount, rate)
    return taxed.gross if shows else taxed.net


def _rate(rule: TaxRule | None, has_tax_id: bool, is_inclusive: bool) -> TaxRate:
    if rule is None:
        return TaxRate("", 0, is_inclusive)
    if has_tax_id and rule.with_tax_id != TaxRule.WithTaxId.CHARGE:
        return untaxed(rule.with_tax_id, is_inclusive)
    return TaxRate(rule.name, rule.basis_points, is_inclusive)
