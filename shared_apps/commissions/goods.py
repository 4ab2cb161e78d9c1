"""What rules can name: a reseller's products and plans; at the operator's, what its resellers are billed for."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from shared_apps.catalog import door as catalog
from tenants.context import current_tenant

Source = Callable[[], list[tuple[str, str]]]
_sources: list[Source] = []


def sold_by_operator(source: Source) -> Source:
    """Register what the operator bills its resellers for: sku and name of each."""
    _sources.append(source)
    return source


def products() -> list[tuple[str, str]]:
    """Sku and name of every product that a rule can name; at the operator's the kinds of its bills."""
    if current_tenant().is_operator:
        return [("plan", _("Packages")), ("services", _("Extra services"))]
    return catalog.products_for_choice()


def plans(currency: str) -> list[tuple[str, str]]:
    """Sku and name of every plan and add-on that a rule can name."""
    if current_tenant().is_operator:
        return [pair for source in _sources for pair in source()]
    named = [(card.sku, card.full_name) for card in catalog.plans(currency)]
    return named + [(card.sku, card.full_name) for card in catalog.add_ons(currency)]


def names_of(currency: str) -> dict[str, str]:
    """Sku → name of whatever a rule can name."""
    return dict([*products(), *plans(currency)])
