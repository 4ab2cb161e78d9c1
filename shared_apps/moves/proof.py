"""Shares of the margin against the ledger: both resellers' sides of each are the same amount."""

from __future__ import annotations

from collections.abc import Iterator

from shared_apps.ledger.door import Gap, check, gaps


@check("move_shares_match", "What a new reseller owes for a client that came is credited to the former one")
def move_shares_match() -> Iterator[Gap]:
    """A share whose other side waits in the agenda is no gap."""
    return gaps("""
        WITH kept AS (
            SELECT m.uuid::text AS move, m.tenant_id, m.to_tenant_id, s.currency, sum(s.minor) AS amount
            FROM moves_moveshare s JOIN moves_clientmove m ON m.id = s.move_id
            GROUP BY m.uuid, m.tenant_id, m.to_tenant_id, s.currency
        ), posted AS (
            SELECT e.reference AS move, e.tenant_id, l.currency, sum(l.amount_minor) AS amount
            FROM ledger_entry e
            JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
            WHERE e.kind = 'move_share' AND a.kind = 'wholesale_payable'
            GROUP BY e.reference, e.tenant_id, l.currency
        ), waiting AS (
            SELECT payload->>'move' AS move, payload->>'currency' AS currency,
                   sum((payload->>'minor')::bigint) AS amount
            FROM agenda_entry WHERE task = 'moves.credit_former' AND status <> 'done'
            GROUP BY payload->>'move', payload->>'currency'
        )
        SELECT kept.to_tenant_id, 'move ' || kept.move, kept.amount,
               coalesce(-mine.amount, 0) || ' owed, ' || coalesce(theirs.amount, 0) || ' credited'
        FROM kept
        LEFT JOIN posted mine ON mine.move = kept.move AND mine.tenant_id = kept.to_tenant_id
                             AND mine.currency = kept.currency
        LEFT JOIN posted theirs ON theirs.move = kept.move AND theirs.tenant_id = kept.tenant_id
                               AND theirs.currency = kept.currency
        LEFT JOIN waiting ON waiting.move = kept.move AND waiting.currency = kept.currency
        WHERE kept.amount <> coalesce(-mine.amount, 0)
           OR kept.amount <> coalesce(theirs.amount, 0) + coalesce(waiting.amount, 0)
    """)
