"""How the shops settle with the operator: one from a balance that it has paid into, one by the month."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.settlement.models import Collector, Wholesale
from shared_apps.settlement.verbs.terms import TermsWish, set_terms
from shared_apps.settlement.verbs.transfers import TransferWish, top_up
from tenants.models import Tenant

MONTHLY = TermsWish(Collector.RESELLER, Wholesale.MONTHLY, due_days=10)
PREPAID = TermsWish(Collector.RESELLER, Wholesale.PREPAID, low_balance_minor=5_000_00)
PAID_IN = Money(60_000_00, "TRY")


def load(by: Actor) -> None:
    """Agree the terms and write down what was paid in; nothing where that is so."""
    set_terms(Tenant.objects.get(slug="abrnama"), MONTHLY, by=by)
    prepaid = Tenant.objects.get(slug="bulutsan")
    set_terms(prepaid, PREPAID, by=by)
    key = uuid5(NAMESPACE_URL, "demo:bulutsan:top-up")
    top_up(prepaid, TransferWish(PAID_IN, reference="EFT 48213", key=key), by=by)
