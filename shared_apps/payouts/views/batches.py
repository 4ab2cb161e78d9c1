"""Payout batches: what could go, what went, and one batch with its lines and files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shared_apps.commissions.redeeming import AT_ONCE
from shared_apps.kernel.history import history_of
from shared_apps.kernel.paging import page_of

from ..errors import BatchMovedOn, NoAccount, NothingToPay, NumbersMissing
from ..exporting import CSV, FORMS, export_batch, file_name
from ..forms import BatchForm, ResultForm
from ..models import BatchStatus, LineStatus, PayoutBatch
from ..places import found_batch, person_of, shell
from ..queries import (
    batches,
    files_of,
    imports_of,
    line_counts,
    lines_of,
    payable,
    payable_sums,
    settings_of,
)
from ..verbs import BatchWish, cancel_batch, make_batch, mark_sent
from ..verbs.batches import lock_batch

LINES = 50


@require_safe
def payout_batches(request: HttpRequest) -> HttpResponse:
    """What is approved and in no batch, by currency; and every batch, newest first."""
    page = page_of(batches(), request.GET)
    context = {"shell": shell(), "page": page, "payable": payable_sums()}
    return render(request, "payouts/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """Choose what goes: everything of a currency, or what is ticked."""
    data = request.POST if request.method == "POST" else request.GET
    currency = str(data.get("currency", ""))
    sums = {code: (number, sent, kept) for code, number, sent, kept in payable_sums()}
    if currency not in sums:
        messages.info(request, _("Nothing is approved that is not in a batch."))
        return redirect("office_payout_batches")
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _make(request, form, currency)
        return redirect("office_payout_batch", made.uuid) if made else redirect("office_payout_batches")
    waiting = payable().filter(currency=currency)
    context = {
        "shell": shell(),
        "form": form,
        "currency": currency,
        "number": sums[currency][0],
        "sent": sums[currency][1],
        "withheld": sums[currency][2],
        "page": page_of(waiting, request.GET, size=LINES, rises=True),
    }
    return render(request, "payouts/batch_new.html", context, status=422 if form.errors else 200)


@require_safe
def payout_batch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One batch: how far it is, its lines by state, its files."""
    return show_batch(request, found_batch(uuid))


@require_safe
def batch_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part that asks for itself again while the agenda pays account credit."""
    batch = found_batch(uuid)
    context = _progress(batch)
    response = render(request, "payouts/_batch_progress.html", context)
    if not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def batch_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file for the bank; that it was taken out, and by whom, is written down."""
    batch, form = found_batch(uuid), request.POST.get("form", CSV)
    form = form if form in FORMS else CSV
    try:
        with transaction.atomic():
            # A line that is taken out meanwhile must not be in the file: it may go into another batch.
            lock_batch(batch)
            content = export_batch(batch, form)
            mark_sent(batch, form=form, by=person_of(request).actor)
    except NoAccount:
        messages.error(request, _("Enter the account that pays first."))
        return redirect("office_payout_settings")
    except NumbersMissing as missing:
        shown = ", ".join(missing.codes[:5])
        messages.error(
            request, _("These lines have no number any more, take them out: %(codes)s") % {"codes": shown}
        )
    except LookupError:
        messages.info(request, _("No line waits for such a file."))
    except BatchMovedOn:
        messages.warning(request, _("This batch has moved on. Here is where it stands."))
    else:
        answer = HttpResponse(content, content_type=FORMS[form])
        answer["Content-Disposition"] = f'attachment; filename="{file_name(batch, form)}"'
        return answer
    return redirect("office_payout_batch", uuid)


@require_POST
def batch_cancellation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        cancel_batch(found_batch(uuid), by=person_of(request).actor)
    except BatchMovedOn:
        messages.warning(request, _("This batch has moved on. Here is where it stands."))
    else:
        messages.success(request, _("The batch is cancelled. Its withdrawals may go into another one."))
    return redirect("office_payout_batch", uuid)


def show_batch(request: HttpRequest, batch: PayoutBatch, **more: Any) -> HttpResponse:
    """The batch's page; `more` replaces what stands on it, such as a form with errors."""
    counts = line_counts(batch)
    state = request.GET.get("state", "")
    lines = lines_of(batch)
    if state in LineStatus.values:
        lines = lines.filter(status=state)
    context = {
        **_progress(batch),
        "shell": shell(),
        "page": page_of(lines, request.GET, size=LINES, order="position", rises=True),
        "tabs": _tabs(counts, state),
        "imports": imports_of(batch)[:10],
        "history": history_of(batch)[:20],
        "result_form": ResultForm(),
        "has_account": settings_of().has_account,
        "files": files_of(batch),
        "is_locked": batch.status == BatchStatus.LOCKED,
        **more,
    }
    status = 422 if context["result_form"].errors else 200
    return render(request, "payouts/batch.html", context, status=status)


def _make(request: HttpRequest, form: BatchForm, currency: str) -> PayoutBatch | None:
    typed = form.cleaned_data
    try:
        chosen = None if request.POST.get("everything") == "1" else _ticked(request)
        wish = BatchWish(typed["key"], currency, typed["execute_on"], chosen)
        return make_batch(wish, by=person_of(request).actor)
    except (NothingToPay, ValidationError, ValueError):
        messages.info(request, _("Choose withdrawals that are approved and in no batch."))
        return None


def _ticked(request: HttpRequest) -> frozenset[UUID]:
    return frozenset(UUID(value) for value in request.POST.getlist("withdrawal"))


def _progress(batch: PayoutBatch) -> dict[str, Any]:
    counts = line_counts(batch)
    settled = batch.line_count - counts[LineStatus.WAITING]
    credit = lines_of(batch).filter(status=LineStatus.WAITING, kind__in=AT_ONCE)
    return {
        "batch": batch,
        "counts": counts,
        "settled": settled,
        "is_working": credit.exists() or imports_of(batch).filter(status="applying").exists(),
    }


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    states = [("", _("All"), sum(counts.values()))]
    states += [(value, str(label), counts[value]) for value, label in LineStatus.choices]
    return [
        {
            "label": label,
            "url": f"?state={value}" if value else "?",
            "count": count,
            "current": value == current,
        }
        for value, label, count in states
    ]
