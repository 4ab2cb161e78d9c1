"""Tiers with their own wholesale prices, a reseller in one, a change of prices that is announced, and a draft."""

from __future__ import annotations

from datetime import timedelta

from shared_apps.agenda.door import run_due
from shared_apps.catalog import door, verbs
from shared_apps.catalog.models import Price, PriceVersion, Tier
from shared_apps.catalog.reckoning import Amounts, amounts_of
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.partner_store.verbs.tiers import review_tiers
from tenants.context import acting_on_shared_data
from tenants.models import Tenant

from .catalogue import words

# What a tier saves on the list price, in basis points, and the revenue of a year that brings it.
TIERS = (
    ("silver", words("Silver", "نقره‌ای", "Gümüş", "เงิน"), 500, 500),
    ("gold", words("Gold", "طلایی", "Altın", "ทอง"), 1_200, 25_000),
)
SOLD_CHEAPER = ("workplace-standard-m", "workplace-pro-m", "hosting-start-m", "studio-m")
SOLD_LATELY = ("workplace-standard-m", "workplace-pro-m")
DEARER = ("studio-m", "hosting-start-y")
NOTE = words(
    "Our own costs have risen. Thank you for selling with us.",
    "هزینه‌های ما افزایش یافته است. از همکاری شما سپاسگزاریم.",
    "Maliyetlerimiz arttı. Bizimle sattığınız için teşekkürler.",
    "ต้นทุนของเราสูงขึ้น ขอบคุณที่ขายกับเรา",
)


def load(by: Actor) -> None:
    """On shared data, once the shops have sold something. Again, it leaves alone what it finds."""
    with acting_on_shared_data():
        for position, (slug, name, saved, revenue) in enumerate(TIERS, start=1):
            if not Tier.objects.filter(slug=slug).exists():
                verbs.put_tier(
                    slug, name=name, least_revenue=Money(revenue * 100, "USD"), position=position, by=by
                )
                _put_prices(slug, saved)
        first = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False).order_by("pk").first()
        if first:
            door.set_terms(first.pk, tier="silver", by=by)
        if not PriceVersion.objects.exists():
            _change_prices(by)
        # Whoever has outgrown its tier is proposed for the next one.
        review_tiers(by=by)


def _put_prices(tier: str, saved: int) -> None:
    for price in Price.objects.filter(plan__sku__in=SOLD_CHEAPER):
        wholesale = price.wholesale - price.wholesale.share(saved)
        verbs.put_tier_prices(price, {tier: wholesale.minor})


def _change_prices(by: Actor) -> None:
    announced = _draft(DEARER, 400, by)
    verbs.weigh(announced, by=by)
    run_due()
    announced.refresh_from_db()
    at = (now() + timedelta(days=31)).replace(hour=0, minute=0, second=0, microsecond=0)
    verbs.publish(announced, effective_at=at, notice_days=30, for_renewals=True, note=NOTE, by=by)
    verbs.announce(str(announced.uuid))
    verbs.weigh(_draft(SOLD_LATELY, 300, by), by=by)


def _draft(skus: tuple[str, ...], more: int, by: Actor) -> PriceVersion:
    version = verbs.draft_version(by=by)
    prices = Price.objects.filter(plan__sku__in=skus).prefetch_related("of_tiers__tier")
    verbs.put_lines(version, {price.pk: _dearer(price, more) for price in prices}, by=by)
    return version


def _dearer(price: Price, more: int) -> Amounts:
    """Wholesale rises for every tier; the floor, the suggested price and the ceiling with it."""
    old = amounts_of(price)

    def up(minor: int) -> int:
        return minor + Money(minor, price.currency).share(more).minor

    own = {slug: up(minor) for slug, minor in old.tiers.items() if minor is not None}
    return Amounts(up(old.wholesale), up(old.floor), up(old.suggested), up(old.ceiling), own)
