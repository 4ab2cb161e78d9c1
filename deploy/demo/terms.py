"""An affiliate programme with a history: terms of two months ago, levels, and the next terms being written."""

from __future__ import annotations

from shared_apps.commissions.models import AffiliateTier
from shared_apps.commissions.terms import draft, rules_of, versions
from shared_apps.commissions.verbs import change_terms, publish, put_rule, start_draft
from shared_apps.commissions.verbs.tiers import put_tier
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .orders import days_ago

# In major units of each currency: what reaches the upper level, and above what two people approve.
REACHED_BY = {"IRR": 50_000_000, "TRY": 20_000, "THB": 20_000}
SECOND_ABOVE = {"IRR": 100_000_000, "TRY": 5_000, "THB": 5_000}
NAMES = {"fa": ("نقره‌ای", "طلایی"), "tr": ("Gümüş", "Altın"), "th": ("เงิน", "ทอง")}


def before_orders(by: Actor) -> None:
    """Levels, and a second version that pays more for hosting; nothing where they are written."""
    tenant = current_tenant()
    if versions().exists():
        return
    lower, upper = NAMES[tenant.default_language]
    least = Money.from_major(REACHED_BY[tenant.currency], tenant.currency).minor
    if not AffiliateTier.objects.filter(tenant_id=tenant.id).exists():
        put_tier({"name": lower, "least_minor": least // 4, "position": 1}, by=by)
        put_tier({"name": upper, "least_minor": least, "position": 2}, by=by)
    with days_ago(58):
        made = start_draft(by=by)
        put_rule(made, {"product_sku": "hosting", "occasion": "first", "percent_bp": 3_000}, by=by)
        publish(made, by=by)


def after_orders(by: Actor) -> None:
    """The next terms, not published yet: the upper level earns more, and large withdrawals need two people."""
    tenant = current_tenant()
    if draft() or versions().count() > 2:
        return
    made = start_draft(by=by)
    limit = Money.from_major(SECOND_ABOVE[tenant.currency], tenant.currency).minor
    change_terms(made, {"second_approval_minor": limit}, by=by)
    if len(rules_of(made)) < 3:
        upper = AffiliateTier.objects.filter(tenant_id=tenant.id).order_by("-position").first()
        slug = upper.slug if upper else ""
        put_rule(made, {"tier": slug, "percent_bp": 2_500, "months": 12}, by=by)
        # What was sold lately, so that trying it on last month shows a difference.
        put_rule(made, {"product_sku": "studio", "percent_bp": 2_500}, by=by)
