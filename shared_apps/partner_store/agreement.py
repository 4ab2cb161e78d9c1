"""What the operator grants a new reseller with its acceptance: tier, products, settlement, trial, seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.settlement.models import SettlementTerms
from shared_apps.settlement.verbs import TermsWish, set_terms
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Agreement:
    """Empty and None mean what holds for everybody: the default tier, all products, the reseller collects, the
    platform plan's own trial and seats. `products` are skus."""

    tier: str = ""
    products: Sequence[str] = ()
    collector: str = ""
    wholesale: str = ""
    trial_days: int | None = None
    trial_end: str = ""
    seats: int | None = None
    plan_sku: str = ""

    @property
    def facts(self) -> dict[str, object]:
        """What differs from what holds for everybody, for the history."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, ())}


def agree(tenant: Tenant, agreement: Agreement, *, by: Actor) -> None:
    """Write down the tier, the products and the settlement, in the caller's transaction.

    Raises `UnknownTier` and `UnknownProduct` of the catalogue.
    """
    if agreement.tier or agreement.products:
        tier = agreement.tier or catalog.tier_of(tenant.pk).slug
        catalog.set_terms(tenant.pk, tier=tier, products=tuple(agreement.products), by=by)
    if agreement.collector or agreement.wholesale:
        usual = SettlementTerms()
        wish = TermsWish(agreement.collector or usual.collector, agreement.wholesale or usual.wholesale)
        set_terms(tenant, wish, by=by)
