"""The resellers' side of the catalogue: which tier a reseller is of, and which products it may sell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of, record
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import Product, SellerTerms, Tier
from .wording import spoken

# So long the office shows that the tier is another one.
NEWS_FOR = timedelta(days=30)


class UnknownTier(LookupError):
    """There is no such tier, or none may be put into it any more."""


class UnknownProduct(LookupError):
    """A reseller was to sell a product that the catalogue does not know."""


@dataclass(frozen=True, slots=True)
class TierCard:
    """A tier as pages name it. `least_revenue`: what twelve months must bring for it."""

    slug: str
    name: str
    position: int = 0
    least_revenue: Money | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class SellerCard:
    """What holds for a reseller; empty `product_skus` means that it may sell every product."""

    tier: TierCard
    product_skus: tuple[str, ...] = ()


def tier_of(tenant_id: int | None = None) -> TierCard:
    """The tier of a reseller, of the one acted in where none is named. At most two queries."""
    return terms_of(tenant_id or current_tenant().id).tier


def tiers() -> list[TierCard]:
    """Every tier that a reseller can be put into, the lowest first. One query."""
    return [_card(tier) for tier in Tier.objects.filter(is_active=True)]


def terms_of(tenant_id: int) -> SellerCard:
    """A reseller's tier and the products that it may sell; without own terms the default tier and all."""
    terms = SellerTerms.objects.filter(tenant_id=tenant_id).select_related("tier").first()
    if terms is None:
        return SellerCard(_card(Tier.objects.filter(is_default=True).first()))
    skus = terms.products.values_list("sku", flat=True).order_by("sku")
    return SellerCard(_card(terms.tier), tuple(skus))


@transaction.atomic
def set_terms(tenant_id: int, *, tier: str, products: Sequence[str] = (), by: Actor) -> SellerCard:
    """Put a reseller into a tier and say which products it may sell (none named: all).

    What was sold already goes on as it was sold. Raises `UnknownTier` and `UnknownProduct`.
    """
    found = Tier.objects.filter(slug=tier, is_active=True).first()
    if found is None:
        raise UnknownTier(tier)
    chosen = _products(products)
    before = terms_of(tenant_id).tier.slug
    terms, _new = SellerTerms.objects.update_or_create(
        tenant_id=tenant_id, defaults={"tier": found}, create_defaults={"tier": found, "since": now()}
    )
    terms.products.set(chosen)
    skus = sorted(one.sku for one in chosen)
    record(terms, "set terms of sale", by=by, tier=tier, was=before, products=skus)
    return terms_of(tenant_id)


def tier_news() -> TierCard | None:
    """The tier of the reseller acted in where it is another one since a month ago at most. Two queries at most."""
    terms = SellerTerms.objects.filter(tenant_id=current_tenant().id).select_related("tier").first()
    if terms is None:
        return None
    told = history_of(terms).filter(at__gt=now() - NEWS_FOR)[:20]
    changes = [(event.data.get("was"), event.data.get("tier")) for event in told]
    is_new = any(was and was != tier == terms.tier.slug for was, tier in changes)
    return _card(terms.tier) if is_new else None


def products_for_choice() -> list[tuple[str, str]]:
    """Sku and name of every product, for a form's choices. One query."""
    return [(one.sku, str(one)) for one in Product.objects.filter(is_active=True)]


def _products(skus: Sequence[str]) -> list[Product]:
    found = {one.sku: one for one in Product.objects.filter(sku__in=skus)}
    # One that is left out could leave none: and none means all.
    if missing := set(skus) - set(found):
        raise UnknownProduct(", ".join(sorted(missing)))
    return list(found.values())


def _card(tier: Tier | None) -> TierCard:
    if tier is None:
        return TierCard("", _("Standard"), is_default=True)
    return TierCard(tier.slug, str(spoken(tier.name)), tier.position, tier.least_revenue, tier.is_default)
