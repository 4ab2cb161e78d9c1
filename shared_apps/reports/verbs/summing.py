"""Move what was added to the figures on into the days' sums."""

from __future__ import annotations

from django.db import connection, transaction

BATCH, MOST_BATCHES = 20_000, 20
_LOCK = 0x5EA_DA75
# The view parts what is fresh as the sums are parted. A reader sees both ends of a move or neither.
_MOVE_ON = """
WITH gone AS (
    DELETE FROM reports_freshsum WHERE id IN (SELECT id FROM reports_freshsum ORDER BY id LIMIT %s) RETURNING id
), added AS (
    INSERT INTO reports_daysum AS s (
        cut, tenant_id, day, currency, product_sku, sku, country, occasion, lines, quantity, net_minor, tax_minor,
        discount_minor, wholesale_minor, fee_minor, commission_minor, margin_minor, recurring_minor)
    SELECT cut, tenant_id, day, currency, product_sku, sku, country, occasion, sum(lines), sum(quantity),
           sum(net_minor), sum(tax_minor), sum(discount_minor), sum(wholesale_minor), sum(fee_minor),
           sum(commission_minor), sum(margin_minor), sum(recurring_minor)
    FROM reports_freshfigure WHERE id IN (SELECT id FROM gone)
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
            cursor.execute(_MOVE_ON, [BATCH])
            moved += (now := cursor.fetchone()[0])
            if now < BATCH:
                break
    return moved


@transaction.atomic
def sum_anew() -> None:
    """Forget the days' sums and take every row of the figures as fresh; sales wait while they are copied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_ANEW)
