"""Extra services in force: what they switch on, how they are renewed, how they end (S4.22–S4.24)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.domains.door import used_and_allowed
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.periods import period_end
from shared_apps.partner_store import door
from shared_apps.partner_store.models import ExtraService, StoreItem
from shared_apps.partner_store.requests import work_waiting
from shared_apps.partner_store.verbs import (
    WorkDone,
    begin_subscription,
    cancel,
    end_unpaid,
    finish_work,
    keep,
    renew,
)
from shared_apps.settlement.door import bill_card
from tenant_apps.accounts.seats import NoSeatLeft, seats_left, seats_used
from tenant_apps.accounts.verbs import invitations, staff

from .stage import BY, bought, lira, paid, reviewers_told, told


def one(sku: str) -> ExtraService:
    return ExtraService.objects.select_related("tenant", "line").get(sku=sku)


def test_a_payment_switches_on_what_was_approved_once(alpha, items):
    """S4.23, S4.24: told twice, there is one of each; nothing is there before."""
    assert not door.has("seats")
    request = bought(alpha, {"seats": 2, "set-up": 1})
    paid_again = one("seats").starts_at
    assert request.status == "active"
    assert (door.has("seats"), door.has("seats", alpha.pk), door.has("priority")) == (True, True, False)
    assert [(card.sku, card.quantity, card.paid_until is None) for card in door.extras_of()] == [
        ("seats", 2, False),
        ("set-up", 1, True),
    ]
    from shared_apps.settlement.paid import follow_paid

    follow_paid(bill_card(request.bill_uuid), BY)
    assert one("seats").starts_at == paid_again
    assert told("request_active") == 1


def test_seats_let_more_people_work_here(alpha, items, olga):
    """Olga and Adel fill the two seats of the plan; 1 × 5 more let others in, and so does nobody who is off."""
    plan = begin_subscription(alpha, by=BY)
    plan.seats = seats_used()
    plan.save(update_fields=["seats"])
    wish = {"name": "Nora", "role": "support", "language": "", "giver": olga, "by": olga.actor}
    with pytest.raises(NoSeatLeft):
        invitations.invite(email="nora@example.com", **wish)
    bought(alpha, {"seats": 1})
    assert (door.seats_allowed(), seats_left()) == (plan.seats + 5, 5)
    nora = invitations.invite(email="nora@example.com", **wish)
    staff.deactivate(nora, giver=olga, by=olga.actor)
    ExtraService.objects.update(status="ended")
    with pytest.raises(NoSeatLeft):
        staff.reactivate(nora, giver=olga, by=olga.actor)


def test_more_domains_may_be_claimed(alpha, items):
    _used, included = used_and_allowed()
    StoreItem.objects.filter(sku="seats").update(grant="domains", grant_amount=20)
    bought(alpha, {"seats": 2})
    assert used_and_allowed()[1] == included + 40


def test_work_that_was_bought_waits_for_our_team(alpha, items):
    bought(alpha, {"set-up": 1})
    assert (list(work_waiting()), reviewers_told("extra_work_waiting")) == ([one("set-up")], 1)
    finish_work(one("set-up"), note="All accounts are moved.", by=BY)
    assert (list(work_waiting()), told("extra_work_done")) == ([], 1)
    with pytest.raises(WorkDone):
        finish_work(one("set-up"), note="", by=BY)
    # It can be bought again.
    bought(alpha, {"set-up": 1})


def test_a_month_is_billed_a_week_before_its_end_and_goes_on_when_paid(alpha, items, days_later):
    """Paid on day 0 until a month later; billed 7 days before: 2 × 500 = 1,000; paid, it goes to two months."""
    bought(alpha, {"seats": 2})
    extra = one("seats")
    until = period_end(extra.starts_at, "month", 1)
    assert extra.paid_until == until
    days_later((until - extra.starts_at).days - 8)
    run_due()
    assert one("seats").bill_uuid is None
    days_later((until - extra.starts_at).days - 6)
    run_due()
    bill = bill_card(one("seats").bill_uuid)
    assert (bill.net, bill.lines[0].period) == (lira(1000), (until, period_end(extra.starts_at, "month", 2)))
    assert not renew(str(extra.uuid), until, by=BY)
    paid(bill.uuid)
    assert (one("seats").paid_until, one("seats").bill_uuid) == (bill.lines[0].period[1], None)
    assert not end_unpaid(str(extra.uuid), until, by=BY)


def test_one_that_is_not_paid_ends_a_week_after_its_time(alpha, items, days_later):
    bought(alpha, {"priority": 1})
    extra = one("priority")
    whole = (extra.paid_until - extra.starts_at).days
    days_later(whole - 6)
    run_due()
    bill = one("priority").bill_uuid
    days_later(whole + 6)
    run_due()
    assert door.has("priority")
    days_later(whole + 8)
    run_due()
    assert (door.has("priority"), bill_card(bill).status, told("extra_ended")) == (False, "void", 1)


def test_it_ends_with_its_period_and_may_be_kept(alpha, items, days_later):
    """Cancelled after its renewal was billed, that bill is void; kept, another one is issued; cancelled, it ends."""
    bought(alpha, {"priority": 1, "reports": 1, "set-up": 1})
    extra = one("priority")
    whole = (extra.paid_until - extra.starts_at).days
    days_later(whole - 6)
    run_due()
    first = one("priority").bill_uuid
    cancel(one("priority"), by=BY)
    assert (bill_card(first).status, one("priority").ends_with_period) == ("void", True)
    keep(one("priority"), by=BY)
    run_due()
    second = one("priority").bill_uuid
    assert second not in {None, first}
    cancel(one("priority"), by=BY)
    days_later(whole + 1)
    run_due()
    assert (door.has("priority"), door.has("reports"), told("extra_ended")) == (False, True, 1)
    for sku in ("priority", "set-up"):
        with pytest.raises(IllegalMove):
            cancel(one(sku), by=BY)


def test_months_are_counted_from_the_first_day(alpha, items):
    """31 January + 1 month is the last of February; + 2 months is 31 March again."""
    bought(alpha, {"seats": 1})
    extra = one("seats")
    extra.starts_at = datetime(2027, 1, 31, 12, tzinfo=UTC)
    extra.paid_until = datetime(2027, 2, 28, 12, tzinfo=UTC)
    extra.save()
    renew(str(extra.uuid), extra.paid_until, by=BY)
    paid(one("seats").bill_uuid)
    assert one("seats").paid_until == datetime(2027, 3, 31, 12, tzinfo=UTC)
    assert one("seats").paid_until - extra.paid_until == timedelta(days=31)
