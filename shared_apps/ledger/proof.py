"""Proving the ledger: each check re-derives one fact over all tenants, from shared rows, in one query.

Apps that keep their own record of the same money register checks of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from .models import AccountKind, EntryKind


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that does not fit: which tenant (its id), which thing, what is expected and what is there."""

    tenant_id: int
    subject: str
    expected: str
    found: str


Search = Callable[[], Iterator[Gap]]


@dataclass(frozen=True, slots=True)
class Check:
    """A named fact and the search for what contradicts it."""

    name: str
    title: str
    search: Search


_checks: dict[str, Check] = {}


def check(name: str, title: str) -> Callable[[Search], Search]:
    """Register a search for gaps under a name; `title` says what holds when it finds none."""

    def register(search: Search) -> Search:
        _checks[name] = Check(name, title, search)
        return search

    return register


def checks() -> list[Check]:
    return list(_checks.values())


def gaps(query: str, **parameters: str | list[str]) -> Iterator[Gap]:
    """The gaps that a query names in four columns: tenant id, subject, expected, found."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for tenant_id, subject, expected, found in cursor.fetchall():
            yield Gap(int(tenant_id), str(subject), str(expected), str(found))


@check("entries_balance", "The legs of every entry add up to zero in each currency")
def entries_balance() -> Iterator[Gap]:
    return gaps("""
        SELECT e.tenant_id, e.key, '0', sum(l.amount_minor) || ' ' || l.currency
        FROM ledger_leg l JOIN ledger_entry e ON e.id = l.entry_id
        GROUP BY e.tenant_id, e.id, e.key, l.currency HAVING sum(l.amount_minor) <> 0
    """)


@check("entries_whole", "Every entry has the legs that it was posted with")
def entries_whole() -> Iterator[Gap]:
    return gaps("""
        SELECT e.tenant_id, e.key, e.leg_count, count(l.id)
        FROM ledger_entry e LEFT JOIN ledger_leg l ON l.entry_id = e.id
        GROUP BY e.id HAVING count(l.id) <> e.leg_count
    """)


@check("legs_belong", "Every leg has its entry and an account of the same tenant and currency")
def legs_belong() -> Iterator[Gap]:
    return gaps("""
        SELECT coalesce(e.tenant_id, a.tenant_id, 0), 'leg ' || l.id,
               coalesce(e.tenant_id || ' ' || l.currency, 'an entry'),
               coalesce(a.tenant_id || ' ' || a.currency, 'no account')
        FROM ledger_leg l
        LEFT JOIN ledger_entry e ON e.id = l.entry_id LEFT JOIN ledger_account a ON a.id = l.account_id
        WHERE e.id IS NULL OR a.id IS NULL OR a.tenant_id <> e.tenant_id OR a.currency <> l.currency
    """)


@check("refunds_within_sales", "No invoice is refunded beyond its sale, in whole or in any share")
def refunds_within_sales() -> Iterator[Gap]:
    return gaps(
        """
        SELECT e.tenant_id, 'invoice ' || e.reference || ' ' || a.kind,
               'at most ' || coalesce(abs(sum(l.amount_minor) FILTER (WHERE e.kind <> %(refund)s)), 0),
               coalesce(abs(sum(l.amount_minor) FILTER (WHERE e.kind = %(refund)s)), 0)
        FROM ledger_entry e
        JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
        WHERE e.kind IN (%(sale)s, %(over)s, %(refund)s) AND a.kind <> %(margin)s
        GROUP BY e.tenant_id, e.reference, a.kind
        HAVING coalesce(abs(sum(l.amount_minor) FILTER (WHERE e.kind = %(refund)s)), 0)
             > coalesce(abs(sum(l.amount_minor) FILTER (WHERE e.kind <> %(refund)s)), 0)
        """,
        sale=EntryKind.SALE.value,
        over=EntryKind.OVERPAYMENT.value,
        refund=EntryKind.REFUND.value,
        margin=AccountKind.RESELLER_MARGIN.value,
    )


# Money that has just moved is not a gap while the agenda still holds the work of writing it down.
_SALES_AND_PAYMENTS = """
WITH sold AS (
    SELECT e.tenant_id, e.reference, sum(l.amount_minor) AS amount
    FROM ledger_entry e
    JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
    WHERE e.kind IN (%(sale)s, %(over)s, %(received)s) AND a.kind = %(clearing)s GROUP BY e.tenant_id, e.reference
), paid AS (
    SELECT p.tenant_id, s.invoice_uuid::text AS reference, sum(s.amount_minor) AS amount
    FROM payments_payment p JOIN payments_paymentshare s ON s.payment_id = p.id
    WHERE p.status IN ('settled', 'refunded') AND NOT (EXISTS (
        SELECT 1 FROM agenda_entry w WHERE w.tenant_id = p.tenant_id
        AND w.task IN ('orders.settle_invoice', 'settlement.settle_bill')
        AND w.key = p.uuid::text AND w.status IN ('waiting', 'handed')
    ) AND NOT EXISTS (
        SELECT 1 FROM ledger_entry b WHERE b.tenant_id = p.tenant_id AND b.key IN (
            'sale:' || s.invoice_uuid, 'sale:' || s.invoice_uuid || ':' || p.uuid,
            'overpaid:' || s.invoice_uuid || ':' || p.uuid,
            'received:' || s.invoice_uuid || ':' || p.uuid)
    ))
    GROUP BY p.tenant_id, s.invoice_uuid
)
SELECT coalesce(sold.tenant_id, paid.tenant_id), 'invoice ' || coalesce(sold.reference, paid.reference),
       coalesce(paid.amount::text, 'no payment'), coalesce(sold.amount::text, 'no sale')
FROM sold FULL JOIN paid ON paid.tenant_id = sold.tenant_id AND paid.reference = sold.reference
WHERE sold.amount IS DISTINCT FROM paid.amount
"""
_REFUNDS_AND_PAYMENTS = """
WITH posted AS (
    SELECT e.tenant_id, e.reference, -sum(l.amount_minor) AS amount
    FROM ledger_entry e
    JOIN ledger_leg l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
    WHERE e.kind IN (%(refund)s, %(returned)s) AND a.kind = %(clearing)s AND NOT EXISTS (
        SELECT 1 FROM agenda_entry w WHERE w.tenant_id = e.tenant_id
        AND w.task IN ('orders.record_refund', 'settlement.record_return')
        AND 'refund:' || w.key = e.key AND w.status IN ('waiting', 'handed')
    )
    GROUP BY e.tenant_id, e.reference
), given AS (
    SELECT r.tenant_id, r.invoice_uuid::text AS reference, sum(r.amount_minor) AS amount
    FROM payments_refund r
    WHERE r.status = 'done' AND NOT EXISTS (
        SELECT 1 FROM agenda_entry w WHERE w.tenant_id = r.tenant_id
        AND w.task IN ('orders.record_refund', 'settlement.record_return')
        AND w.key = r.uuid::text AND w.status IN ('waiting', 'handed')
    )
    GROUP BY r.tenant_id, r.invoice_uuid
)
SELECT coalesce(posted.tenant_id, given.tenant_id), 'invoice ' || coalesce(posted.reference, given.reference),
       coalesce(given.amount::text, 'no refund'), coalesce(posted.amount::text, 'no entry')
FROM posted FULL JOIN given ON given.tenant_id = posted.tenant_id AND given.reference = posted.reference
WHERE posted.amount IS DISTINCT FROM given.amount
"""
_SHARES_AND_PAYMENTS = """
SELECT p.tenant_id, 'payment ' || p.uuid, p.amount_minor || ', ' || p.refunded_minor || ' given back',
       coalesce(sum(s.amount_minor), 0) || ', ' || coalesce(sum(s.refunded_minor), 0) || ' given back'
FROM payments_payment p LEFT JOIN payments_paymentshare s ON s.payment_id = p.id
GROUP BY p.id HAVING p.amount_minor <> coalesce(sum(s.amount_minor), 0)
    OR p.refunded_minor <> coalesce(sum(s.refunded_minor), 0)
"""


@check("shares_match_payments", "Every payment is the sum of its shares")
def shares_match_payments() -> Iterator[Gap]:
    if not _has_table("payments", "paymentshare"):
        return iter(())
    return gaps(_SHARES_AND_PAYMENTS)


@check("sales_match_payments", "Every settled payment is booked with its amount, and every sale was paid")
def sales_match_payments() -> Iterator[Gap]:
    if not _has_table("payments", "paymentshare"):
        return iter(())
    return gaps(
        _SALES_AND_PAYMENTS,
        sale=EntryKind.SALE.value,
        over=EntryKind.OVERPAYMENT.value,
        received=EntryKind.RECEIVED.value,
        clearing=AccountKind.GATEWAY_CLEARING.value,
    )


@check("refunds_match_payments", "Every refund given is posted, and every refund posted was given")
def refunds_match_payments() -> Iterator[Gap]:
    if not _has_table("payments", "refund"):
        return iter(())
    return gaps(
        _REFUNDS_AND_PAYMENTS,
        refund=EntryKind.REFUND.value,
        returned=EntryKind.RETURNED.value,
        clearing=AccountKind.GATEWAY_CLEARING.value,
    )


def _has_table(app: str, model: str) -> bool:
    """Whether the app that keeps this record is installed: the ledger lies below it."""
    return model in apps.all_models[app]
