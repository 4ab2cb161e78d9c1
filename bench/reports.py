"""The operator's dashboard and report over 1,000 tenants and 1,000,000 legs, beside the same sums over the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median
from uuid import uuid4

from django.db import connection, transaction

from shared_apps.kernel.clock import now
from shared_apps.reports.dashboard import month_figures
from shared_apps.reports.lines import lines_by
from shared_apps.reports.proof import day_sums_are_facts, figures_match_sales
from shared_apps.reports.spans import span_of
from shared_apps.reports.sums import sums_of
from shared_apps.reports.verbs import move_sums_on, sum_anew
from tenants.context import acting_on_shared_data
from tenants.models import Tenant

from .report import Figure, clock, heading, note, show

TENANTS, ENTRIES_OF_EACH, DAYS, TRIES = 1_000, 200, 365, 7
LEGS = 5
# What a sale of 100.00 moves: clearing, fees, wholesale, commission, margin.
SHARES = {
    "gateway_clearing": 10_000,
    "gateway_fees": -300,
    "wholesale_payable": -6_000,
    "affiliate_pending": -1_000,
    "reseller_margin": -2_700,
}
FACTS = """
INSERT INTO reports_salefact (tenant_id, entry_uuid, position, at, day, invoice_uuid, invoice_number, client_uuid,
    country, sku, product_sku, kind, occasion, quantity, currency, retail_minor, discount_minor, net_minor,
    tax_minor, wholesale_minor, fee_minor, commission_minor, margin_minor)
SELECT tenant_id, uuid, 0, at, at::date, reference::uuid, memo, uuid,
    (ARRAY['TR', 'DE', 'TH', 'IR', 'US'])[1 + id % 5], 'plan-' || id % 20, 'product-' || id % 5,
    'sale', 'first', 1, 'TRY', 10000, 0, 10000, 0, 6000, 300, 1000, 2700
FROM ledger_entry WHERE key LIKE 'bench:%'
"""
FROM_LEGS = """
SELECT e.tenant_id, l.currency, -sum(l.amount_minor) FILTER (WHERE a.kind = 'wholesale_payable'),
       sum(l.amount_minor) FILTER (WHERE a.kind = 'gateway_clearing')
FROM ledger_entry e JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
WHERE e.kind IN ('sale', 'refund') AND e.at >= %s GROUP BY e.tenant_id, l.currency
"""


def run() -> None:
    heading(f"Reports, {TENANTS:,} tenants and {TENANTS * ENTRIES_OF_EACH * LEGS:,} legs of the ledger")
    with acting_on_shared_data(), connection.cursor() as cursor:
        _write(TENANTS // 100)
        few = _median(month_figures)
        with clock() as spent:
            _write(TENANTS)
        note(f"written in {spent[0]:.0f} s")
        cursor.execute("SELECT count(*) FROM ledger_leg")
        legs = cursor.fetchone()[0]
        _show_dashboard(few, legs)
        _show_reports()
        for name, search in (
            ("every row against its entry", figures_match_sales),
            ("every day against its rows", day_sums_are_facts),
        ):
            with clock() as spent:
                gaps = len(list(search()))
            show(Figure(f"proof: {name}", f"{spent[0]:.1f} s", f"{gaps} gaps", "", "0 gaps", not gaps))


def _show_dashboard(few: float, legs: int) -> None:
    many = _median(month_figures)
    begin = span_of("month", now().date()).before.first
    ledger = _median(lambda: _from_legs(begin))
    show(
        Figure(
            "console dashboard, this month and the one before",
            f"{1000 * many:.1f} ms",
            f"summed from {legs:,} legs {1000 * ledger:.0f} ms",
            f"{many / ledger:.2f}",
            "≤ 0.50",
            many <= ledger / 2,
        )
    )
    rows = f"{TENANTS // 100} tenants {1000 * few:.1f} ms"
    ratio = many / few
    show(
        Figure(
            "the same, and over a hundredth of it",
            f"{1000 * many:.1f} ms",
            rows,
            f"{ratio:.1f}",
            "≤ 1.50",
            ratio <= 1.5,
        )
    )


def _show_reports() -> None:
    today = now().date()
    for kind in ("month", "year"):
        span = span_of(kind, today)
        ledger = _median(lambda first=span.before.first: _from_legs(first))  # type: ignore[misc]
        for by in ("reseller", "product", "country"):
            spent = _median(lambda by=by, span=span: lines_by(sums_of(None, by), by, span, "TRY", most=200))  # type: ignore[misc]
            show(
                Figure(
                    f"report of a {kind} by {by}, with the one before",
                    f"{1000 * spent:.0f} ms",
                    f"summed from legs {1000 * ledger:.0f} ms",
                    f"{spent / ledger:.2f}",
                    "≤ 0.50",
                    spent <= ledger / 2,
                )
            )


def _from_legs(begin: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FROM_LEGS, [begin])
        cursor.fetchall()


def _median(work: Callable[[], object]) -> float:
    work()
    spent = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return median(spent)


def _write(count: int) -> None:
    """So many closed tenants (nothing opens them) with a year of sales; what was written before goes."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The ledger's triggers look at each row: here they would be most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in (
            "reports_salefact",
            "reports_recurringmove",
            "ledger_leg",
            "ledger_entry",
            "ledger_account",
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")
        cursor.execute("DELETE FROM tenants_tenant WHERE slug LIKE 'closed-%%'", [])
        made = Tenant.objects.bulk_create(
            Tenant(
                kind="reseller", schema_name=f"none_{uuid4().hex}", slug=f"closed-{n}", name=f"Shop {n}",
                status="closed", currency="TRY", country="TR",
            )
            for n in range(count)
        )  # fmt: skip
        ids = [one.pk for one in made]
        cursor.execute(
            "INSERT INTO ledger_account (tenant_id, kind, party, currency) "
            "SELECT t, k, '', 'TRY' FROM unnest(%s::bigint[]) t, unnest(%s::text[]) k",
            [ids, list(SHARES)],
        )
        cursor.execute(
            "INSERT INTO ledger_entry (uuid, tenant_id, key, kind, at, reference, memo, leg_count, created_at) "
            "SELECT gen_random_uuid(), t, 'bench:' || n, 'sale', %s - (n * %s) * interval '1 second', "
            "gen_random_uuid(), 'INV-' || n, %s, now() FROM unnest(%s::bigint[]) t, generate_series(1, %s) n",
            [now(), DAYS * 86_400 // ENTRIES_OF_EACH, LEGS, ids, ENTRIES_OF_EACH],
        )
        cursor.execute(
            "INSERT INTO ledger_leg (entry_id, account_id, amount_minor, currency) "
            "SELECT e.id, a.id, s.minor, 'TRY' FROM ledger_entry e JOIN ledger_account a ON a.tenant_id = e.tenant_id "
            "JOIN unnest(%s::text[], %s::bigint[]) s(kind, minor) ON s.kind = a.kind",
            [list(SHARES), list(SHARES.values())],
        )
        cursor.execute(FACTS)
    with clock() as spent:
        sum_anew()
        while move_sums_on():
            pass
    note(f"days summed in {spent[0]:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
