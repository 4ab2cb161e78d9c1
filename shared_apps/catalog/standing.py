"""What holds for one reseller: its tier's wholesale prices, and the items that it may sell. SQL within one query."""

from __future__ import annotations

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import AddOn, Plan, Price, Product, SellerTerms, Tier, TierPrice

AllowedTiers = Product.tiers.through
AllowedProducts = SellerTerms.products.through


def for_seller(prices: QuerySet[Price], tenant_id: int | None) -> QuerySet[Price]:
    """`prices` with `wholesale_now`, what this reseller pays; for nobody in particular the list price."""
    if tenant_id is None:
        return prices.annotate(wholesale_now=F("wholesale_minor"))
    own = TierPrice.objects.filter(price=OuterRef("pk"), tier_id=tier_key(tenant_id))
    amount = Subquery(own.values("wholesale_minor")[:1], output_field=BigIntegerField())
    return prices.annotate(wholesale_now=Coalesce(amount, F("wholesale_minor")))


def tier_key(tenant_id: int) -> Coalesce:
    """The key of the reseller's tier: of its terms, else of the default tier."""
    own = SellerTerms.objects.filter(tenant_id=tenant_id).values("tier_id")[:1]
    default = Tier.objects.filter(is_default=True).values("pk")[:1]
    return Coalesce(Subquery(own), Subquery(default))


def plans_allowed(tenant_id: int | None, product: str = "plan__product_id") -> Q:
    """The condition that a price's plan (or what `product` leads to) is on sale for this reseller."""
    if tenant_id is None:
        return Q()
    of_product = AllowedTiers.objects.filter(product_id=OuterRef(product))
    for_tier = ~Exists(of_product) | Exists(of_product.filter(tier_id=tier_key(tenant_id)))
    mine = AllowedProducts.objects.filter(sellerterms__tenant_id=tenant_id)
    return Q(for_tier) & Q(~Exists(mine) | Exists(mine.filter(product_id=OuterRef(product))))


def add_ons_allowed(tenant_id: int | None, add_on: str = "add_on_id") -> Q:
    """Likewise for a price's add-on (or what `add_on` leads to).

    It goes with every plan, or with one that this reseller may sell.
    """
    if tenant_id is None:
        return Q()
    bound = AddOn.plans.through.objects.filter(addon_id=OuterRef(add_on))
    sold = Plan.objects.filter(plans_allowed(tenant_id, "product_id"), add_ons=OuterRef(add_on))
    return Q(~Exists(bound) | Exists(sold))
