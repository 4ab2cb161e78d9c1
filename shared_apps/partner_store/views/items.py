"""The console's catalogue of extra services: list, order, editor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.history import history_of
from tenants.access import console

from ..item_forms import ItemForm
from ..items import items_for_list
from ..models import StoreItem
from ..pages import search_of
from ..verbs import NeedsItself, SkuTaken, order_items, save_item


@console("store.edit")
@require_GET
def console_store(request: HttpRequest) -> HttpResponse:
    """Every item with its prices, how many resellers have it and how many requests wait. Constant queries."""
    search = search_of(request)
    context = {"items": items_for_list(search), "search": search}
    return render(request, "console/store/list.html", context)


@console("store.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_store_new(request: HttpRequest) -> HttpResponse:
    """Add an item."""
    return _edit(request, None)


@console("store.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_store_item(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change an item. What was asked for before keeps its price."""
    return _edit(request, get_object_or_404(StoreItem.objects.prefetch_related("prices", "needs"), uuid=uuid))


@console("store.edit")
@require_POST
def console_store_order(request: HttpRequest) -> HttpResponse:
    """Put one item before or after its neighbour."""
    uuids = [
        str(uuid) for uuid in StoreItem.objects.order_by("position", "pk").values_list("uuid", flat=True)
    ]
    moved, step = request.POST.get("item", ""), -1 if request.POST.get("way") == "up" else 1
    if moved in uuids:
        place = uuids.index(moved)
        uuids.insert(max(place + step, 0), uuids.pop(place))
        order_items(uuids, by=_actor(request))
    return redirect("console_store")


def _edit(request: HttpRequest, item: StoreItem | None) -> HttpResponse:
    form = ItemForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            save_item(
                item,
                fields=form.wish,
                prices=form.wished_prices,
                needs=list(form.cleaned_data["needs"]),
                by=_actor(request),
            )
        except SkuTaken:
            form.add_error("sku", _("Another item has this SKU."))
        except NeedsItself:
            form.add_error("needs", _("It would need itself."))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("console_store")
    history = history_of(item)[:20] if item else []
    context = {"form": form, "item": item, "history": history}
    return render(request, "console/store/form.html", context, status=422 if form.errors else 200)


def _actor(request: HttpRequest) -> Any:
    person: Any = request.user
    return person.actor
