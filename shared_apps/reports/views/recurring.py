"""What recurs each month, how it moves, what is lost, and what becomes of trials."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from branding.components.charts import Chart, months_back
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.sheets import table_answer

from ..models import MoveKind
from ..naming import names_of, shown
from ..recurring import (
    MonthOfMoves,
    churned,
    months_of,
    recurring_by,
    recurring_currencies,
    trials_of,
)
from ..scope import Scope
from ..sums import KEYS
from .sales import BY_LABELS, changed, chosen

CHOICES = ("reseller", "product", "plan", "country")
MONTHS = 12


def recurring(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Twelve months of the reader's calendar, and what recurs now by reseller, product or country."""
    services = scope.services()
    currencies = recurring_currencies(services)
    currency = chosen(request.GET.get("currency"), currencies)
    choices = [one for one in CHOICES if one in scope.choices]
    by = chosen(request.GET.get("by"), choices)
    months = months_back(timezone.localdate(now()), MONTHS)
    rows = months_of(scope.moves(), months, currency) if currency else []
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request.GET["format"], currency, rows)
    parts = recurring_by(services, KEYS[by], currency) if currency else []
    names = names_of(by, [key for key, *_rest in parts])
    ended, ran = churned(services, months[-1].first, months[-1].last)
    context = {
        **scope.links,
        "scope": scope,
        "currency": currency,
        "currencies": [_tab(request, "currency", one, one, currency) for one in currencies],
        "tabs": [_tab(request, "by", one, BY_LABELS[one](), by) for one in choices],
        "by_label": BY_LABELS[by](),
        "months": rows[::-1],
        "last": rows[-1] if rows else None,
        "parts": [(shown(key, names).name, count, retail, cost) for key, count, retail, cost in parts],
        "wholesale": total([cost for *_rest, cost in parts], currency) if currency else None,
        "yearly": rows[-1].end * MONTHS if rows else None,
        "trials": trials_of(services, months[0].first, months[-1].last),
        "ended": ended,
        "ended_rate": 100 * ended / ran if ran else None,
        "chart": _chart(rows, currency) if rows else None,
        "kinds": MoveKind.choices,
    }
    return render(request, "reports/recurring.html", context)


def _chart(rows: list[MonthOfMoves], currency: str) -> Chart:
    labels = [row.month.label for row in rows]
    return Chart(labels, [row.end.minor for row in rows], name=_("Recurring each month"), currency=currency)


def _tab(request: HttpRequest, name: str, value: str, label: str, current: str) -> dict[str, Any]:
    return {"label": label, "url": changed(request, **{name: value}), "current": value == current}


def _download(form: str, currency: str, rows: list[MonthOfMoves]) -> HttpResponse:
    heads = [
        _("Month"),
        _("Currency"),
        _("At the start"),
        *(str(label) for _value, label in MoveKind.choices),
        _("At the end"),
    ]
    lines = ([row.month.first, currency, *_major([row.start, *row.moves.values(), row.end])] for row in rows)
    return table_answer(form, "recurring", heads, lines)


def _major(amounts: list[Money]) -> list[float]:
    return [float(amount.major) for amount in amounts]
