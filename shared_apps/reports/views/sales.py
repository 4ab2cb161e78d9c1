"""What was sold, by whatever one asks: the same page for the operator and for a reseller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from branding.components.charts import Chart
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer

from ..charting import chart_of
from ..forms import PeriodForm
from ..naming import Names, names_of, shown
from ..payouts import paid_out
from ..scope import Scope
from ..spans import Span
from ..sums import AMOUNTS, Figures, Line, currencies_of, days_of, lines_by

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page shows: whose figures, arranged by what, when, in which currency (empty where none is known)."""

    scope: Scope
    by: str
    span: Span
    currency: str


def sales(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Revenue, tax, wholesale, fees, commission and margin in a period beside the one before; or a download."""
    form = PeriodForm(request.GET or None)
    span, facts = form.span(), scope.facts()
    currencies = currencies_of(facts)
    currency = chosen(request.GET.get("currency"), currencies)
    by = chosen(request.GET.get("by"), scope.choices)
    asked = Asked(scope, by, span, currency)
    export = request.GET.get("format") in {"csv", "xlsx"}
    found = lines_by(facts, by, span, currency, most=None if export else MOST_LINES) if currency else None
    lines, total = (found.lines, found.total) if found else ([], None)
    names = names_of(by, [line.key for line in lines])
    if export:
        return _download(request.GET["format"], asked, lines, names)
    context = {
        **scope.links,
        "scope": scope,
        "form": form,
        "span": span,
        "by": by,
        "currency": currency,
        "tabs": [_tab(request, one, by) for one in scope.choices],
        "currencies": [_currency_tab(request, one, currency) for one in currencies],
        "rows": [_row(asked, line, names) for line in lines],
        "left_out": found.left_out if found else 0,
        "total": total,
        "total_amounts": _amounts(total.now) if total else [],
        "figures": _key_figures(asked, total) if total else [],
        "columns": column_labels(),
        "by_label": BY_LABELS[by](),
        "rows_url": _rows_url(asked),
        "earlier_url": _moved(request, span.before),
        "later_url": _moved(request, span.after) if _has_later(span) else "",
        "chart": _chart(asked),
    }
    return render(request, "reports/sales.html", context)


def _chart(asked: Asked) -> Chart | None:
    scope, span, currency = asked.scope, asked.span, asked.currency
    if not currency:
        return None
    days = days_of(scope.facts(), span.before.first, span.last, currency)
    return chart_of(span, [(day.day, day.net) for day in days], currency, name=_("Revenue"))


def _key_figures(asked: Asked, total: Line) -> list[dict[str, Any]]:
    """Each with its change over the period before, and the rows behind it."""
    url = _rows_url(asked)
    # Tax, fees and commission rise with sales: neither good nor bad. Wholesale is the operator's income alone.
    good = {"net", "margin", "wholesale"} if asked.scope.is_console else {"net", "margin"}
    figures = [
        {
            "label": label,
            "amount": getattr(total.now, name),
            "delta": total.change_of(name),
            "is_neutral": name not in good,
            "url": url,
        }
        for name, label in column_labels()
        if name != "discount"
    ]
    paid = paid_out(asked.scope.tenant_id, asked.span, asked.currency)
    return [*figures, {"label": _("Paid out"), "amount": paid, "delta": None, "is_neutral": True, "url": ""}]


def _amounts(figures: Figures) -> list[Money]:
    return [getattr(figures, name) for name in AMOUNTS]


def _row(asked: Asked, line: Line, names: Names) -> dict[str, Any]:
    named = shown(line.key, names)
    key = "" if line.key is None else str(line.key)
    rows_url = _rows_url(asked, **{asked.by: key or "-"})
    return {
        "name": named.name,
        "url": named.url,
        "line": line,
        "amounts": _amounts(line.now),
        "rows_url": rows_url,
    }


def _rows_url(asked: Asked, **more: str) -> str:
    query = {**asked.span.query, "currency": asked.currency, **more}
    return f"{asked.scope.url('report_rows')}?{urlencode(query)}"


def _tab(request: HttpRequest, value: str, current: str) -> dict[str, Any]:
    return {"label": BY_LABELS[value](), "url": changed(request, by=value), "current": value == current}


def _currency_tab(request: HttpRequest, value: str, current: str) -> dict[str, Any]:
    return {"label": value, "url": changed(request, currency=value), "current": value == current}


BY_LABELS = {
    "reseller": lambda: _("Reseller"),
    "product": lambda: _("Product"),
    "plan": lambda: _("Plan"),
    "country": lambda: _("Country"),
    "client": lambda: _("Client"),
    "occasion": lambda: _("Occasion"),
}


def changed(request: HttpRequest, **values: str) -> str:
    query = request.GET.copy()
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _moved(request: HttpRequest, span: Span) -> str:
    kept = {name: request.GET[name] for name in ("by", "currency") if name in request.GET}
    return f"?{urlencode({**kept, **span.query})}"


def _has_later(span: Span) -> bool:
    return span.kind != "custom" and span.last < timezone.localdate(now())


def chosen(value: str | None, allowed: Sequence[str]) -> str:
    if value in allowed:
        return str(value)
    return allowed[0] if allowed else ""


def _download(form: str, asked: Asked, lines: Sequence[Line], names: Names) -> HttpResponse:
    by, span, currency = asked.by, asked.span, asked.currency
    heads = [
        BY_LABELS[by](),
        _("Currency"),
        _("Sold"),
        *(label for _name, label in column_labels()),
        *(f"{label} ({_('Before')})" for _name, label in column_labels()),
    ]
    rows = (
        [shown(line.key, names).name, currency, line.now.sold, *_cells(line.now), *_cells(line.before)]
        for line in lines
    )
    return table_answer(form, f"{by}-{span.first:%Y%m%d}-{span.last:%Y%m%d}", heads, rows)


def column_labels() -> list[tuple[str, str]]:
    """The columns of amounts, with their heads."""
    labels = {
        "net": _("Revenue"),
        "tax": _("Tax"),
        "discount": _("Discount"),
        "wholesale": _("Wholesale"),
        "fee": _("Gateway fees"),
        "commission": _("Commission"),
        "margin": _("Margin"),
    }
    return [(name, labels[name]) for name in AMOUNTS]


def _cells(figures: Figures) -> list[float]:
    return [float(getattr(figures, name).major) for name in AMOUNTS]
