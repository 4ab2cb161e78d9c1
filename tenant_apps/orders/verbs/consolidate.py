"""One invoice for all that a client renews in a month, for clients who want it so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from branding.formats.calendars import in_calendar
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..announcements import announce_invoice
from ..models import BillingSettings, Invoice, Service, ServiceChange
from ..queries import billing_settings
from .activate import pay_period, upcoming_stretch
from .bill import LineDraft, issue, open_invoice_of, service_drafts
from .credit import credit_below_zero
from .withdraw import bill_renewal

_A_MONTH_AT_MOST = timedelta(days=31)


@transaction.atomic
def renew_together(service: Service, *, by: Actor) -> Invoice | None:
    """The invoice for a service and every other one of its client that renews in the same month.

    It is due when the first of them renews. Alone in its month, the service has an invoice as any other.
    What costs nothing goes on at once.
    """
    together = [service, *_others(service)]
    if len(together) == 1:
        return bill_renewal(service, by=by)
    drafts = [(one, service_drafts(one, upcoming_stretch(one))) for one in together]
    billed = [(one, rows) for one, rows in drafts if _is_owed(rows)]
    for one, rows in drafts:
        if not _is_owed(rows):
            if rows:
                credit_below_zero(service.client, rows, about=str(one.uuid), by=by)
            pay_period(one, by=by)
    lines = [row for _, rows in billed for row in rows]
    if not lines:
        return None
    first = min(upcoming_stretch(one).start for one, _ in billed)
    cause = Invoice.Cause.CONSOLIDATED
    invoice = issue(service.client, lines, cause=cause, due_at=max(first, now()), by=by)
    if invoice:
        announce_invoice(invoice)
    return invoice


def month_of(at: datetime, settings: BillingSettings) -> tuple[int, int]:
    """Year and month of a moment where the tenant is, in the calendar that it renews by."""
    day = at.astimezone(ZoneInfo(current_tenant().time_zone)).date()
    shown = in_calendar(day, "fa" if settings.anchor == BillingSettings.Anchor.JALALI_MONTH else "en")
    return shown.year, shown.month


def _others(service: Service) -> list[Service]:
    """The client's other running services that renew in that month and are not billed yet.

    One that is being billed just now by itself is left to that: nobody waits for anybody.
    """
    if service.renews_at is None:
        return []
    settings = billing_settings()
    month = month_of(service.renews_at, settings)
    rows = Service.objects.select_for_update(of=("self",), skip_locked=True)
    near = rows.select_related("order_line", "client").filter(
        client_id=service.client_id,
        status=Service.Status.ACTIVE,
        cancels_at=None,
        renews_at__range=(service.renews_at - _A_MONTH_AT_MOST, service.renews_at + _A_MONTH_AT_MOST),
    )
    return [
        one
        for one in near.exclude(pk=service.pk).order_by("renews_at", "pk")
        if one.renews_at and month_of(one.renews_at, settings) == month and _is_free(one)
    ]


def _is_free(service: Service) -> bool:
    """Neither billed already nor about to become something else."""
    waits = service.changes.filter(status=ServiceChange.Status.WAITING).exists()
    return not waits and open_invoice_of(service) is None


def _is_owed(rows: Sequence[LineDraft]) -> bool:
    return sum(row.taxed.gross.minor for row in rows) > 0
