"""What a change of the operator's prices means to this shop: its offers, and last month's margin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money, total
from shared_apps.reports import door as reports
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import Role
from tenants.context import current_tenant

from .models import Offer

Months = dict[tuple[str, str], reports.SkuMonth]


def weigh(uuid: UUID | str) -> list[catalog.Weighed]:
    """By currency: last month's margin as it was, and as if all had been bought at the new wholesale prices.

    Items that this shop neither offers nor sold are left out. A constant number of queries.
    """
    offers = {(offer.sku, offer.currency): offer for offer in Offer.objects.filter(is_listed=True)}
    months = {(one.sku, one.currency): one for one in reports.last_month_by_sku(current_tenant().id)}
    items = [one for one in catalog.changed_items(uuid) if (one.sku, one.currency) in {*offers, *months}]
    items.sort(key=lambda item: item.currency)
    return [
        _weighed(code, [_row(item, offers, months) for item in group])
        for code, group in groupby(items, key=lambda item: item.currency)
    ]


def tell_owners(uuid: UUID | str, template: str) -> None:
    """Mail those who decide about prices here, once for each of them."""
    owners = User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk")
    path = reverse("office_price_change", args=[uuid], urlconf="config.urls.reseller")
    told = [{"email": one.email, "name": one.name, "language": one.language} for one in owners]
    catalog.mail_owners(uuid, template, told, path=path)


def out_of_range(currency: str = "") -> int:
    """How many listed offers nobody can buy: their item is not on sale here, or their price beyond its limits."""
    listed = Offer.objects.filter(is_listed=True)
    offers = list(listed.filter(currency=currency) if currency else listed)
    on_sale: dict[tuple[str, str], catalog.PlanCard | catalog.AddOnCard] = {}
    for code in {offer.currency for offer in offers}:
        on_sale |= {(item.sku, code): item for item in catalog.plans(code)}
        on_sale |= {(item.sku, code): item for item in catalog.add_ons(code)}
    return sum(not _can_be_bought(offer, on_sale.get((offer.sku, offer.currency))) for offer in offers)


def _can_be_bought(offer: Offer, item: catalog.PlanCard | catalog.AddOnCard | None) -> bool:
    return item is not None and item.floor <= offer.retail <= item.ceiling


def _row(item: catalog.ChangedItem, offers: dict[tuple[str, str], Offer], months: Months) -> dict[str, Any]:
    offer, month = offers.get((item.sku, item.currency)), months.get((item.sku, item.currency))
    before = month.margin if month else Money.zero(item.currency)
    after = before - _dearer(item, month) if month else before
    is_blocked = (
        offer is not None and item.before.allows(offer.retail) and not item.after.allows(offer.retail)
    )
    return {
        "sku": item.sku,
        "retail": offer.retail.minor if offer else None,
        "wholesale": [item.before.wholesale.minor, item.after.wholesale.minor],
        "floor": item.after.floor.minor,
        "ceiling": item.after.ceiling.minor,
        "sold": month.quantity if month else 0,
        "margin": [before.minor, after.minor],
        "blocked": is_blocked,
    }


def _dearer(item: catalog.ChangedItem, month: reports.SkuMonth) -> Money:
    """How much more last month's sales would have cost in the buying: in proportion, as parts of periods are."""
    old, new = item.before.wholesale, item.after.wholesale
    if not old:
        return new * month.quantity
    return month.wholesale.fraction(new.minor, old.minor) - month.wholesale


def _weighed(currency: str, rows: Sequence[dict[str, Any]]) -> catalog.Weighed:
    def margin(side: int) -> Money:
        return total([Money(row["margin"][side], currency) for row in rows], currency)

    return catalog.Weighed(
        currency=currency,
        sold=sum(row["sold"] for row in rows),
        before=margin(0),
        after=margin(1),
        blocked=sum(row["blocked"] for row in rows),
        rows=rows,
    )
