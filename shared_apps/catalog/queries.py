"""Reads of the catalogue."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from tenants.models import ENDED, Tenant

from .models import AddOn, Group, Plan, Price, Product
from .standing import add_ons_allowed, for_seller, plans_allowed


def prices_of_plans(currency: str, tenant_id: int | None = None) -> QuerySet[Price]:
    """The prices of every active plan in a currency, with plan, product and group.

    For a reseller: of those that it may sell, at its tier's wholesale price.
    """
    sold = Price.objects.filter(currency=currency, plan__is_active=True, plan__product__is_active=True)
    return (
        for_seller(sold, tenant_id)
        .filter(plans_allowed(tenant_id))
        .select_related("plan__product__group")
        .order_by("plan__product__group__position", "plan__product__position", "plan__position", "plan_id")
    )


def prices_of_add_ons(currency: str, tenant_id: int | None = None) -> QuerySet[Price]:
    """The prices of every active add-on in a currency, with the plans that it goes with; likewise for a reseller."""
    return (
        for_seller(Price.objects.filter(currency=currency, add_on__is_active=True), tenant_id)
        .filter(add_ons_allowed(tenant_id))
        .select_related("add_on")
        .prefetch_related("add_on__plans")
        .order_by("add_on__position", "add_on_id")
    )


def currencies_on_sale() -> list[str]:
    return list(
        Price.objects.filter(plan__is_active=True, plan__product__is_active=True)
        .values_list("currency", flat=True)
        .distinct()
        .order_by("currency")
    )


def currencies_priced() -> list[str]:
    """Every currency that any item has a price in, be it on sale or not."""
    return list(Price.objects.values_list("currency", flat=True).distinct().order_by("currency"))


def price_list(currency: str, search: str) -> QuerySet[Price]:
    """Prices of one currency (of all where none is named), with items and tiers' prices; plans, then add-ons."""
    found = Price.objects.filter(currency=currency) if currency else Price.objects.all()
    if search:
        # The names lie in JSON with every language: whichever one the reader types is found.
        named = Q(plan__sku__icontains=search) | Q(add_on__sku__icontains=search)
        for way in ("plan__name", "plan__product__name", "add_on__name"):
            for code, _name in settings.LANGUAGES:
                named |= Q(**{f"{way}__{code}__icontains": search})
        found = found.filter(named)
    return (
        found.select_related("plan__product", "add_on")
        .prefetch_related("of_tiers__tier")
        .order_by(
            "plan__product__group__position",
            "plan__product__position",
            "plan__position",
            "add_on__position",
            "currency",
            "pk",
        )
    )


def products_on_sale() -> QuerySet[Product]:
    sold = Product.objects.filter(is_active=True, plans__is_active=True, plans__prices__isnull=False)
    return (
        Product.objects.filter(pk__in=sold.values("pk"))
        .select_related("group")
        .order_by("group__position", "position", "pk")
    )


def shelves(currency: str) -> QuerySet[Group]:
    """Groups with their products and plans, each plan with its price in `currency` as `plan.priced`."""
    plans = Plan.objects.prefetch_related(_priced(currency))
    products = Product.objects.prefetch_related("tiers", Prefetch("plans", plans))
    return Group.objects.prefetch_related(Prefetch("products", products))


def extras(currency: str) -> QuerySet[AddOn]:
    """Every add-on with its plans and its price in `currency` as `add_on.priced`."""
    return AddOn.objects.prefetch_related("plans__product", _priced(currency))


def _priced(currency: str) -> Prefetch[str, QuerySet[Price], str]:
    return Prefetch("prices", Price.objects.filter(currency=currency), to_attr="priced")


def resellers_without_terms() -> int:
    """How many resellers are in the default tier because nobody decided anything else."""
    live = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False, seller_terms__isnull=True)
    return live.exclude(status__in=ENDED).count()
