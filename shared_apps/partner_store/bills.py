"""What bills of plans lead to. Extra services have their own (REQUIREMENTS S4.23)."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from shared_apps.settlement.door import BillCard, when_paid, when_voided

from .verbs.changing import drop_change, make_change
from .verbs.renewing import PLAN, drop_period, take_payment


@when_paid(PLAN)
def follow_paid_plan(card: BillCard, by: Actor) -> None:
    if not make_change(card, by=by):
        take_payment(card, by=by)


@when_voided(PLAN)
def follow_voided_plan(card: BillCard, by: Actor) -> None:
    if not drop_change(card, by=by):
        drop_period(card, by=by)
