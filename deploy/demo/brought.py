"""Who brought the shops to the platform: commission on what they pay, two batches for the bank, the next terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from shared_apps.commissions import door as commissions
from shared_apps.commissions.cards import Identity
from shared_apps.commissions.models import Referral
from shared_apps.commissions.terms import draft
from shared_apps.commissions.verbs import attribute_by_hand, change_terms, put_rule, start_draft
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.settlement.door import BillDraft, BillLineDraft, issue_bill
from shared_apps.settlement.owed import owed_by
from shared_apps.settlement.verbs.paying import record_by_hand
from tenant_apps.accounts.models import User
from tenants.models import Tenant

from .orders import days_ago
from .payouts import pay_out
from .people import SHOPS, Person

SCOUT = Person("mira@brightlane.example", "Mira Lindqvist", "partner")
# Shop, what was billed, dollars, and how many days ago.
PAID = (
    ("abrnama", "Onboarding for ten people", 1_200, 70),
    ("bulutsan", "Onboarding for ten people", 1_200, 62),
    ("mekhthai", "Migration of mailboxes", 2_400, 55),
    ("bulutsan", "A day with our engineers", 900, 6),
)
SECOND_ABOVE = Money.from_major(500, "USD")


def load(by: Actor, make_person: Callable[[Person, str], User]) -> None:
    """In the operator's tenant; nothing where the shops are known to have come through somebody."""
    scout = make_person(SCOUT, "en")
    code = commissions.code_of(scout.uuid, name=scout.name)
    if Referral.objects.filter(code__code=code).exists():
        return
    with days_ago(90):
        for shop in SHOPS:
            tenant, owner = Tenant.objects.get(slug=shop.slug), shop.staff[0]
            referred = Identity(tenant.uuid, owner.email, name=owner.name)
            attribute_by_hand(
                client_uuid=tenant.uuid, referred=referred, code=code, reason="Introduced by mail.", by=by
            )
    for slug, name, dollars, days in PAID:
        _sell(slug, name, Money.from_major(dollars, "USD"), days, by)
    pay_out(scout, by)
    _write_next_terms(by)


def _sell(slug: str, name: str, amount: Money, days: int, by: Actor) -> None:
    key = uuid5(NAMESPACE_URL, f"demo:{slug}:{name}")
    line = BillLineDraft(name, "", 1, amount)
    with days_ago(days):
        tenant = Tenant.objects.get(slug=slug)
        due_at = now() + timedelta(days=9)
        bill = issue_bill(BillDraft(tenant.pk, "other", amount.currency, (line,), key, due_at), by=by)
        if bill.is_open:
            reference = f"WIRE {bill.number}"
            record_by_hand(owed_by(bill.uuid), method="transfer", reference=reference, key=key, by=by)


def _write_next_terms(by: Actor) -> None:
    """Not published yet: what is bought again earns more for a year, and large withdrawals need two people."""
    if draft():
        return
    made = start_draft(by=by)
    change_terms(made, {"second_approval_minor": SECOND_ABOVE.minor}, by=by)
    put_rule(made, {"occasion": "renewal", "percent_bp": 2_500, "months": 12}, by=by)
