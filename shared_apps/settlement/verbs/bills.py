"""A bill of the operator's: issued, voided, reminded of (REQUIREMENTS S4.19, S4.20, S4.25)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import CurrencyMismatch, Money, total
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from tenants.models import Tenant

from ..bill_cards import bill_card
from ..cards import BillCard, BillDraft
from ..errors import BillNotOpen, BillRefused, UnknownBill
from ..links import bill_url
from ..mails import mail_owners
from ..models import Bill, BillingPolicy, BillLine
from ..paid import follow_paid, follow_voided
from ..parties import billed_to
from ..queries import operator_id, policy
from .numbers import next_number

FEES, OWED = AccountName(AccountKind.PLATFORM_FEES), AccountName(AccountKind.STATEMENT_PAYABLE)
# Days from the due day on which a reminder goes out: before it, on it, after it.
REMINDERS = (-3, 0, 7, 14)


def issue_bill(draft: BillDraft, *, by: Actor) -> BillCard:
    """Bill a reseller; the bill that there is, for a cause that was billed before, be it void by now.

    What comes to nothing is paid at once. Raises `BillRefused` for less than nothing and for two currencies.
    """
    known = Bill.objects.filter(kind=draft.kind, cause_uuid=draft.cause_uuid).first()
    if known:
        return bill_card(known)
    try:
        with transaction.atomic():
            return _issue(draft, by=by)
    except IntegrityError:
        # Somebody else was first; their bill is there now. Any other clash goes on.
        known = Bill.objects.filter(kind=draft.kind, cause_uuid=draft.cause_uuid).first()
        if known is None:
            raise
        return bill_card(known)


@transaction.atomic
def void_bill(uuid: UUID, reason: str, *, by: Actor) -> BillCard:
    """Take back a bill that is not paid: nothing is owed for it. Raises `BillNotOpen`, `UnknownBill`.

    A payment that is under way all the same becomes balance when it comes.
    """
    bill = locked_bill(uuid)
    if not bill.is_open:
        raise BillNotOpen(bill.number)
    bill.move(Bill.Status.VOID, by=by, reason=reason, voided_at=now(), void_reason=reason[:200])
    _post(bill, "bill-void", EntryKind.BILL_VOIDED, -bill.total)
    card = bill_card(bill)
    tell(bill, "bill_voided", key=str(bill.uuid), reason=reason)
    follow_voided(card, by)
    return card


def remind_of_bills() -> int:
    """Mail those whose open bills are due soon, today or long ago; once for each of the days."""
    reminded = 0
    for number, days in enumerate(REMINDERS):
        due = Bill.objects.filter(
            status=Bill.Status.OPEN, notices__lte=number, due_at__lte=now() - timedelta(days=days)
        )
        for bill in due.order_by("pk"):
            with transaction.atomic():
                mine = Bill.objects.filter(pk=bill.pk, status=Bill.Status.OPEN, notices__lte=number)
                if mine.update(notices=number + 1):
                    tell(bill, "bill_due", key=f"{bill.uuid}:{number}")
                    reminded += 1
    return reminded


def locked_bill(uuid: UUID) -> Bill:
    """The bill, held until the transaction ends. Raises `UnknownBill`."""
    found = Bill.objects.select_for_update(of=("self",)).select_related("tenant").filter(uuid=uuid).first()
    if found is None:
        raise UnknownBill(str(uuid))
    return found


def tell(bill: Bill, template: str, *, key: str, **more: object) -> None:
    """Mail the reseller's owners about a bill, once for each key."""
    total = {"minor": bill.total_minor, "currency": bill.currency}
    facts = {"number": bill.number, "total": total, "due_at": bill.due_at.isoformat(), **more}
    mail_owners(bill.tenant_id, template, key=key, url=bill_url(bill), **facts)


def _issue(draft: BillDraft, *, by: Actor) -> BillCard:
    tenant = Tenant.objects.get(pk=draft.tenant_id)
    rules = policy()
    net = _net(draft)
    tax = net.share(_tax_bp(rules, tenant))
    bill = Bill.objects.create(
        tenant=tenant,
        # The last lock that is taken before the row: who is second waits for the first one's end.
        number=next_number("B"),
        kind=draft.kind,
        cause_uuid=draft.cause_uuid,
        currency=draft.currency,
        net_minor=net.minor,
        tax_minor=tax.minor,
        tax_name=rules.tax_name if tax else "",
        tax_bp=rules.tax_bp if tax else 0,
        total_minor=(net + tax).minor,
        billed_to=billed_to(tenant),
        issued_at=now(),
        due_at=draft.due_at,
    )
    _write_lines(bill, draft)
    record(bill, "issue", by=by, to_status=bill.status, minor=bill.total_minor, currency=bill.currency)
    if not bill.total_minor:
        return _pay_nothing(bill, by=by)
    _post(bill, "bill", EntryKind.BILL_ISSUED, bill.total)
    tell(bill, "bill_issued", key=str(bill.uuid))
    payload = {"bill": str(bill.uuid)}
    schedule_for(operator_id(), "settlement.charge_bill", payload, key=str(bill.uuid), due_at=bill.due_at)
    return bill_card(bill)


def _pay_nothing(bill: Bill, *, by: Actor) -> BillCard:
    bill.move(Bill.Status.PAID, by=by, paid_at=now())
    card = bill_card(bill)
    follow_paid(card, by)
    return card


def _net(draft: BillDraft) -> Money:
    try:
        net = total([line.amount for line in draft.lines], draft.currency)
    except CurrencyMismatch as wrong:
        raise BillRefused(str(wrong)) from wrong
    if net.minor < 0 or not draft.lines or draft.kind not in Bill.Kind.values:
        raise BillRefused(f"A bill of {net} for {draft.kind}.")
    return net


def _write_lines(bill: Bill, draft: BillDraft) -> None:
    for number, line in enumerate(draft.lines, 1):
        begins, ends = line.period or (None, None)
        BillLine.objects.create(
            bill=bill,
            position=number,
            name=line.name[:200],
            sku=line.sku,
            quantity=line.quantity,
            unit_minor=line.unit.minor,
            amount_minor=line.amount.minor,
            currency=draft.currency,
            period_from=begins,
            period_to=ends,
        )


def _tax_bp(rules: BillingPolicy, tenant: Tenant) -> int:
    """The operator's tax, where the reseller's country bears it."""
    where = rules.tax_countries
    return rules.tax_bp if not where or tenant.country in where else 0


def _post(bill: Bill, key: str, kind: EntryKind, amount: Money) -> None:
    ledger.post(
        f"{key}:{bill.uuid}",
        kind=kind,
        reference=str(bill.uuid),
        memo=bill.number,
        legs=[LegDraft(FEES, amount), LegDraft(OWED, -amount)],
        tenant_id=bill.tenant_id,
    )
