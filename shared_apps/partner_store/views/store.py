"""The Partner Store in the office: browse, compare, pick several, look at the total, send (REQUIREMENTS S4.2–S4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding import formats
from shared_apps.catalog.models import Period
from shared_apps.kernel.money import Money, total
from tenants.access import office
from tenants.context import current_tenant
from tenants.models import Tenant

from ..door import open_requests
from ..models import Category
from ..pages import search_of
from ..request_forms import SubmissionForm
from ..selection import drop_selection, keep_selection, read_selection, selection_of
from ..shelf import Offered, shelf
from ..verbs import NothingChosen, NotOffered, PriceChanged, Requester, submit_request

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item in the summary."""

    offered: Offered
    quantity: int

    @property
    def total(self) -> Money:
        return self.offered.price * self.quantity


@office("store.order")
@require_GET
def office_store(request: HttpRequest) -> HttpResponse:
    """Everything that can be asked for, searched and by category (S4.2, S4.3)."""
    every, picked = shelf(_tenant()), selection_of(request)
    category, search = request.GET.get("category", ""), search_of(request)
    shown = [one for one in every if _fits(one, category, search)]
    context = {
        "rows": [(one, picked.get(one.item.sku, 0)) for one in shown],
        "tabs": _tabs(every, category),
        "category": category,
        "search": search,
        "picked_here": sum(one.item.sku in picked for one in shown),
        "requests": open_requests(),
    }
    return render(request, "office/store/list.html", context)


@office("store.order")
@require_POST
def office_store_selection(request: HttpRequest) -> HttpResponse:
    """Keep what is ticked; what the page did not show stays as it was. On to the summary, or side by side."""
    on_page = set(request.POST.getlist("on_page"))
    kept = {sku: count for sku, count in selection_of(request).items() if sku not in on_page}
    ticked = read_selection(request)
    keep_selection(request, kept | ticked)
    if request.POST.get("then") == "compare":
        return redirect(
            f"{reverse('office_store_compare')}?{'&'.join(f'item={sku}' for sku in kept | ticked)}"
        )
    if not kept | ticked:
        messages.info(request, _("Choose at least one service."))
        return redirect("office_store")
    return redirect("office_store_summary")


@office("store.order")
@require_GET
def office_store_compare(request: HttpRequest) -> HttpResponse:
    """Up to four items side by side."""
    skus = [sku for sku in request.GET.getlist("item") if "\x00" not in sku][:MOST_COMPARED]
    found, picked = shelf(_tenant(), skus), selection_of(request)
    features = dict.fromkeys(feature for one in found for feature in one.item.spoken_features)
    context = {
        "items": found,
        "picks": [(one, picked.get(one.item.sku, 0)) for one in found],
        "features": [
            (feature, [feature in one.item.spoken_features for one in found]) for feature in features
        ],
    }
    return render(request, "office/store/compare.html", context)


@office("store.order")
@require_GET
def office_store_summary(request: HttpRequest) -> HttpResponse:
    """What is chosen, with its total, before it is sent (S4.5–S4.7)."""
    chosen, gone = _chosen(request)
    if gone:
        messages.warning(request, _("No longer to be had: %(items)s.") % {"items": ", ".join(gone)})
    if not chosen:
        return redirect("office_store")
    form = SubmissionForm(initial={"form_uuid": uuid4(), "shown": _due(chosen).minor})
    return _summary(request, chosen, form)


@office("store.order")
@require_POST
def office_store_submission(request: HttpRequest) -> HttpResponse:
    """Send the request (S4.8–S4.10)."""
    person: Any = request.user
    chosen, _gone = _chosen(request)
    form = SubmissionForm(request.POST)
    if not form.is_valid():
        return _summary(request, chosen, form, status=422) if chosen else redirect("office_store")
    typed, tenant = form.cleaned_data, _tenant()
    requester = Requester(person.uuid, person.name, person.email, get_language() or "")
    try:
        made = submit_request(
            tenant,
            selection_of(request),
            shown=Money(typed["shown"], tenant.currency),
            form_uuid=typed["form_uuid"],
            requester=requester,
            note=typed["note"],
            by=person.actor,
        )
    except NothingChosen:
        messages.info(request, _("Choose at least one service."))
        return redirect("office_store")
    except NotOffered as refusal:
        names = ", ".join(refusal.items)
        messages.error(request, _("Not to be had as it was chosen: %(items)s.") % {"items": names})
        return redirect("office_store_summary")
    except PriceChanged as change:
        said = _("Prices have changed: the total is %(total)s now. Please look at it again.")
        messages.warning(request, said % {"total": formats.money(change.total)})
        return redirect("office_store_summary")
    drop_selection(request)
    messages.success(
        request, _("Your request %(number)s is recorded. We have sent you a mail.") % {"number": made.number}
    )
    return redirect("office_store_request", made.uuid)


def _summary(
    request: HttpRequest, chosen: Sequence[Chosen], form: SubmissionForm, *, status: int = 200
) -> HttpResponse:
    later = [
        {"label": label, "amount": amount}
        for period, label in ((Period.MONTH, _("Then each month")), (Period.YEAR, _("Then each year")))
        if (amount := _due([one for one in chosen if one.offered.item.period == period], chosen))
    ]
    context = {"chosen": chosen, "due": _due(chosen), "later": later, "form": form}
    return render(request, "office/store/summary.html", context, status=status)


def _due(some: Sequence[Chosen], of: Sequence[Chosen] = ()) -> Money:
    return total([one.total for one in some], (of or some)[0].offered.price.currency)


def _chosen(request: HttpRequest) -> tuple[list[Chosen], list[str]]:
    """What of the selection can be asked for as it is, and the names of what cannot be had at all any more."""
    picked = selection_of(request)
    found = {one.item.sku: one for one in shelf(_tenant(), picked)} if picked else {}
    held = {sku: one for sku, one in found.items() if one.is_open}
    gone = [str(found[sku].item) if sku in found else sku for sku in picked if sku not in held]
    if gone:
        keep_selection(request, {sku: count for sku, count in picked.items() if sku in held})
    return [Chosen(one, min(picked[sku], one.left)) for sku, one in held.items()], gone


def _fits(one: Offered, category: str, search: str) -> bool:
    words = f"{one.item} {one.item.spoken_summary}".casefold()
    return (not category or one.item.category == category) and search.casefold() in words


def _tabs(every: Sequence[Offered], current: str) -> list[dict[str, Any]]:
    counts = {value: sum(one.item.category == value for one in every) for value in Category.values}
    own = [
        {"label": label, "url": f"?category={value}", "count": counts[value], "current": current == value}
        for value, label in Category.choices
        if counts[value]
    ]
    return [{"label": _("All"), "url": "?", "count": len(every), "current": not current}, *own]


def _tenant() -> Tenant:
    return Tenant.objects.get(pk=current_tenant().id)
