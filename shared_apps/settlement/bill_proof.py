"""What must hold of the operator's bills; `prove_ledger` searches for what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import AccountKind, EntryKind, Gap, check, gaps


@check("bills_add_up", "Every bill is the sum of its lines and its tax")
def bills_add_up() -> Iterator[Gap]:
    return gaps("""
        SELECT b.tenant_id, 'bill ' || b.number, b.net_minor::text, coalesce(sum(l.amount_minor), 0)::text
        FROM settlement_bill b LEFT JOIN settlement_billline l ON l.bill_id = b.id
        GROUP BY b.id HAVING b.net_minor <> coalesce(sum(l.amount_minor), 0)
    """)


@check("bills_match", "Every bill is posted once with its total; paid, by one transfer; void, taken back")
def bills_match() -> Iterator[Gap]:
    return gaps(
        """
        WITH moved AS (
            SELECT b.id, e.key, -sum(l.amount_minor) AS minor
            FROM settlement_bill b
            JOIN ledger_entry e ON e.tenant_id = b.tenant_id
                 AND e.key IN ('bill:' || b.uuid, 'bill-void:' || b.uuid)
            JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE a.kind = %(owed)s GROUP BY b.id, e.key
        ), story AS (
            SELECT b.tenant_id, b.number, b.status, b.total_minor, coalesce(t.amount_minor, 0) AS transferred,
                   coalesce(i.minor, 0) AS issued, -coalesce(v.minor, 0) AS voided
            FROM settlement_bill b
            LEFT JOIN moved i ON i.id = b.id AND i.key = 'bill:' || b.uuid
            LEFT JOIN moved v ON v.id = b.id AND v.key = 'bill-void:' || b.uuid
            LEFT JOIN settlement_transfer t ON t.bill_id = b.id
        )
        SELECT tenant_id, 'bill ' || number, total_minor || ' ' || status,
               issued || ' issued, ' || voided || ' void, ' || transferred || ' transferred'
        FROM story
        WHERE issued <> total_minor
           OR voided <> CASE WHEN status = 'void' THEN total_minor ELSE 0 END
           OR transferred <> CASE WHEN status = 'paid' THEN total_minor ELSE 0 END
        """,
        owed=AccountKind.STATEMENT_PAYABLE.value,
    )


@check("bills_are_sales", "Every paid bill is one sale of the operator's, of its total")
def bills_are_sales() -> Iterator[Gap]:
    return gaps(
        """
        WITH sold AS (
            SELECT e.reference, sum(l.amount_minor) FILTER (WHERE l.amount_minor > 0) AS minor
            FROM ledger_entry e JOIN ledger_leg l ON l.entry_id = e.id
            JOIN tenants_tenant o ON o.id = e.tenant_id AND o.kind = 'operator'
            JOIN ledger_account a ON a.id = l.account_id
            WHERE e.kind = %(sale)s AND a.kind IN (%(clearing)s, %(kept)s) GROUP BY e.reference
        )
        SELECT b.tenant_id, 'bill ' || b.number, b.total_minor || ' ' || b.status, coalesce(s.minor, 0)::text
        FROM settlement_bill b LEFT JOIN sold s ON s.reference = b.uuid::text
        WHERE coalesce(s.minor, 0) <> CASE WHEN b.status = 'paid' THEN b.total_minor ELSE 0 END
        """,
        sale=EntryKind.SALE.value,
        clearing=AccountKind.GATEWAY_CLEARING.value,
        kept=AccountKind.SETTLEMENT_CLEARING.value,
    )


@check("bill_numbers_whole", "Numbers of bills run without a gap in each year")
def bill_numbers_whole() -> Iterator[Gap]:
    return gaps("""
        WITH given AS (
            SELECT 'B-' || split_part(number, '-', 2) AS series, split_part(number, '-', 2)::int AS year,
                   split_part(number, '-', 3)::int AS n, tenant_id
            FROM settlement_bill WHERE number LIKE 'B-%%'
        )
        SELECT min(g.tenant_id), 'numbers ' || g.series, coalesce(max(s.last), 0) || ' numbers',
               count(DISTINCT g.n) || ' numbers up to ' || max(g.n)
        FROM given g LEFT JOIN settlement_numbersequence s ON s.series = 'B' AND s.year = g.year
        GROUP BY g.series
        HAVING count(DISTINCT g.n) <> max(g.n) OR coalesce(max(s.last), 0) <> max(g.n)
    """)
