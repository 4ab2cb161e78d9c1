"""Move what was added to the figures on into the days' sums."""

from __future__ import annotations

from django.db import connection, transaction

BATCH, MOST_BATCHES = 20_000, 20
_LOCK = 0x5EA_DA75
_UP_TO = "SELECT max(id) FROM (SELECT id FROM reports_freshsum ORDER BY id LIMIT %s) first"
# The view parts what is fresh as the sums are parted. One statement, one snapshot: what commits meanwhile stays, and
# a reader sees both ends of a move or neither. By range, since statistics of a table that is emptied all day mislead.
_MOVE_ON = """
WITH gone AS (
    DELETE FROM reports_freshsum WHERE id <= %(up_to)s RETURNING id
), added AS (
    INSERT INTO reports_daysum AS s (
        cut, tenant_id, day, currency, product_sku, sku, country, occasion, lines, quantity, net_minor, tax_minor,
        discount_minor, wholesale_minor, fee_minor, commission_minor, margin_minor, recurring_minor)
    SELECT cut, tenant_id, day, currency, product_sku, sku, country, occasion, sum(lines), sum(quantity),
           sum(net_minor), sum(tax_minor), sum(discount_minor), sum(wholesale_minor), sum(fee_minor),
           sum(commission_minor), sum(margin_minor), sum(recurring_minor)
    FROM reports_freshfigure WHERE id <= %(up_to)s
    GROUP BY cut, tenant_id, day, currency, product_sku, sku, country, occasion
    ON CONFLICT (cut, day, currency, tenant_id, product_sku, sku, country, occasion) DO UPDATE SET
        lines = s.lines + excluded.lines, quantity = s.quantity + excluded.quantity,
        net_minor = s.net_minor + excluded.net_minor, tax_minor = s.tax_minor + excluded.tax_minor,
        discount_minor = s.discount_minor + excluded.discount_minor,
        wholesale_minor = s.wholesale_minor + excluded.wholesale_minor,
        fee_minor = s.fee_minor + excluded.fee_minor,
        commission_minor = s.commission_minor + excluded.commission_minor,
        margin_minor = s.margin_minor + excluded.margin_minor,
        recurring_minor = s.recurring_minor + excluded.recurring_minor
)
SELECT count(*) FROM gone
"""
_ANEW = """
LOCK TABLE reports_salefact, reports_recurringmove IN SHARE MODE;
DELETE FROM reports_freshsum;
DELETE FROM reports_daysum;
INSERT INTO reports_freshsum (
    tenant_id, day, currency, product_sku, sku, country, occasion, lines, quantity, net_minor, tax_minor,
    discount_minor, wholesale_minor, fee_minor, commission_minor, margin_minor, recurring_minor)
SELECT tenant_id, day, currency, product_sku, sku, country, occasion, 1, quantity, net_minor, tax_minor,
       discount_minor, wholesale_minor, fee_minor, commission_minor, margin_minor, 0
FROM reports_salefact
UNION ALL
SELECT tenant_id, day, currency, product_sku, sku, country, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, delta_minor
FROM reports_recurringmove;
"""


@transaction.atomic
def move_sums_on() -> int:
    """Add what is fresh to the days' sums; how many rows. One at a time: a second run meanwhile does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        moved = 0
        for _batch in range(MOST_BATCHES):
            cursor.execute(_UP_TO, [BATCH])
            if (up_to := cursor.fetchone()[0]) is None:
                break
            cursor.execute(_MOVE_ON, {"up_to": up_to})
            moved += cursor.fetchone()[0]
    return moved


@transaction.atomic
def sum_anew() -> None:
    """Forget the days' sums and take every row of the figures as fresh; sales wait while they are copied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_ANEW)
