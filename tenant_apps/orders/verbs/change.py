"""Change a service: another plan, period, number of seats or add-ons. Shown first, confirmed as shown (S1.7)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from shared_apps.agenda.door import Later, schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.clients.portal import require

from ..announcements import announce_change, announce_invoice
from ..changing import ChangeQuote, ChangeWish, QuoteLine, quote_change
from ..changing.quote import key_of, shown_quote
from ..errors import PaymentUnderWay
from ..models import Invoice, InvoiceLine, Service, ServiceChange
from ..queries import billing_settings
from .become import become, foresee, forget, take_over
from .bill import LineDraft, issue, open_invoice_of
from .undelivered import give_back_later
from .withdraw import bill_anew, withdraw, withdraw_renewal

Status = ServiceChange.Status


def preview_change(service: Service, wish: ChangeWish, *, by: Actor) -> ChangeQuote:
    """What a change would cost, to the last unit. Nothing is written.

    Raises `ChangeRefused`, `OrderRefused`, and `SwitchedOff` where clients may not change services.
    """
    require("may_upgrade", by=by)
    return quote_change(service, wish, by=by)


@transaction.atomic
def change_service(service: Service, wish: ChangeWish, *, shown: str, by: Actor) -> ServiceChange:
    """Make the change that was shown: `shown` is its quote's token, and once it is one change.

    Where something is to be paid it waits for that; what is less than nothing becomes account credit. Raises as
    `preview_change` does, `ChangeDiffers` where it is no longer what was shown, and `PaymentUnderWay`.
    """
    require("may_upgrade", by=by)
    service = locked(service.pk)
    key = key_of(shown)
    known = service.changes.filter(key=key).first() if key else None
    if known:
        return known
    quoted = shown_quote(service, wish, shown, by=by)
    for ahead in service.changes.filter(status__in=[Status.WAITING, Status.SCHEDULED]):
        _drop(service, ahead, reason="Another change took its place.", by=by)
    return _now(service, quoted, by=by) if quoted.is_now else _later(service, quoted, by=by)


@transaction.atomic
def cancel_change(change: ServiceChange, *, reason: str = "", by: Actor) -> None:
    """Take back a change that has not happened yet; one that has is left.

    Raises `PaymentUnderWay` once money for it came or may be on its way.
    """
    require("may_upgrade", by=by)
    service = locked(change.service_id)
    change = service.changes.get(pk=change.pk)
    if change.is_ahead:
        before = withdraw_renewal(service, reason="The change was cancelled.", by=by)
        _drop(service, change, reason=reason, by=by)
        bill_anew(service, before, by=by)


@transaction.atomic
def apply_paid_change(invoice: Invoice, *, by: Actor) -> bool:
    """A change's invoice is paid: it happens, or the money becomes account credit. Whether there was one."""
    change = ServiceChange.objects.filter(invoice_uuid=invoice.uuid).first()
    if change is None:
        return False
    service = locked(change.service_id)
    if change.status == Status.WAITING and _apply_now(service, change, by=by):
        return True
    if change.status == Status.WAITING:
        change.move(Status.CANCELLED, by=by, reason="It was paid too late.")
        bill_anew(service, None, by=by)
    if change.status == Status.CANCELLED:
        give_back_later(invoice)
    return True


def _apply_now(service: Service, change: ServiceChange, *, by: Actor) -> bool:
    """Make it, unless the service stands still or has been paid on since as it was; whether it was made."""
    since = service.paid_periods.filter(created_at__gt=change.created_at, ends_at__gt=change.at)
    if not service.is_running or since.exists():
        return False
    try:
        before = withdraw_renewal(service, reason="The service changes.", by=by)
    except PaymentUnderWay:
        return False
    _apply(service, change, before=before, by=by)
    return True


def drop_unpaid_change(change_uuid: str, *, by: Actor) -> bool:
    """A change was not paid in time; whether it was dropped. Comes again while a payment is under way.

    Meanwhile the service is billed as it is. Not inside a transaction.
    """
    try:
        return _drop_unpaid(change_uuid, by=by)
    except PaymentUnderWay as busy:
        _bill_as_it_is(change_uuid, by=by)
        raise Later(timedelta(hours=1), str(busy)) from busy


@transaction.atomic
def _drop_unpaid(change_uuid: str, *, by: Actor) -> bool:
    change = ServiceChange.objects.filter(uuid=change_uuid, status=Status.WAITING).first()
    if change is None:
        return False
    service = locked(change.service_id)
    _drop(service, change, reason="It was not paid in time.", by=by)
    bill_anew(service, None, by=by)
    return True


@transaction.atomic
def _bill_as_it_is(change_uuid: str, *, by: Actor) -> None:
    """What is paid is over, and the change still waits: the renewal does not."""
    service = locked(ServiceChange.objects.get(uuid=change_uuid).service_id)
    is_over = service.renews_at is not None and service.renews_at <= now()
    if service.is_running and is_over and open_invoice_of(service) is None:
        bill_anew(service, None, by=by)


@transaction.atomic
def take_effect(change_uuid: str, *, by: Actor) -> bool:
    """The renewal has come to which a change was put off; whether it happened."""
    change = ServiceChange.objects.filter(uuid=change_uuid, status=Status.SCHEDULED).first()
    if change is None or change.at > now():
        return False
    service = locked(change.service_id)
    if service.status == Service.Status.ENDED:
        return False
    take_over(service, change, by=by)
    change.move(Status.DONE, by=by)
    announce_change("service_changed", service, change)
    return True


def locked(pk: int) -> Service:
    """A service under its lock, with what its verbs read.

    Its open invoices are locked before it, as settling does: in the other order the two would wait for each other.
    """
    lines = InvoiceLine.objects.filter(service=pk, invoice__status=Invoice.Status.OPEN).values("invoice")
    list(Invoice.objects.select_for_update(of=("self",)).filter(pk__in=lines).order_by("pk"))
    rows = Service.objects.select_for_update(of=("self",))
    return rows.select_related("client", "order_line__order").get(pk=pk)


def drop_changes(service: Service, *, reason: str, by: Actor) -> None:
    """Take back what is ahead of a service that will not go on, in the caller's transaction."""
    for ahead in service.changes.filter(status__in=[Status.WAITING, Status.SCHEDULED]):
        _drop(service, ahead, reason=reason, by=by)


def _now(service: Service, quoted: ChangeQuote, *, by: Actor) -> ServiceChange:
    before = withdraw_renewal(service, reason="The service changes.", by=by)
    invoice = _bill(service, quoted, by=by)
    change = _write(service, quoted, Status.WAITING, invoice, by=by)
    if invoice is None:
        _apply(service, change, before=before, by=by)
        return change
    announce_invoice(invoice, template="change_to_pay")
    end = service.paid_until or invoice.due_at
    named = {"change": str(change.uuid)}
    schedule("orders.drop_change", named, key=str(change.uuid), due_at=min(end, invoice.due_at + _PATIENCE))
    return change


_PATIENCE = timedelta(days=1)


def _bill(service: Service, quoted: ChangeQuote, *, by: Actor) -> Invoice | None:
    if not quoted.lines:
        return None
    return issue(
        service.client,
        [draft_of_quote(service, one) for one in quoted.lines],
        cause=Invoice.Cause.CHANGE,
        due_at=now() + timedelta(days=billing_settings().due_days),
        by=by,
        order=service.order_line.order,
    )


def draft_of_quote(service: Service, one: QuoteLine) -> LineDraft:
    """A row of the quote as a row of its invoice."""
    return LineDraft(
        name=one.name,
        quantity=1,
        unit=one.price,
        tax=one.rate,
        wholesale=one.wholesale,
        kind=one.kind,
        sku=one.sku,
        service=service,
        period=one.period,
    )


def _later(service: Service, quoted: ChangeQuote, *, by: Actor) -> ServiceChange:
    before = withdraw_renewal(service, reason="The service changes with its renewal.", by=by)
    change = _write(service, quoted, Status.SCHEDULED, None, by=by)
    foresee(service, change)
    bill_anew(service, before, by=by)
    schedule("orders.take_effect", {"change": str(change.uuid)}, key=str(change.uuid), due_at=change.at)
    announce_change("change_scheduled", service, change)
    return change


def _write(
    service: Service, quoted: ChangeQuote, status: str, invoice: Invoice | None, *, by: Actor
) -> ServiceChange:
    change = ServiceChange.objects.create(
        key=quoted.key,
        service=service,
        status=status,
        at=quoted.at,
        is_now=quoted.is_now,
        summary=quoted.summary,
        target=[one.saved for one in quoted.targets],
        shown=[[one.name, one.quantity, one.gross.minor] for one in quoted.lines],
        invoice_uuid=invoice.uuid if invoice else None,
    )
    record(service, "ask for a change", by=by, to=change.summary, at=change.at.isoformat())
    return change


def _apply(service: Service, change: ServiceChange, *, before: Invoice | None = None, by: Actor) -> None:
    become(service, change, by=by)
    change.move(Status.DONE, by=by)
    announce_change("service_changed", service, change)
    bill_anew(service, before, by=by)


def _drop(service: Service, change: ServiceChange, *, reason: str, by: Actor) -> None:
    if change.status == Status.SCHEDULED:
        if service.paid_until and service.paid_until > change.at:
            raise PaymentUnderWay(str(change))
        forget(service, change)
    elif change.invoice_uuid:
        withdraw(Invoice.objects.get(uuid=change.invoice_uuid), reason=reason, by=by)
    change.move(Status.CANCELLED, by=by, reason=reason)
    record(service, "drop a change", by=by, reason=reason, to=change.summary)
