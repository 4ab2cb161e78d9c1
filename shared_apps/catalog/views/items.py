"""The editor of the catalogue: make a thing, change it, move it, take it off sale and bring it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import EXPONENTS
from tenants.access import console

from .. import verbs
from ..models import AddOn, Group, Plan, Tier
from .kinds import Kind, actor_of, kind_of, thing

SHOWN_EVENTS = 12


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_catalog_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a group, product, plan, add-on or tier; `?product=` or `?group=` says where it will stand."""
    chosen = kind_of(kind)
    form = chosen.form(request.POST or None)
    for parent in {"product", "group"} & set(form.fields):
        form.initial[parent] = _parent(form, parent, request.GET.get(parent, ""))
    if request.method == "POST" and form.is_valid():
        made = form.save(by=actor_of(request))
        messages.success(request, _("It is in the catalogue."))
        return (
            redirect("console_catalog_item", kind, form.key) if _needs_price(made) else redirect(chosen.home)
        )
    context = {"kind": chosen, "form": form, "title": chosen.new_title}
    return render(request, "console/catalog/item.html", context, status=422 if form.errors else 200)


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_catalog_item(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One thing with its texts in every language, its prices, and what became of it."""
    chosen = kind_of(kind)
    item = thing(chosen, key)
    form = chosen.form(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        form.save(by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("console_catalog_item", kind, key)
    context = {"kind": chosen, "form": form, "item": item, "title": str(item), **_around(item)}
    return render(request, "console/catalog/item.html", context, status=422 if form.errors else 200)


@console("catalog.edit")
@require_POST
def console_catalog_retirement(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take it off sale, or with `undo` bring it back. An empty group is removed."""
    chosen = kind_of(kind)
    item, by = thing(chosen, key), actor_of(request)
    try:
        done = _bring_back(item, by=by) if "undo" in request.POST else _retire(item, by=by)
    except verbs.EndingTaken:
        messages.error(request, _("Another plan sells names with this ending."))
    except verbs.StillInUse:
        messages.error(request, _in_use(item))
    else:
        messages.success(request, done)
    return _back(chosen, item)


@console("catalog.edit")
@require_POST
def console_catalog_move(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One place up or down on its shelf."""
    chosen = kind_of(kind)
    item = thing(chosen, key)
    verbs.move(item, -1 if request.POST.get("to") == "up" else 1, by=actor_of(request))
    return redirect(f"{reverse(chosen.home)}#{kind}-{key}")


def _retire(item: Any, *, by: Any) -> str:
    if isinstance(item, Group):
        verbs.remove_group(item, by=by)
        return _("The group is removed.")
    if isinstance(item, Tier):
        verbs.retire_tier(item, by=by)
        return _("Nobody is put into this tier any more.")
    verbs.retire(item, by=by)
    return _("It is no longer on sale. Services already sold go on.")


def _bring_back(item: Any, *, by: Any) -> str:
    if isinstance(item, Tier):
        verbs.bring_back_tier(item, by=by)
    elif not isinstance(item, Group):
        verbs.bring_back(item, by=by)
    return _("It is back.")


def _in_use(item: Any) -> str:
    if isinstance(item, Tier):
        return _("Resellers are in this tier, or it is the default one. Move them first.")
    return _("Products stand in this group. Move them first.")


def _around(item: Any) -> dict[str, Any]:
    """What else the page shows: prices of what has some, its history."""
    found: dict[str, Any] = {"events": history_of(item)[:SHOWN_EVENTS]}
    if isinstance(item, Plan | AddOn):
        found["own_prices"] = list(item.prices.order_by("currency"))
        found["missing"] = sorted(set(EXPONENTS) - {price.currency for price in found["own_prices"]})
    return found


def _needs_price(made: Any) -> bool:
    return isinstance(made, Plan | AddOn) and not made.prices.exists()


def _parent(form: Any, name: str, key: str) -> Any:
    field: Any = form.fields[name]
    attribute = "slug" if name == "group" else "sku"
    return field.queryset.filter(**{attribute: key}).first()


def _back(kind: Kind, item: Any) -> HttpResponse:
    if item.pk is None:
        return redirect(kind.home)
    return redirect("console_catalog_item", kind.word, getattr(item, kind.form.KEY))
