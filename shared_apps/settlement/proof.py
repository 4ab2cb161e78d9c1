"""What must hold between resellers and the operator; `prove_ledger` searches for what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import AccountKind, EntryKind, Gap, check, gaps

_BALANCES = """
WITH balance AS (
    SELECT a.tenant_id, a.currency, a.kind, a.party, sum(l.amount_minor) AS minor
    FROM ledger_account a JOIN ledger_leg l ON l.account_id = a.id
    GROUP BY a.tenant_id, a.currency, a.kind, a.party
)
"""


def _gaps(query: str, **parameters: str) -> Iterator[Gap]:
    return gaps(_BALANCES + query, **parameters)


@check("prepaid_never_negative", "No reseller's prepaid balance is below zero")
def prepaid_never_negative() -> Iterator[Gap]:
    query = "SELECT tenant_id, currency, 'zero or more', minor FROM balance WHERE kind = %(prepaid)s AND minor < 0"
    return _gaps(query, prepaid=AccountKind.PREPAID.value)


@check("wholesale_is_drawn", "Wholesale owed is drawn from a prepaid balance as far as it goes")
def wholesale_is_drawn() -> Iterator[Gap]:
    return _gaps(
        """
        SELECT w.tenant_id, w.currency, 'nothing owed beside a balance',
               -w.minor || ' owed, ' || coalesce(p.minor, 0) || ' left'
        FROM balance w
        JOIN settlement_settlementterms t ON t.tenant_id = w.tenant_id
             AND t.collector = 'reseller' AND t.wholesale = 'prepaid'
        LEFT JOIN balance p ON p.tenant_id = w.tenant_id AND p.currency = w.currency AND p.kind = %(prepaid)s
        WHERE w.kind = %(wholesale)s AND (w.minor > 0 OR w.minor < 0 AND coalesce(p.minor, 0) > 0)
        """,
        prepaid=AccountKind.PREPAID.value,
        wholesale=AccountKind.WHOLESALE_PAYABLE.value,
    )


@check(
    "statements_match", "Open statements and bills are what resellers owe by them, each statement posted once"
)
def statements_match() -> Iterator[Gap]:
    return _gaps(
        """
        , open AS (
            SELECT tenant_id, currency, sum(total_minor) AS minor FROM (
                SELECT tenant_id, currency, total_minor FROM settlement_statement WHERE status = 'open'
                UNION ALL SELECT tenant_id, currency, total_minor FROM settlement_bill WHERE status = 'open'
            ) asked GROUP BY tenant_id, currency
        )
        SELECT coalesce(o.tenant_id, b.tenant_id), 'statements ' || coalesce(o.currency, b.currency),
               coalesce(o.minor, 0)::text, coalesce(-b.minor, 0)::text
        FROM open o FULL JOIN (SELECT * FROM balance WHERE kind = %(stated)s) b
             ON b.tenant_id = o.tenant_id AND b.currency = o.currency
        WHERE coalesce(o.minor, 0) <> coalesce(-b.minor, 0)
        UNION ALL
        SELECT s.tenant_id, 'statement ' || s.number, s.total_minor::text, coalesce(sum(l.amount_minor), 0)::text
        FROM settlement_statement s
        LEFT JOIN ledger_entry e ON e.tenant_id = s.tenant_id AND e.key = 'statement:' || s.uuid
        LEFT JOIN ledger_leg l ON l.entry_id = e.id AND l.amount_minor > 0
        GROUP BY s.id HAVING s.total_minor <> coalesce(sum(l.amount_minor), 0)
        """,
        stated=AccountKind.STATEMENT_PAYABLE.value,
    )


@check("transfers_match", "Every transfer between reseller and operator is one entry of its amount")
def transfers_match() -> Iterator[Gap]:
    return gaps(
        """
        WITH posted AS (
            SELECT e.tenant_id, e.reference, sum(l.amount_minor) FILTER (WHERE l.amount_minor > 0) AS minor
            FROM ledger_entry e JOIN ledger_leg l ON l.entry_id = e.id
            WHERE e.kind IN (%(top_up)s, %(paid)s, %(bill)s, %(drawn)s, %(payout)s) GROUP BY e.id
        )
        SELECT coalesce(t.tenant_id, p.tenant_id), 'transfer ' || coalesce(t.uuid::text, p.reference),
               coalesce(t.amount_minor::text, 'no transfer'), coalesce(p.minor::text, 'no entry')
        FROM settlement_transfer t FULL JOIN posted p ON p.tenant_id = t.tenant_id AND p.reference = t.uuid::text
        WHERE t.amount_minor IS DISTINCT FROM p.minor
        """,
        top_up=EntryKind.TOP_UP.value,
        paid=EntryKind.STATEMENT_PAID.value,
        bill=EntryKind.BILL_PAID.value,
        drawn=EntryKind.BILL_DRAWN.value,
        payout=EntryKind.PAYOUT.value,
    )


@check(
    "carried_fees_match", "Refunds beyond what was held took no more than their payment's fee, and are booked"
)
def carried_fees_match() -> Iterator[Gap]:
    return gaps(
        """
        WITH carried AS (
            SELECT c.tenant_id, c.payment_uuid, c.refund_uuid, c.minor, r.status
            FROM settlement_carriedfee c LEFT JOIN payments_refund r ON r.uuid = c.refund_uuid
        )
        SELECT c.tenant_id, 'fee of payment ' || p.uuid, 'at most ' || p.fee_minor, sum(c.minor)::text
        FROM carried c JOIN payments_payment p ON p.uuid = c.payment_uuid
        WHERE c.status IS DISTINCT FROM 'declined'
        GROUP BY c.tenant_id, p.uuid, p.fee_minor HAVING sum(c.minor) > p.fee_minor
        UNION ALL
        SELECT c.tenant_id, 'refund ' || c.refund_uuid, 'at least ' || c.minor || ' taken',
               coalesce(-sum(l.amount_minor), 0)::text
        FROM carried c
        JOIN ledger_entry booked ON booked.tenant_id = c.tenant_id AND booked.key = 'refund:' || c.refund_uuid
        LEFT JOIN ledger_entry e ON e.tenant_id = c.tenant_id AND e.key = 'collected:' || booked.key
        LEFT JOIN ledger_account a ON a.tenant_id = c.tenant_id AND a.kind = %(collected)s
        LEFT JOIN ledger_leg l ON l.entry_id = e.id AND l.account_id = a.id
        GROUP BY c.tenant_id, c.refund_uuid, c.minor HAVING coalesce(-sum(l.amount_minor), 0) < c.minor
        """,
        collected=AccountKind.COLLECTED.value,
    )


@check("shares_held_were_earned", "No more is held of shares of moved clients than was credited for them")
def shares_held_were_earned() -> Iterator[Gap]:
    """Compared with the credits alone: what is taken back later is owed, and no reason for a gap."""
    return gaps(
        """
        WITH legs AS (
            SELECT e.tenant_id, l.currency,
                   sum(l.amount_minor) FILTER (WHERE e.kind = %(share)s AND l.amount_minor > 0) AS earned,
                   sum(-l.amount_minor) FILTER (WHERE e.kind = %(held)s) AS held
            FROM ledger_entry e
            JOIN ledger_leg l ON l.entry_id = e.id
            JOIN ledger_account a ON a.id = l.account_id AND a.kind = %(wholesale)s
            WHERE e.kind IN (%(share)s, %(held)s) GROUP BY e.tenant_id, l.currency
        )
        SELECT tenant_id, 'shares ' || currency, 'at most ' || coalesce(earned, 0), held::text
        FROM legs WHERE held > coalesce(earned, 0)
        """,
        share=EntryKind.MOVE_SHARE.value,
        held=EntryKind.SHARE_HELD.value,
        wholesale=AccountKind.WHOLESALE_PAYABLE.value,
    )


@check("collected_is_moved", "What the operator took in for a reseller stands on that reseller's account")
def collected_is_moved() -> Iterator[Gap]:
    return _gaps(
        """
        SELECT tenant_id, kind || ' ' || party || ' ' || currency, '0', minor::text
        FROM balance WHERE party LIKE '%%.collected' AND minor <> 0
        """
    )


@check(
    "redeemed_matches", "Every commission redeemed is one top-up of its portal, kept for it by the operator"
)
def redeemed_matches() -> Iterator[Gap]:
    return gaps(
        """
        WITH paid AS (
            SELECT p.uuid, p.tenant_id, p.currency, p.amount_minor - p.withheld_minor AS minor, w.uuid AS withdrawal
            FROM commissions_payout p JOIN commissions_withdrawal w ON w.id = p.withdrawal_id
            JOIN commissions_payoutmethod m ON m.id = w.method_id
            WHERE m.kind = 'prepaid' AND p.returned_at IS NULL AND p.amount_minor > p.withheld_minor
        ), taken AS (
            SELECT t.uuid, t.tenant_id, t.currency, t.amount_minor AS minor, r.uuid AS reseller
            FROM settlement_transfer t JOIN tenants_tenant r ON r.id = t.tenant_id
            WHERE t.method = 'commission' AND t.kind = 'top_up'
        ), kept AS (
            SELECT e.reference, a.party, -sum(l.amount_minor) AS minor
            FROM ledger_entry e JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE e.kind = %(paid)s AND a.kind = %(kept)s GROUP BY e.reference, a.party
        )
        SELECT coalesce(p.tenant_id, t.tenant_id), 'payout ' || coalesce(p.uuid, t.uuid),
               coalesce(p.minor, 0)::text, coalesce(t.minor, 0) || ' added, ' || coalesce(k.minor, 0) || ' kept'
        FROM paid p FULL JOIN taken t ON t.uuid = p.uuid AND t.currency = p.currency
        LEFT JOIN kept k ON k.reference = p.withdrawal::text AND k.party = t.reseller::text
        WHERE p.minor IS DISTINCT FROM t.minor OR p.minor IS DISTINCT FROM k.minor
        """,
        paid=EntryKind.WITHDRAWAL_PAID.value,
        kept=AccountKind.SETTLEMENT_CLEARING.value,
    )
