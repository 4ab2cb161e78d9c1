"""The rows that reports are summed from, against the ledger: every entry of a sale, line by line, to the minor unit."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import AccountKind, EntryKind, Gap, check, gaps

# What sells to clients: these entries have rows. The operator's own sales may have some.
TOLD_ENTRIES = (EntryKind.SALE, EntryKind.REFUND, EntryKind.OVERPAYMENT, EntryKind.COMMISSION_REFUSED)
_COLUMNS = "gross, tax, wholesale, fee, commission, margin"
_GAPS = """
WITH posted AS (
    SELECT e.tenant_id, e.uuid, max(e.reference) AS reference,
           coalesce(sum(l.amount_minor) FILTER (WHERE a.kind IN (%(clearing)s, %(credit)s, %(kept)s)), 0) AS gross,
           coalesce(-sum(l.amount_minor) FILTER (WHERE a.kind = %(tax)s), 0) AS tax,
           coalesce(-sum(l.amount_minor) FILTER (WHERE a.kind = %(wholesale)s), 0) AS wholesale,
           coalesce(-sum(l.amount_minor) FILTER (WHERE a.kind = %(fees)s), 0) AS fee,
           coalesce(-sum(l.amount_minor) FILTER (WHERE a.kind = %(pending)s), 0) AS commission,
           coalesce(-sum(l.amount_minor) FILTER (WHERE a.kind = %(margin)s), 0) AS margin
    FROM ledger_entry e
    JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
    JOIN tenants_tenant t ON t.id = e.tenant_id
    WHERE e.kind IN (%(sale)s, %(refund)s, %(over)s, %(refused)s) AND (t.kind = 'reseller' OR EXISTS (
        SELECT 1 FROM reports_salefact f WHERE f.tenant_id = e.tenant_id AND f.entry_uuid = e.uuid
    )) AND NOT EXISTS (
        SELECT 1 FROM agenda_entry w WHERE w.tenant_id = e.tenant_id AND w.task = 'orders.write_facts'
        AND w.status IN ('waiting', 'handed')
    )
    GROUP BY e.tenant_id, e.id
), told AS (
    SELECT tenant_id, entry_uuid AS uuid, max(invoice_uuid::text) AS reference,
           sum(net_minor + tax_minor) AS gross, sum(tax_minor) AS tax, sum(wholesale_minor) AS wholesale,
           sum(fee_minor) AS fee, sum(commission_minor) AS commission, sum(margin_minor) AS margin
    FROM reports_salefact GROUP BY tenant_id, entry_uuid
), columns AS (
        SELECT coalesce(p.tenant_id, t.tenant_id) AS tenant_id, coalesce(p.reference, t.reference) AS reference,
               ARRAY[p.gross, p.tax, p.wholesale, p.fee, p.commission, p.margin] AS posted,
               ARRAY[t.gross, t.tax, t.wholesale, t.fee, t.commission, t.margin] AS told
        FROM posted p FULL JOIN told t ON t.tenant_id = p.tenant_id AND t.uuid = p.uuid
    )
    SELECT tenant_id, 'invoice ' || reference, array_to_string(posted, ' ', '–'), array_to_string(told, ' ', '–')
    FROM columns
    WHERE posted IS DISTINCT FROM told
      AND NOT (posted = ARRAY[0, 0, 0, 0, 0, 0]::numeric[] AND array_position(told, NULL) IS NOT NULL)
"""
# Each reseller's parts less its rows, and the wider sums less these parts: every difference is nothing.
_DAY_GAPS = """
WITH differences AS (
    SELECT cut, coalesce(tenant_id, 0) AS tenant_id, day, currency, product_sku, sku, country, occasion, lines,
           quantity, net_minor, tax_minor, discount_minor, wholesale_minor, fee_minor, commission_minor, margin_minor,
           recurring_minor
    FROM reports_dayfigure
    UNION ALL
    SELECT 'one_parts', tenant_id, day, currency, product_sku, sku, country, occasion, -1, -quantity, -net_minor,
           -tax_minor, -discount_minor, -wholesale_minor, -fee_minor, -commission_minor, -margin_minor, 0
    FROM reports_salefact
    UNION ALL
    SELECT 'one_parts', tenant_id, day, currency, product_sku, sku, country, '', 0, 0, 0, 0, 0, 0, 0, 0, 0,
           -delta_minor
    FROM reports_recurringmove
    UNION ALL
    SELECT c.cut, CASE WHEN c.cut = 'one' THEN f.tenant_id ELSE 0 END, f.day, f.currency,
           CASE WHEN c.cut = 'all_parts' THEN f.product_sku ELSE '' END,
           CASE WHEN c.cut = 'all_parts' THEN f.sku ELSE '' END,
           CASE WHEN c.cut = 'all_parts' THEN f.country ELSE '' END,
           CASE WHEN c.cut = 'all_parts' THEN f.occasion ELSE '' END,
           -f.lines, -f.quantity, -f.net_minor, -f.tax_minor, -f.discount_minor, -f.wholesale_minor, -f.fee_minor,
           -f.commission_minor, -f.margin_minor, -f.recurring_minor
    FROM reports_dayfigure f JOIN tenants_tenant t ON t.id = f.tenant_id
    JOIN (VALUES ('all'), ('all_parts'), ('one')) c(cut)
        ON c.cut = 'one' OR (t.kind = 'reseller' AND NOT t.is_probe)
    WHERE f.cut = 'one_parts'
)
SELECT tenant_id, concat_ws(' ', 'day', day, cut, currency, product_sku, sku, country, occasion), '0',
       concat_ws(' ', sum(lines), sum(quantity), sum(net_minor), sum(tax_minor), sum(discount_minor),
                 sum(wholesale_minor), sum(fee_minor), sum(commission_minor), sum(margin_minor), sum(recurring_minor))
FROM differences GROUP BY day, tenant_id, cut, currency, product_sku, sku, country, occasion
HAVING sum(lines) <> 0 OR sum(quantity) <> 0 OR sum(net_minor) <> 0 OR sum(tax_minor) <> 0
    OR sum(discount_minor) <> 0 OR sum(wholesale_minor) <> 0 OR sum(fee_minor) <> 0 OR sum(commission_minor) <> 0
    OR sum(margin_minor) <> 0 OR sum(recurring_minor) <> 0
"""


@check("figures_match_sales", f"The rows of every sale and refund add up to its entry: {_COLUMNS}")
def figures_match_sales() -> Iterator[Gap]:
    return gaps(
        _GAPS,
        sale=EntryKind.SALE.value,
        refund=EntryKind.REFUND.value,
        over=EntryKind.OVERPAYMENT.value,
        refused=EntryKind.COMMISSION_REFUSED.value,
        clearing=AccountKind.GATEWAY_CLEARING.value,
        credit=AccountKind.CLIENT_CREDIT.value,
        # The operator takes what a reseller owes it out of what it keeps for it.
        kept=AccountKind.SETTLEMENT_CLEARING.value,
        tax=AccountKind.TAX_PAYABLE.value,
        wholesale=AccountKind.WHOLESALE_PAYABLE.value,
        fees=AccountKind.GATEWAY_FEES.value,
        pending=AccountKind.AFFILIATE_PENDING.value,
        margin=AccountKind.RESELLER_MARGIN.value,
    )


@check("recurring_is_moves", "What recurs of every service is what its changes add up to")
def recurring_is_moves() -> Iterator[Gap]:
    return gaps("""
        SELECT s.tenant_id, 'service ' || s.service_uuid, s.recurring_minor, coalesce(m.delta, 0)
        FROM reports_servicefact s LEFT JOIN (
            SELECT tenant_id, service_uuid, currency, sum(delta_minor) AS delta
            FROM reports_recurringmove GROUP BY tenant_id, service_uuid, currency
        ) m ON m.tenant_id = s.tenant_id AND m.service_uuid = s.service_uuid AND m.currency = s.currency
        WHERE s.recurring_minor <> coalesce(m.delta, 0)
    """)


@check("day_sums_are_facts", "The days' sums of the reports are what their rows add up to")
def day_sums_are_facts() -> Iterator[Gap]:
    """Moved on or fresh, of one reseller and of all."""
    return gaps(_DAY_GAPS)
