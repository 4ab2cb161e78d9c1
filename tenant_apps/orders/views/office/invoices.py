"""Invoices in the office, and money given back on them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.settlement import door as settlement
from tenant_apps.accounts.models import User
from tenant_apps.clients.people import person_of
from tenant_apps.notices.texts import title_of
from tenants.access import office

from ...dunning import Kind
from ...errors import InvoiceNotOpen, RefundHeld, RefundTooLarge
from ...following import steps_of
from ...forms import RefundForm
from ...history import told
from ...models import Invoice
from ...verbs import refund_invoice
from ...verbs.finish import end_services
from .refunds import tell_held, tell_refund


@office("orders.view")
@require_GET
def office_invoice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One invoice with its lines, payments, refunds and entries in the ledger."""
    invoice = _invoice(uuid)
    person = person_of(request)
    context = {
        "invoice": invoice,
        "lines": invoice.lines.order_by("pk"),
        "payments": payments.payments_of(invoice.uuid),
        "refunds": payments.refunds_of(invoice.uuid),
        "credit_notes": invoice.credit_notes.order_by("-pk"),
        "entries": _entries(invoice) if person.can("ledger.view") else [],
        "events": told(history_of(invoice)[:50]),
        **_rights(invoice, person),
        "steps": _coming(invoice),
        "can_refund": _left(invoice).minor > 0 and person.can("payments.approve"),
    }
    return render(request, "office/invoices/detail.html", context)


@office("payments.approve")
@require_http_methods(["GET", "POST"])
def office_invoice_refund(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give money back, after a second look."""
    invoice = _invoice(uuid)
    left = _left(invoice)
    if left.minor <= 0:
        messages.warning(request, _("There is nothing to refund on this invoice."))
        return redirect("office_invoice", uuid)
    form = RefundForm(request.POST or None, left=left)
    if request.method == "POST" and form.is_valid() and _refund(request, invoice, form):
        return redirect("office_invoice", uuid)
    payment = payments.payment(invoice.payment_uuid or "")
    missing = settlement.refund_missing(invoice.uuid, left) if payment.is_collected else None
    context = {"invoice": invoice, "form": form, "left": left, "payment": payment, "missing": missing}
    return render(request, "office/invoices/refund.html", context)


def _refund(request: HttpRequest, invoice: Invoice, form: RefundForm) -> bool:
    wish = form.cleaned_data
    try:
        card = refund_invoice(
            invoice,
            Money(wish["amount"], invoice.currency),
            reason=wish["reason"],
            key=wish["key"],
            to_credit=wish["to_credit"],
            by=person_of(request).actor,
        )
    except RefundHeld as held:
        tell_held(request, held)
        return True
    except (InvoiceNotOpen, RefundTooLarge, payments.RefundRefused):
        form.add_error("amount", _("This amount can no longer be refunded."))
        return False
    if wish["ends_services"] and card.status != "declined":
        end_services(invoice, reason=wish["reason"], by=person_of(request).actor)
    tell_refund(request, card, _("The refund is made."))
    return True


def _invoice(uuid: UUID) -> Invoice:
    return get_object_or_404(Invoice.objects.select_related("client", "order", "fee_of"), uuid=uuid)


def _entries(invoice: Invoice) -> list[dict[str, object]]:
    """What the ledger holds on an invoice, in words."""
    return [
        {
            "kind": ledger.EntryKind(entry.kind).label,
            "legs": [{"label": _account(leg.account_kind), "amount": leg.amount} for leg in entry.legs],
        }
        for entry in ledger.entries(str(invoice.uuid))
    ]


def _account(kind: str) -> str:
    return str(ledger.AccountKind(kind).label)


def _left(invoice: Invoice) -> Money:
    return invoice.paid - invoice.refunded


def _rights(invoice: Invoice, person: User) -> dict[str, bool]:
    """What somebody may do with an invoice as it stands."""
    may_edit, may_receive = person.can("invoices.edit"), person.can("payments.approve")
    is_issued = invoice.status not in {Invoice.Status.DRAFT, Invoice.Status.VOID}
    return {
        "may_edit": may_edit,
        "may_receive": may_receive,
        "may_void": may_edit and invoice.can_become(Invoice.Status.VOID) and not invoice.paid_minor,
        "can_credit": may_receive and is_issued and (invoice.due + _left(invoice)).minor > 0,
    }


def _coming(invoice: Invoice) -> list[dict[str, object]]:
    """What is planned for an unpaid invoice, in words."""
    if not invoice.is_open:
        return []
    looks = {
        Kind.CHARGE: (_("The saved card is charged"), "credit-card"),
        Kind.FEE: (_("A late fee"), "badge-percent"),
    }
    at = now()
    later = [step for step in steps_of(invoice) if step.at > at]
    return [
        dict(
            zip(
                ("label", "icon"),
                looks.get(step.kind) or (title_of(f"orders/{step.mail}"), "mail"),
                strict=True,
            )
        )
        | {"at": step.at}
        for step in later
    ]
