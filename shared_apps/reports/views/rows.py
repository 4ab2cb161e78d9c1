"""The rows behind a figure: lines of sales and refunds, each with its entry in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer

from ..forms import PeriodForm
from ..models import SaleFact
from ..naming import Names, names_of, shown
from ..scope import Scope
from ..sums import AMOUNTS, KEYS
from .sales import BY_LABELS, column_labels

NOTHING, MOST_EXPORTED = "-", 50_000


def rows(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Lines in a period, narrowed by what the figure was of; as a page or a download."""
    form = PeriodForm(request.GET or None)
    span = form.span()
    facts = _narrowed(request, scope).filter(day__gte=span.first, day__lte=span.last)
    facts = facts.select_related("tenant")
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request.GET["format"], scope, facts.order_by("day", "pk")[:MOST_EXPORTED])
    page = page_of(facts, request.GET, order="-day")
    plans, clients = _names(scope, page.rows)
    context = {
        **scope.links,
        "scope": scope,
        "columns": column_labels(),
        "narrowed": _narrowing(request, scope),
        "span_query": urlencode(span.query),
        "form": form,
        "span": span,
        "page": page,
        "rows": [_row(scope, fact, plans, clients) for fact in page.rows],
        "hidden": {name: request.GET[name] for name in (*KEYS, "currency") if name in request.GET},
    }
    return render(request, "reports/rows.html", context)


def _narrowed(request: HttpRequest, scope: Scope) -> QuerySet[SaleFact]:
    facts = scope.facts()
    if currency := request.GET.get("currency", ""):
        facts = facts.filter(currency=currency[:3])
    for by in scope.keys:
        value = request.GET.get(by, "")
        if not value or "\x00" in value:
            continue
        fitting = _value(by, value)
        facts = facts.none() if fitting is None else facts.filter(**{KEYS[by]: fitting})
    return facts


def _value(by: str, value: str) -> object | None:
    """What a column is compared with; None for what cannot be there."""
    if by == "client":
        try:
            return UUID(value)
        except ValueError:
            return None
    if by == "reseller":
        return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None
    return "" if value == NOTHING else value


def _names(scope: Scope, facts: Sequence[SaleFact]) -> tuple[Names, Names]:
    clients = names_of("client", {one.client_uuid for one in facts}) if not scope.is_console else {}
    return names_of("plan", {one.sku for one in facts}), clients


def _row(scope: Scope, fact: SaleFact, plans: Names, clients: Names) -> dict[str, object]:
    return {
        "fact": fact,
        "plan": shown(fact.sku, plans).name,
        "client": clients.get(fact.client_uuid),
        "amounts": [_money(fact, name) for name in AMOUNTS],
        "url": _about(scope, fact),
    }


def _about(scope: Scope, fact: SaleFact) -> str:
    """Its entry in the ledger for the operator, its invoice for the reseller."""
    if scope.is_console:
        return reverse("console_ledger_entry", args=[fact.entry_uuid])
    return reverse("office_invoice", args=[fact.invoice_uuid])


def _narrowing(request: HttpRequest, scope: Scope) -> list[tuple[str, str, str]]:
    """What the list is narrowed by: its label, its value, and the address without it."""
    found = []
    for by in scope.keys:
        value = request.GET.get(by, "")
        key = _value(by, value) if value and "\x00" not in value else None
        if key is None:
            continue
        query = request.GET.copy()
        for name in (by, "before", "after"):
            query.pop(name, None)
        found.append((BY_LABELS[by](), shown(key, names_of(by, [key])).name, f"?{query.urlencode()}"))
    return found


def _money(fact: SaleFact, name: str) -> Money:
    return Money(getattr(fact, f"{name}_minor"), fact.currency)


def _download(form: str, scope: Scope, facts: QuerySet[SaleFact]) -> HttpResponse:
    found = list(facts)
    plans, clients = _names(scope, found)
    heads = [
        _("Day"),
        _("Reseller") if scope.is_console else _("Client"),
        _("Invoice"),
        _("Plan"),
        _("Kind"),
        _("Occasion"),
        _("Country"),
        _("Currency"),
        _("Sold"),
        *(label for _name, label in column_labels()),
    ]
    lines = (
        [
            one.day,
            one.tenant.name if scope.is_console else shown(one.client_uuid, clients).name,
            one.invoice_number,
            shown(one.sku, plans).name,
            one.get_kind_display(),
            one.get_occasion_display(),
            one.country,
            one.currency,
            one.quantity,
            *(float(_money(one, name).major) for name in AMOUNTS),
        ]
        for one in found
    )
    return table_answer(form, "sales", heads, lines)
