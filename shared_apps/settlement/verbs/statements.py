"""The monthly statement: issued from the ledger, reminded of, paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from shared_apps.ledger.models import Account
from tenants.context import current_tenant
from tenants.models import Tenant

from ..errors import StatementPaid
from ..mails import mail_owners
from ..models import Statement, StatementSequence, Transfer
from ..queries import owed_until, share_credit, terms_of
from .transfers import TransferWish, write_transfer

# Days from the due day on which a reminder goes out: before it, on it, after it.
REMINDERS = (-3, 0, 7, 14)


def month_begin(at: datetime) -> datetime:
    """The first moment of the month of a moment, in UTC."""
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def issue_due() -> int:
    """Have a statement of the month that has ended issued to each reseller with sales; the count of resellers.

    Each is issued in a task of its own, once: a later night finds it done.
    """
    ends_at = month_begin(now())
    accounts = Account.objects.filter(kind=AccountKind.WHOLESALE_PAYABLE).exclude(legs=None)
    tenants = sorted(set(accounts.values_list("tenant_id", flat=True)))
    for tenant_id in tenants:
        payload = {"ends_at": ends_at.isoformat()}
        schedule_for(tenant_id, "settlement.issue_statements", payload, key=payload["ends_at"])
    return len(tenants)


def issue_statements(ends_at: datetime, *, by: Actor) -> list[Statement]:
    """The current reseller's statements of the month before `ends_at`, one in each currency."""
    accounts = Account.objects.filter(tenant_id=current_tenant().id, kind=AccountKind.WHOLESALE_PAYABLE)
    currencies = sorted(set(accounts.values_list("currency", flat=True)))
    issued = (issue_statement(currency, ends_at, by=by) for currency in currencies)
    return [one for one in issued if one]


@transaction.atomic
def issue_statement(currency: str, ends_at: datetime, *, by: Actor) -> Statement | None:
    """The current reseller's statement in one currency; None where nothing is owed, or it settles otherwise.

    What is owed less than nothing, after refunds, waits for the next month. Shares of clients that moved away are
    set off like anything else; what is left of them is held for the reseller, to be paid out or to pay bills.
    """
    tenant = Tenant.objects.get(pk=current_tenant().id)
    terms = terms_of(tenant.pk, lock=True)
    known = Statement.objects.filter(tenant=tenant, currency=currency, ends_at=ends_at).first()
    if known or terms.is_prepaid or terms.is_platform:
        return known
    owed = owed_until(tenant.pk, currency, ends_at)
    if owed.minor <= 0:
        _hold_share(tenant.pk, owed, ends_at)
        return None
    statement = Statement.objects.create(
        tenant=tenant,
        number=_next_number(),
        currency=currency,
        total_minor=owed.minor,
        begins_at=month_begin(ends_at - timedelta(days=1)),
        ends_at=ends_at,
        issued_at=now(),
        due_at=now() + timedelta(days=terms.due_days),
    )
    _post(statement, owed)
    record(statement, "issue", by=by, minor=owed.minor)
    _tell(statement, "statement_issued", key=str(statement.uuid))
    return statement


@transaction.atomic
def pay_statement(
    statement: Statement,
    *,
    method: str,
    reference: str,
    key: UUID | None = None,
    payment_uuid: UUID | None = None,
    by: Actor,
) -> Transfer:
    """The reseller has paid it, by a payment of the operator's tenant where one is named.

    Raises `StatementPaid` where it had.
    """
    locked = Statement.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=statement.pk)
    if not locked.is_open:
        raise StatementPaid(locked.number)
    locked.move(Statement.Status.PAID, by=by, paid_at=now())
    wish = TransferWish(locked.total, method, reference, key or uuid4(), payment_uuid)
    transfer, _ = write_transfer(locked.tenant, wish, Transfer.Kind.STATEMENT, by=by, statement=locked)
    _tell(locked, "statement_paid", key=str(locked.uuid))
    return transfer


def remind() -> int:
    """Mail those whose open statements are due soon, today or long ago; once for each of the days."""
    reminded = 0
    for number, days in enumerate(REMINDERS):
        due = Statement.objects.filter(
            status=Statement.Status.OPEN, notices__lte=number, due_at__lte=now() - timedelta(days=days)
        )
        for statement in due.select_related("tenant"):
            with transaction.atomic():
                mine = Statement.objects.filter(pk=statement.pk, notices__lte=number)
                if mine.update(notices=number + 1):
                    _tell(statement, "statement_due", key=f"{statement.uuid}:{number}")
                    reminded += 1
    return reminded


def _hold_share(tenant_id: int, owed: Money, ends_at: datetime) -> None:
    """What of a credit comes of shares: once for each month, as the balance behind it is zero then."""
    left = min(-owed, share_credit(tenant_id, owed.currency, ends_at), key=lambda one: one.minor)
    if left.minor <= 0:
        return
    ledger.post(
        f"share-held:{owed.currency}:{ends_at.isoformat()}",
        kind=EntryKind.SHARE_HELD,
        legs=[
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -left),
            LegDraft(AccountName(AccountKind.COLLECTED), left),
        ],
    )


def _next_number() -> str:
    year = now().astimezone(UTC).year
    StatementSequence.objects.get_or_create(year=year)
    sequence = StatementSequence.objects.select_for_update().get(year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return f"S-{year}-{sequence.last:05}"


def _post(statement: Statement, owed: Money) -> None:
    ledger.post(
        f"statement:{statement.uuid}",
        kind=EntryKind.STATEMENT_ISSUED,
        reference=str(statement.uuid),
        memo=statement.number,
        legs=[
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), owed),
            LegDraft(AccountName(AccountKind.STATEMENT_PAYABLE), -owed),
        ],
    )


def _tell(statement: Statement, template: str, *, key: str) -> None:
    total = {"minor": statement.total_minor, "currency": statement.currency}
    facts = {"number": statement.number, "total": total, "due_at": statement.due_at.isoformat()}
    mail_owners(statement.tenant_id, template, key=key, **facts)
