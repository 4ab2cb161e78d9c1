"""The programme's own record of money against the ledger, over all tenants, one query a check."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import Gap, check, gaps

_PER_PERSON = """
    SELECT coalesce(kept.tenant_id, posted.tenant_id),
           'person ' || coalesce(kept.person::text, posted.person),
           coalesce(kept.amount, 0), coalesce(posted.amount, 0)
    FROM kept FULL JOIN posted ON posted.tenant_id = kept.tenant_id AND posted.person = kept.person::text
                              AND posted.currency = kept.currency
    WHERE coalesce(kept.amount, 0) <> coalesce(posted.amount, 0)
"""
_POSTED = """
    SELECT a.tenant_id, a.party AS person, a.currency, -sum(l.amount_minor) AS amount
    FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
    WHERE a.kind = %(account)s GROUP BY a.tenant_id, a.party, a.currency
"""
_PER_INVOICE = """
    WITH kept AS (
        SELECT tenant_id, invoice_uuid::text AS invoice, {column} AS amount FROM commissions_earning
    ), posted AS (
        SELECT e.tenant_id, e.reference AS invoice, {sign}sum(l.amount_minor) AS amount
        FROM ledger_entry e
        JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
        WHERE e.kind = ANY(string_to_array(%(entries)s, ',')) AND a.kind = 'affiliate_pending'
        GROUP BY e.tenant_id, e.reference
    )
    SELECT coalesce(kept.tenant_id, posted.tenant_id), 'invoice ' || coalesce(kept.invoice, posted.invoice),
           coalesce(kept.amount, 0), coalesce(posted.amount, 0)
    FROM kept FULL JOIN posted ON posted.tenant_id = kept.tenant_id AND posted.invoice = kept.invoice
    WHERE coalesce(kept.amount, 0) <> coalesce(posted.amount, 0)
"""


@check("earnings_match_sales", "Every earning is the commission leg of its sale")
def earnings_match_sales() -> Iterator[Gap]:
    return gaps(_PER_INVOICE.format(column="amount_minor", sign="-"), entries="sale")


@check("lines_match_earnings", "The lines of every earning add up to its base and its commission")
def lines_match_earnings() -> Iterator[Gap]:
    return gaps("""
        SELECT e.tenant_id, 'earning ' || e.uuid, e.base_minor || ' and ' || e.amount_minor,
               coalesce(sum(l.base_minor), 0) || ' and ' || coalesce(sum(l.amount_minor), 0)
        FROM commissions_earning e LEFT JOIN commissions_earningline l ON l.earning_id = e.id
        GROUP BY e.id
        HAVING e.base_minor <> coalesce(sum(l.base_minor), 0)
            OR e.amount_minor <> coalesce(sum(l.amount_minor), 0)
    """)


@check("reversals_match_refunds", "Every reversed commission is the leg of its refunds and its rejection")
def reversals_match_refunds() -> Iterator[Gap]:
    return gaps(_PER_INVOICE.format(column="reversed_minor", sign=""), entries="refund,commission_refused")


@check("pending_matches", "Commission on hold is what the pending earnings say")
def pending_matches() -> Iterator[Gap]:
    kept = """
        SELECT tenant_id, beneficiary_uuid AS person, currency, sum(amount_minor - reversed_minor) AS amount
        FROM commissions_earning WHERE status IN ('pending', 'held') GROUP BY tenant_id, beneficiary_uuid, currency
    """
    return gaps(f"WITH kept AS ({kept}), posted AS ({_POSTED}) {_PER_PERSON}", account="affiliate_pending")


@check("available_matches", "Commission available is what was released less what was withdrawn")
def available_matches() -> Iterator[Gap]:
    kept = """
        SELECT tenant_id, person, currency, sum(amount) AS amount FROM (
            SELECT tenant_id, beneficiary_uuid AS person, currency, amount_minor - reversed_minor AS amount
            FROM commissions_earning WHERE status = 'available'
            UNION ALL
            SELECT tenant_id, person_uuid, currency, -amount_minor FROM commissions_withdrawal
            WHERE status NOT IN ('rejected', 'returned')
        ) moves GROUP BY tenant_id, person, currency
    """
    return gaps(f"WITH kept AS ({kept}), posted AS ({_POSTED}) {_PER_PERSON}", account="affiliate_available")


@check("reserved_matches", "Every open withdrawal is reserved, and nothing else is")
def reserved_matches() -> Iterator[Gap]:
    kept = """
        SELECT tenant_id, person_uuid AS person, currency, sum(amount_minor) AS amount
        FROM commissions_withdrawal WHERE status IN ('requested', 'approved')
        GROUP BY tenant_id, person_uuid, currency
    """
    return gaps(f"WITH kept AS ({kept}), posted AS ({_POSTED}) {_PER_PERSON}", account="affiliate_reserved")


@check("payouts_match", "Every paid withdrawal is one payout and one entry of its amount")
def payouts_match() -> Iterator[Gap]:
    return gaps("""
        WITH posted AS (
            SELECT e.tenant_id, e.reference, sum(l.amount_minor) AS amount
            FROM ledger_entry e
            JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE e.kind = 'withdrawal_paid' AND a.kind = 'affiliate_reserved'
            GROUP BY e.tenant_id, e.reference
        ), kept AS (
            SELECT w.tenant_id, w.uuid::text AS reference, p.amount_minor AS payout,
                   CASE WHEN w.status = 'paid' OR p.returned_at IS NOT NULL
                        THEN w.amount_minor END AS amount
            FROM commissions_withdrawal w LEFT JOIN commissions_payout p ON p.withdrawal_id = w.id
        )
        SELECT coalesce(kept.tenant_id, posted.tenant_id),
               'withdrawal ' || coalesce(kept.reference, posted.reference), coalesce(kept.amount, 0),
               coalesce(posted.amount, 0) || ' posted, ' || coalesce(kept.payout, 0) || ' sent'
        FROM kept FULL JOIN posted ON posted.tenant_id = kept.tenant_id AND posted.reference = kept.reference
        WHERE coalesce(kept.amount, 0) <> coalesce(posted.amount, 0)
           OR coalesce(kept.amount, 0) <> coalesce(kept.payout, 0)
    """)


@check(
    "returns_match",
    "Every payout that the bank gave back is one entry of its amount, and its withdrawal says so",
)
def returns_match() -> Iterator[Gap]:
    return gaps("""
        WITH posted AS (
            SELECT e.tenant_id, e.reference, -sum(l.amount_minor) AS amount
            FROM ledger_entry e
            JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE e.kind = 'payout_returned' AND a.kind = 'affiliate_available'
            GROUP BY e.tenant_id, e.reference
        ), kept AS (
            SELECT w.tenant_id, w.uuid::text AS reference, p.amount_minor AS amount, w.status
            FROM commissions_payout p JOIN commissions_withdrawal w ON w.id = p.withdrawal_id
            WHERE p.returned_at IS NOT NULL
        )
        SELECT coalesce(kept.tenant_id, posted.tenant_id),
               'withdrawal ' || coalesce(kept.reference, posted.reference),
               coalesce(kept.amount, 0) || ' returned', coalesce(posted.amount, 0) || ' ' || coalesce(kept.status, '')
        FROM kept FULL JOIN posted ON posted.tenant_id = kept.tenant_id AND posted.reference = kept.reference
        WHERE coalesce(kept.amount, 0) <> coalesce(posted.amount, 0) OR kept.status <> 'returned'
    """)
