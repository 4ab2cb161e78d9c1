"""What must hold of the operator's bills; `prove_ledger` searches for what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import AccountKind, Gap, check, gaps


@check("bills_add_up", "Every bill is the sum of its lines and its tax")
def bills_add_up() -> Iterator[Gap]:
    return gaps("""
        SELECT b.tenant_id, 'bill ' || b.number, b.net_minor::text, coalesce(sum(l.amount_minor), 0)::text
        FROM settlement_bill b LEFT JOIN settlement_billline l ON l.bill_id = b.id
        GROUP BY b.id HAVING b.net_minor <> coalesce(sum(l.amount_minor), 0)
    """)


@check("bills_match", "Every bill is posted once with its total, and what it led to was posted once")
def bills_match() -> Iterator[Gap]:
    """Issued: the total is owed. Paid: by one transfer or out of the balance. Void: taken back."""
    return gaps(
        """
        WITH moved AS (
            SELECT b.id, e.key, -sum(l.amount_minor) AS minor
            FROM settlement_bill b
            JOIN ledger_entry e ON e.tenant_id = b.tenant_id AND e.key IN
                 ('bill:' || b.uuid, 'bill-void:' || b.uuid, 'bill-drawn:' || b.uuid)
            JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE a.kind = %(owed)s GROUP BY b.id, e.key
        ), story AS (
            SELECT b.tenant_id, b.number, b.status, b.total_minor, t.amount_minor AS transferred,
                   coalesce(i.minor, 0) AS issued, coalesce(v.minor, 0) AS voided, coalesce(d.minor, 0) AS drawn
            FROM settlement_bill b
            LEFT JOIN moved i ON i.id = b.id AND i.key = 'bill:' || b.uuid
            LEFT JOIN moved v ON v.id = b.id AND v.key = 'bill-void:' || b.uuid
            LEFT JOIN moved d ON d.id = b.id AND d.key = 'bill-drawn:' || b.uuid
            LEFT JOIN settlement_transfer t ON t.bill_id = b.id
        )
        SELECT tenant_id, 'bill ' || number, total_minor || ' ' || status,
               issued || ' issued, ' || -voided || ' void, ' || -drawn || ' drawn, '
               || coalesce(transferred, 0) || ' transferred'
        FROM story
        WHERE issued <> total_minor
           OR -voided <> CASE WHEN status = 'void' THEN total_minor ELSE 0 END
           OR coalesce(transferred, 0) - drawn <> CASE WHEN status = 'paid' THEN total_minor ELSE 0 END
        """,
        owed=AccountKind.STATEMENT_PAYABLE.value,
    )


@check("bill_numbers_whole", "Numbers of bills run without a gap in each year")
def bill_numbers_whole() -> Iterator[Gap]:
    return gaps("""
        WITH given AS (
            SELECT 'B-' || split_part(number, '-', 2) AS series, split_part(number, '-', 2)::int AS year,
                   split_part(number, '-', 3)::int AS n, tenant_id
            FROM settlement_bill
        )
        SELECT min(g.tenant_id), 'numbers ' || g.series, coalesce(max(s.last), 0) || ' numbers',
               count(DISTINCT g.n) || ' numbers up to ' || max(g.n)
        FROM given g LEFT JOIN settlement_numbersequence s ON s.series = 'B' AND s.year = g.year
        GROUP BY g.series
        HAVING count(DISTINCT g.n) <> max(g.n) OR coalesce(max(s.last), 0) <> max(g.n)
    """)
