"""Invoices in the office: the list, what is done with several of them, and the table to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.sheets import table_answer
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...errors import InvoiceHasMoney, InvoiceNotDraft, InvoiceNotOpen, NothingToBill
from ...invoice_list import MOST_EXPORTED, SORTS, cells, heads, listed_invoices
from ...models import Invoice
from ...verbs.manual import remind, send_draft
from ...verbs.void import void_invoice
from .tables import status_tabs, wished_order

MOST_AT_ONCE = 100
_FILTERS = ("q", "cause", "from", "until")


@office("orders.view")
@require_GET
def office_invoices(request: HttpRequest) -> HttpResponseBase:
    """Every invoice, in the order that the person chose last."""
    order = wished_order(request.GET, SORTS, _last_order(request))
    request.session["invoices_order"] = order
    choices = [*Invoice.Status.choices, ("overdue", _("Overdue"))]
    person = person_of(request)
    context = {
        "page": page_of(listed_invoices(request.GET), request.GET, order=order),
        "tabs": status_tabs(request.GET, choices),
        "causes": Invoice.Cause.choices,
        "is_narrowed": any(request.GET.get(name) for name in _FILTERS),
        "query": request.GET,
        "may_edit": person.can("invoices.edit"),
    }
    return render(request, "office/invoices/list.html", context)


@office("orders.view")
@require_GET
def office_invoices_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is narrowed, as CSV or as a workbook."""
    form = "xlsx" if request.GET.get("form") == "xlsx" else "csv"
    found = listed_invoices(request.GET).order_by("-issued_at", "-pk")[:MOST_EXPORTED]
    rows = cells(found.iterator(chunk_size=1000), is_workbook=form == "xlsx")
    return table_answer(form, "invoices", heads(), rows)


@office("orders.view")
@require_POST
def office_invoices_together(request: HttpRequest) -> HttpResponseBase:
    """One thing done with every chosen invoice; what cannot be done with one is left as it is, and said."""
    uuids = request.POST.getlist("invoice")[:MOST_AT_ONCE]
    action = request.POST.get("action", "")
    if action == "pdf":
        query = urlencode([("invoice", uuid) for uuid in uuids])
        return redirect(f"{reverse('office_invoices_pdf')}?{query}")
    if not person_of(request).can("invoices.edit"):
        raise PermissionDenied
    deed = _deed(action, typed(request.POST, "reason"))
    if deed is None:
        messages.error(request, _("Give a reason: the client will read it."))
        return redirect("office_invoices")
    _tell(request, *_each(deed, _chosen(uuids), by=person_of(request).actor))
    return redirect("office_invoices")


def _deed(action: str, reason: str) -> Callable[..., Any] | None:
    if action == "void":
        return (lambda invoice, by: void_invoice(invoice, reason=reason, by=by)) if reason else None
    return send_draft if action == "issue" else remind


def _each(deed: Callable[..., Any], invoices: list[Invoice], *, by: Actor) -> tuple[int, int]:
    done = 0
    for invoice in invoices:
        try:
            deed(invoice, by=by)
        except (InvoiceHasMoney, InvoiceNotDraft, InvoiceNotOpen, NothingToBill, IllegalMove):
            continue
        done += 1
    return done, len(invoices) - done


def _tell(request: HttpRequest, done: int, left: int) -> None:
    if done:
        said = ngettext("Done with %(count)s invoice.", "Done with %(count)s invoices.", done)
        messages.success(request, said % {"count": done})
    if left:
        said = ngettext(
            "%(count)s invoice was left as it is.", "%(count)s invoices were left as they are.", left
        )
        messages.warning(request, said % {"count": left})
    if not done and not left:
        messages.info(request, _("Choose invoices first."))


def _chosen(uuids: list[str]) -> list[Invoice]:
    known = [uuid for uuid in uuids if len(uuid) in {32, 36} and uuid.replace("-", "").isalnum()]
    try:
        return list(Invoice.objects.select_related("client").filter(uuid__in=known).order_by("pk"))
    except ValueError:
        return []


def _last_order(request: HttpRequest) -> str:
    kept = str(request.session.get("invoices_order", ""))
    return kept if kept.lstrip("-") in SORTS.values() else "-issued_at"
