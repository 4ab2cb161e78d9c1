"""The days' sums say at any moment what the rows of sales say (PERFORMANCE, operator's dashboard)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared_apps.agenda.consumer import consume
from shared_apps.agenda.models import Entry
from shared_apps.agenda.verbs import plan_nightly
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal
from shared_apps.commissions.verbs.paying import Return, return_withdrawals
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.proof import checks
from shared_apps.reports import door as reports
from shared_apps.reports.dashboard import month_figures
from shared_apps.reports.lines import lines_by
from shared_apps.reports.models import DaySum, FreshSum, SaleFact, ServiceFact
from shared_apps.reports.payouts import paid_by
from shared_apps.reports.spans import Span, span_of
from shared_apps.reports.sums import currencies_of, days_of, facts_of, sums_of
from shared_apps.reports.verbs import move_sums_on, sum_anew
from tenants.context import acting_in, acting_on_shared_data
from tests.shared_apps.commissions.story import bring, buy, days_later, method_of, withdraw
from tests.shared_apps.ledger.at_once import at_once
from tests.shared_apps.reports.told import lira, sale, service

CLIENTS = [UUID(int=number) for number in (1, 2)]
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("sale"),
            st.booleans(),
            st.integers(-90_000, 90_000),
            st.integers(0, 70),
            st.sampled_from(["TRY", "USD"]),
            st.sampled_from(["", "TR", "DE"]),
            st.sampled_from(["a", "b"]),
            st.sampled_from(["first", "renewal"]),
        ),
        st.tuples(st.just("service"), st.booleans(), st.integers(0, 500)),
        st.just(("forget",)),
        st.just(("move",)),
        st.just(("anew",)),
    ),
    min_size=4,
    max_size=12,
)


def gaps() -> list[object]:
    with acting_on_shared_data():
        return [gap for one in checks() if one.name == "day_sums_are_facts" for gap in one.search()]


def take(step, tenants) -> None:
    if step[0] == "sale":
        _what, at, minor, ago, currency, country, sku, occasion = step
        half = Money(minor // 2, currency)
        row = sale(
            Money(minor, currency),
            wholesale=half,
            tax=half,
            at=now() - timedelta(days=ago),
            country=country,
            sku=sku,
            product_sku=f"{sku}s",
            occasion=occasion,
            client_uuid=CLIENTS[minor % 2],
        )
        with acting_in(tenants[at]):
            reports.record_sale([row, row])
    elif step[0] == "service":
        with acting_in(tenants[step[1]]):
            reports.record_service(service(step[2], service_uuid=CLIENTS[0]))
    elif step[0] == "forget":
        with acting_in(tenants[0]):
            reports.forget_sales(SaleFact.objects.values_list("entry_uuid", flat=True)[:2])
    else:
        with acting_on_shared_data():
            {"move": move_sums_on, "anew": sum_anew}[step[0]]()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_sums_are_what_the_rows_say(steps, reseller, other_reseller, db) -> None:
    """By everything, for one reseller and all, before, between and after sums were moved on."""
    tenants = [reseller, other_reseller]
    for step in steps:
        take(step, tenants)
    assert not gaps()
    with acting_on_shared_data():
        check_reports(reseller.id)


def check_reports(reseller_id: int) -> None:
    today = now().date()
    span = Span("custom", today - timedelta(days=40), today)
    for tenant_id in (None, reseller_id):
        facts = facts_of(tenant_id)
        assert currencies_of(sums_of(tenant_id)) == currencies_of(facts)
        days = [days_of(source, span.first, span.last, "TRY") for source in (sums_of(tenant_id), facts)]
        assert days[0] == days[1]
        for by in ("when", "reseller", "product", "plan", "country", "occasion"):
            summed = lines_by(sums_of(tenant_id, by), by, span, "TRY")
            assert summed == lines_by(facts, by, span, "TRY")
            assert sum(line.now.net.minor for line in summed.lines) == summed.total.now.net.minor
    recurs = {one.currency: one.recurring.minor for one in month_figures()}
    expected = sum(ServiceFact.objects.filter(currency="TRY").values_list("recurring_minor", flat=True))
    assert recurs.get("TRY", expected) == expected


def test_the_dashboard_asks_once_and_adds_corrections_to_their_day(
    in_reseller, at_the_15th, django_assert_num_queries
) -> None:
    """Last month 450 came in; 100 of it goes back today: this month's figure falls, last month's stays."""
    then = now() - timedelta(days=20)
    reports.record_sale([sale(450, at=then), sale(700)])
    with acting_on_shared_data():
        assert move_sums_on() == 2
        assert (FreshSum.objects.count(), DaySum.objects.count()) == (0, 8)
    reports.record_sale([sale(-100, kind="refund", quantity=-1)])
    with acting_on_shared_data(), django_assert_num_queries(1):
        [lira_figures] = month_figures()
    assert lira_figures.revenue == lira(600)
    assert round(lira_figures.revenue_change or 0, 2) == round(100 * (600 - 450) / 450, 2)


@pytest.fixture
def at_the_15th() -> Iterator[None]:
    with days_later(15 - now().day):
        yield


def test_the_agenda_moves_sums_on_for_ever(in_reseller) -> None:
    with acting_on_shared_data():
        for _twice in range(2):
            plan_nightly()
        entry = Entry.objects.get(task="reports.move_sums_on")
    for _twice in range(2):
        reports.record_sale([sale(5)])
        consume(entry.pk)
        with acting_on_shared_data():
            assert not FreshSum.objects.exists()
            entry.refresh_from_db()
            assert (entry.status, entry.attempts) == ("waiting", 0)
            assert now() < entry.due_at <= now() + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_a_sale_waits_for_no_other_of_the_same_plan_and_day(reseller) -> None:
    """While one is not committed, another one is, and the sums are moved on without the first."""
    done = Barrier(2)

    def first() -> None:
        with transaction.atomic():
            reports.record_sale([sale(5)])
            done.wait(10)

    def second() -> None:
        reports.record_sale([sale(7)])
        assert move_sums_on() == 1
        done.wait(10)

    assert at_once(reseller, [first, second]) == [None, None]
    with acting_on_shared_data():
        assert FreshSum.objects.count() == 1
        assert [day.net for day in days_of(sums_of(), now().date(), now().date(), "TRY")] == [1_200]
    assert not gaps()


def test_payouts_are_known_by_reseller_and_day(in_reseller, carl, sam, olga) -> None:
    """400 and 300 are paid, 300 come back from the bank: 400, of that reseller, on that day, of no product."""
    client = bring(carl, sam)
    for minor in (200_000, 150_000):
        with days_later(-31):
            buy(client, minor)
    method = method_of(carl)
    for minor in (40_000, 30_000):
        withdrawal = withdraw(carl, minor, method)
        approve_withdrawal(withdrawal, by=olga.actor)
        pay_withdrawal(withdrawal, reference="B-1", by=olga.actor)
    return_withdrawals([Return(withdrawal, "Closed")], by=olga.actor)
    span = span_of("month", now().date())
    with acting_on_shared_data():
        assert paid_by(None, "reseller", span, "TRY") == {in_reseller.id: (40_000, 0)}
        assert paid_by(in_reseller.id, "when", span, "TRY") == {now().date(): (40_000, 0)}
        for by, paid in (("reseller", lira(400)), ("when", lira(400)), ("product", None)):
            report = lines_by(sums_of(None, by), by, span, "TRY", paid=paid_by(None, by, span, "TRY"))
            assert report.total.now.paid == lira(400)
            assert [line.now.paid for line in report.lines] == ([] if paid is None else [paid])
