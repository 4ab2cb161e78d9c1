"""Invoices that staff write: drafted, changed, issued, copied, voided, credited, paid by hand."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import clients_like
from tenant_apps.clients.typed import typed
from tenant_apps.pricing.taxes import tax_rate_for
from tenants.access import office

from ...draft_forms import CreditForm, DraftForm, LineForms, ReceivedForm, line_values
from ...errors import (
    AmountRefused,
    CreditTooLarge,
    InvoiceHasMoney,
    InvoiceNotDraft,
    InvoiceNotOpen,
    NothingToBill,
    RefundHeld,
    RefundTooLarge,
)
from ...models import Invoice
from ...queries import billing_settings
from ...verbs.credit_note import credit_invoice
from ...verbs.manual import DraftWish, change_draft, copy_invoice, remind, send_draft, write_draft
from ...verbs.pay import record_payment
from ...verbs.void import void_invoice
from .refunds import tell_held, tell_refund


@office("invoices.edit")
@require_http_methods(["GET", "POST"])
def office_invoice_new(request: HttpRequest) -> HttpResponse:
    """A new draft: first whom it is for, then its lines."""
    client = _client(request.GET.get("client", ""))
    if client is None:
        text = typed(request.GET, "q")
        found = clients_like(text).order_by("search_name", "pk")[:20] if text else []
        return render(request, "office/invoices/whom.html", {"clients": found, "text": text})
    return _write(request, client, None)


@office("invoices.edit")
@require_http_methods(["GET", "POST"])
def office_invoice_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other lines for a draft."""
    invoice = _invoice(uuid)
    if invoice.status != Invoice.Status.DRAFT:
        messages.warning(request, _("Only a draft can be changed."))
        return redirect("office_invoice", uuid)
    return _write(request, invoice.client, invoice)


@office("invoices.edit")
@require_POST
def office_invoice_issue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Number the draft and mail it."""
    try:
        send_draft(_invoice(uuid), by=person_of(request).actor)
    except InvoiceNotDraft:
        messages.warning(request, _("This invoice is issued already."))
    except NothingToBill:
        messages.error(request, _("An invoice must come to more than nothing."))
    else:
        messages.success(request, _("The invoice is issued and on its way to the client."))
    return redirect("office_invoice", uuid)


@office("invoices.edit")
@require_POST
def office_invoice_copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft with the same lines."""
    due_at = now() + timedelta(days=billing_settings().due_days)
    draft = copy_invoice(_invoice(uuid), due_at=due_at, by=person_of(request).actor)
    messages.success(request, _("A draft with the same lines is here."))
    return redirect("office_invoice_edit", draft.uuid)


@office("invoices.edit")
@require_POST
def office_invoice_reminder(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write to the client now."""
    try:
        remind(_invoice(uuid), by=person_of(request).actor)
    except InvoiceNotOpen:
        messages.warning(request, _("This invoice is not open."))
    else:
        messages.success(request, _("The reminder is on its way."))
    return redirect("office_invoice", uuid)


@office("invoices.edit")
@require_POST
def office_invoice_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is owed no more."""
    invoice, reason = _invoice(uuid), typed(request.POST, "reason")
    if not reason:
        messages.error(request, _("Give a reason."))
        return redirect("office_invoice", uuid)
    try:
        void_invoice(invoice, reason=reason, by=person_of(request).actor)
    except InvoiceHasMoney:
        messages.error(request, _("There is money in it or on its way: credit it instead."))
    except IllegalMove:
        messages.warning(request, _("This invoice can no longer be voided."))
    else:
        messages.success(request, _("The invoice is void."))
    return redirect("office_invoice", uuid)


@office("payments.approve")
@require_http_methods(["GET", "POST"])
def office_invoice_received(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write down money that was taken by hand."""
    invoice = _invoice(uuid)
    if not invoice.is_open:
        messages.warning(request, _("This invoice is not open."))
        return redirect("office_invoice", uuid)
    form = ReceivedForm(request.POST or None, due=invoice.due)
    if request.method == "POST" and form.is_valid() and _receive(request, invoice, form):
        return redirect("office_invoice", uuid)
    return _page(request, "office/invoices/received.html", form, {"invoice": invoice})


@office("payments.approve")
@require_http_methods(["GET", "POST"])
def office_invoice_credit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A credit note: less is due, or money goes back."""
    invoice = _invoice(uuid)
    left = invoice.due + invoice.refundable
    if left.minor <= 0 or invoice.status == Invoice.Status.DRAFT:
        messages.warning(request, _("There is nothing to credit on this invoice."))
        return redirect("office_invoice", uuid)
    form = CreditForm(request.POST or None, left=left)
    if request.method == "POST" and form.is_valid() and _credit(request, invoice, form):
        return redirect("office_invoice", uuid)
    return _page(request, "office/invoices/credit.html", form, {"invoice": invoice, "left": left})


def _write(request: HttpRequest, client: Client, invoice: Invoice | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else None
    rate = tax_rate_for(client)
    currency = invoice.currency if invoice else client.currency
    rows = [line_values(line) for line in invoice.lines.order_by("pk")] if invoice else []
    due = timezone.localdate(now()) + timedelta(days=billing_settings().due_days)
    initial = {"due": timezone.localdate(invoice.due_at), "notes": invoice.notes} if invoice else {"due": due}
    form = DraftForm(asked, initial=initial)
    # A row that was not touched counts as it stands.
    about = {"currency": currency, "rate": rate, "empty_permitted": False}
    lines = LineForms(asked, initial=rows, prefix="line", form_kwargs=about)
    if asked is not None and form.is_valid() and lines.is_valid():
        done = _save(request, client, invoice, form, lines)
        if done:
            return done
    context = {"lines": lines, "client": client, "invoice": invoice, "rate": rate}
    return _page(request, "office/invoices/draft.html", form, context)


def _save(
    request: HttpRequest, client: Client, invoice: Invoice | None, form: DraftForm, lines: Any
) -> HttpResponse | None:
    by = person_of(request).actor
    due_at = timezone.make_aware(datetime.combine(form.cleaned_data["due"], time(23, 59)))
    rows = [line.draft for line in lines if line.draft]
    wish = DraftWish(rows, due_at, form.cleaned_data["notes"])
    try:
        written = change_draft(invoice, wish, by=by) if invoice else write_draft(client, wish, by=by)
        if "issue" in request.POST:
            written = send_draft(written, by=by)
    except NothingToBill:
        form.add_error(None, _("An invoice must come to more than nothing."))
        return None
    except InvoiceNotDraft:
        messages.warning(request, _("Only a draft can be changed."))
        return redirect("office_invoice", invoice.uuid) if invoice else None
    is_sent = "issue" in request.POST
    messages.success(
        request,
        _("The invoice is issued and on its way to the client.") if is_sent else _("The draft is saved."),
    )
    return redirect("office_invoice", written.uuid)


def _receive(request: HttpRequest, invoice: Invoice, form: ReceivedForm) -> bool:
    wish = form.cleaned_data
    at = min(timezone.make_aware(datetime.combine(wish["day"], time(12))), now())
    part = (invoice, Money(wish["amount"], invoice.currency))
    try:
        record_payment(
            invoice.client,
            [part],
            method=wish["method"],
            reference=wish["reference"],
            at=at,
            key=wish["key"],
            by=person_of(request).actor,
        )
    except payments.ReferenceUsed:
        form.add_error("reference", _("A payment with this reference is written down already."))
    except payments.PaymentUnderReview:
        form.add_error(None, _("An earlier payment is being checked. Settle that first."))
    except (InvoiceNotOpen, AmountRefused):
        form.add_error("amount", _("This amount cannot be taken for the invoice."))
    else:
        messages.success(request, _("The payment is written down."))
        return True
    return False


def _credit(request: HttpRequest, invoice: Invoice, form: CreditForm) -> bool:
    wish = form.cleaned_data
    try:
        done = credit_invoice(
            invoice,
            Money(wish["amount"], invoice.currency),
            reason=wish["reason"],
            to=wish["to"],
            key=wish["key"],
            by=person_of(request).actor,
        )
    except RefundHeld as held:
        tell_held(request, held)
        return True
    except (CreditTooLarge, RefundTooLarge, InvoiceNotOpen, payments.RefundRefused):
        form.add_error("amount", _("This amount can no longer be credited."))
        return False
    tell_refund(request, done.refund, _("The credit note is written."))
    return True


def _page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    is_refused = request.method == "POST"
    return render(request, template, {"form": form, **context}, status=400 if is_refused else 200)


def _invoice(uuid: UUID) -> Invoice:
    return get_object_or_404(Invoice.objects.select_related("client", "order"), uuid=uuid)


def _client(uuid: str) -> Client | None:
    if not uuid:
        return None
    try:
        return get_object_or_404(Client, uuid=uuid)
    except (ValidationError, ValueError):
        raise Http404 from None
