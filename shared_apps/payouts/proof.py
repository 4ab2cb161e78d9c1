"""Batches, withheld tax and statements against withdrawals and the ledger; `prove_ledger` searches for gaps."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import AccountKind, Gap, check, gaps

_POSTED = """
WITH posted AS (
    SELECT a.tenant_id, a.currency, -sum(l.amount_minor) AS amount
    FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
    WHERE a.kind = %(account)s GROUP BY a.tenant_id, a.currency
)
"""


def _against(query: str, account: AccountKind) -> Iterator[Gap]:
    """Gaps between what is `posted` on a kind of account and what the query knows."""
    return gaps(_POSTED + query, account=account.value)


@check(
    "batches_add_up", "Every payout batch is the sum of its lines, and one that is over has none that waits"
)
def batches_add_up() -> Iterator[Gap]:
    return gaps("""
        SELECT b.tenant_id, 'batch ' || b.number,
               b.line_count || ' lines, ' || b.total_minor || ', ' || b.withheld_minor || ' withheld',
               count(l.id) || ' lines, ' || coalesce(sum(l.amount_minor), 0) || ', '
               || coalesce(sum(l.withheld_minor), 0) || ' withheld, '
               || count(l.id) FILTER (WHERE l.status = 'waiting') || ' waiting'
        FROM payouts_payoutbatch b LEFT JOIN payouts_batchline l ON l.batch_id = b.id
        GROUP BY b.id
        HAVING b.line_count <> count(l.id) OR b.total_minor <> coalesce(sum(l.amount_minor), 0)
            OR b.withheld_minor <> coalesce(sum(l.withheld_minor), 0)
            OR (count(l.id) FILTER (WHERE l.status = 'waiting') > 0) <> (b.status IN ('locked', 'sent'))
    """)


@check("batch_lines_match", "Every line of a batch says of its withdrawal what the withdrawal says")
def batch_lines_match() -> Iterator[Gap]:
    return gaps("""
        SELECT b.tenant_id, 'line ' || l.code,
               l.status || ' ' || l.amount_minor + l.withheld_minor,
               w.status || ' ' || w.amount_minor || CASE WHEN w.batch_uuid IS NULL THEN '' ELSE ', locked' END
        FROM payouts_batchline l
        JOIN payouts_payoutbatch b ON b.id = l.batch_id JOIN commissions_withdrawal w ON w.id = l.withdrawal_id
        WHERE b.tenant_id <> w.tenant_id
           OR l.amount_minor + l.withheld_minor <> w.amount_minor OR l.withheld_minor <> w.withheld_minor
           OR l.status = 'waiting' AND (w.status <> 'approved' OR w.batch_uuid IS DISTINCT FROM b.uuid)
           OR l.status = 'paid' AND w.status <> 'paid'
           OR l.status = 'returned' AND w.status <> 'returned'
        UNION ALL
        SELECT w.tenant_id, 'withdrawal ' || w.uuid, 'a waiting line in ' || w.batch_uuid, w.status || ', none'
        FROM commissions_withdrawal w
        WHERE w.batch_uuid IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM payouts_batchline l JOIN payouts_payoutbatch b ON b.id = l.batch_id
            WHERE l.withdrawal_id = w.id AND b.uuid = w.batch_uuid AND l.status = 'waiting')
    """)


@check(
    "withholding_matches", "Tax withheld in the ledger is what payouts kept back less what was handed over"
)
def withholding_matches() -> Iterator[Gap]:
    return _against(
        """
        , kept AS (
            SELECT tenant_id, currency, sum(amount) AS amount FROM (
                SELECT tenant_id, currency, withheld_minor AS amount FROM commissions_payout
                WHERE returned_at IS NULL
                UNION ALL SELECT tenant_id, currency, -amount_minor FROM payouts_remittance
            ) moves GROUP BY tenant_id, currency
        )
        SELECT coalesce(k.tenant_id, p.tenant_id), 'withheld ' || coalesce(k.currency, p.currency),
               coalesce(k.amount, 0), coalesce(p.amount, 0)
        FROM kept k FULL JOIN posted p ON p.tenant_id = k.tenant_id AND p.currency = k.currency
        WHERE coalesce(k.amount, 0) <> coalesce(p.amount, 0)
        """,
        AccountKind.WITHHOLDING_PAYABLE,
    )


@check("clearing_matches", "What left for banks is what payouts sent, less what came back")
def clearing_matches() -> Iterator[Gap]:
    return _against(
        """
        , kept AS (
            SELECT tenant_id, currency, sum(amount) AS amount FROM (
                SELECT p.tenant_id, p.currency, p.amount_minor - p.withheld_minor AS amount
                FROM commissions_payout p JOIN commissions_withdrawal w ON w.id = p.withdrawal_id
                JOIN commissions_payoutmethod m ON m.id = w.method_id
                WHERE p.returned_at IS NULL AND m.kind NOT IN ('credit', 'prepaid')
                UNION ALL SELECT tenant_id, currency, amount_minor FROM payouts_remittance
            ) moves GROUP BY tenant_id, currency
        )
        SELECT coalesce(k.tenant_id, p.tenant_id), 'paid out ' || coalesce(k.currency, p.currency),
               coalesce(k.amount, 0), coalesce(p.amount, 0)
        FROM kept k FULL JOIN posted p ON p.tenant_id = k.tenant_id AND p.currency = k.currency
        WHERE coalesce(k.amount, 0) <> coalesce(p.amount, 0)
        """,
        AccountKind.PAYOUT_CLEARING,
    )


@check(
    "payout_statements_match",
    "Every self-billed statement is the sum of its payouts, and its numbers have no gap",
)
def payout_statements_match() -> Iterator[Gap]:
    return gaps("""
        SELECT s.tenant_id, 'statement ' || s.number, s.gross_minor || ', ' || s.withheld_minor || ' withheld',
               coalesce(sum(p.amount_minor), 0) * CASE s.kind WHEN 'correction' THEN -1 ELSE 1 END || ', '
               || coalesce(sum(p.withheld_minor), 0) * CASE s.kind WHEN 'correction' THEN -1 ELSE 1 END || ' withheld'
        FROM payouts_payoutstatement s
        LEFT JOIN payouts_statementitem i ON i.statement_id = s.id
        LEFT JOIN commissions_payout p ON p.id = i.payout_id AND p.tenant_id = s.tenant_id
             AND p.person_uuid = s.person_uuid AND p.currency = s.currency
             AND (i.is_correction = (s.kind = 'correction'))
        GROUP BY s.id
        HAVING abs(s.gross_minor) <> coalesce(sum(p.amount_minor), 0)
            OR abs(s.withheld_minor) <> coalesce(sum(p.withheld_minor), 0)
        UNION ALL
        SELECT n.tenant_id, 'statements of ' || n.year, '1 to ' || n.last,
               count(s.id) || ' up to ' || coalesce(max(s.position), 0)
        FROM payouts_numbersequence n
        LEFT JOIN payouts_payoutstatement s ON s.tenant_id = n.tenant_id AND s.year = n.year
        WHERE n.series = 'statement'
        GROUP BY n.id HAVING n.last <> count(s.id) OR n.last <> coalesce(max(s.position), 0)
    """)
