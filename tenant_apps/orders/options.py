"""What goes with a plan in an order: the catalogue's rules, asked again on the server (RELIABILITY 24)."""

from __future__ import annotations

from collections.abc import Sequence

from tenant_apps.storefront.options import always_of, groups_of
from tenant_apps.storefront.queries import OfferCard

from .errors import AddOnDoesNotFit, NameNeeded, OptionMissing, QuantityOutOfRange
from .names import BadSearch, fitting_name

Chosen = tuple[OfferCard, int]


def whole_chosen(plan: OfferCard, seats: int, chosen: Sequence[Chosen]) -> list[Chosen]:
    """The chosen add-ons with those that always go with the plan, each in a quantity that is sold.

    Raises `OptionMissing` where an option has to be chosen, `AddOnDoesNotFit` where two of one option are,
    `QuantityOutOfRange`.
    """
    there = {one.uuid for one, _many in chosen}
    added = [
        (one, seats if one.per_seat else one.min_quantity) for one in always_of(plan) if one.uuid not in there
    ]
    for one, many in chosen:
        if not one.per_seat:
            in_range(one, many)
    for group in groups_of(plan):
        picked = [one for one in group.choices if one.uuid in there]
        if len(picked) > 1:
            raise AddOnDoesNotFit(group.slug)
        if group.is_required and not picked:
            raise OptionMissing(group.name)
    return [*chosen, *added]


def in_range(offer: OfferCard, quantity: int) -> int:
    """A quantity that the catalogue sells of an offer; raises `QuantityOutOfRange`."""
    if not offer.min_quantity <= quantity <= offer.max_quantity:
        raise QuantityOutOfRange(offer.max_quantity, least=offer.min_quantity)
    return quantity


def fitting_label(offer: OfferCard, label: str) -> str:
    """The line's own name; of a domain name the name itself in A-labels, or `NameNeeded`."""
    if not offer.tld:
        return label.strip()
    try:
        return fitting_name(label, offer.tld)
    except BadSearch as wrong:
        raise NameNeeded(str(wrong)) from wrong
