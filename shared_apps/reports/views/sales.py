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

from branding.components.charts import Chart, Month
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer

from ..charting import chart_of
from ..forms import PeriodForm
from ..lines import Figures, Line, Report, lines_by
from ..naming import Named, Names, names_of, shown
from ..payouts import PAID_BY, paid_by
from ..scope import Scope
from ..spans import CUSTOM, Span
from ..sums import AMOUNTS, currencies_of, days_of

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page shows: whose figures, arranged by what, when, in which currency (empty where none is known).

    `has_ledger`: whether the reader may see the entries behind payouts.
    """

    scope: Scope
    by: str
    span: Span
    currency: str
    has_ledger: bool

    def report(self, most: int | None) -> Report | None:
        if not self.currency:
            return None
        paid = paid_by(self.scope.tenant_id, self.by, self.span, self.currency)
        return lines_by(self.scope.sums(self.by), self.by, self.span, self.currency, most=most, paid=paid)


def sales(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Revenue, tax, wholesale, fees, commission and margin in a period beside the one before; or a download."""
    form = PeriodForm(request.GET or None)
    span = form.span()
    currencies = currencies_of(scope.sums())
    currency = chosen(request.GET.get("currency"), currencies)
    by = chosen(request.GET.get("by"), scope.choices)
    reader: Any = request.user
    asked = Asked(scope, by, span, currency, reader.can("ledger.view"))
    export = request.GET.get("format") in {"csv", "xlsx"}
    found = asked.report(None if export else MOST_LINES)
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
        "total_amounts": _cells(total.now, _rows_url(asked), _paid_url(asked)) if total else [],
        "figures": _key_figures(asked, total) if total else [],
        "columns": [*column_labels(), ("paid", _("Paid out"))],
        "has_payouts": by in PAID_BY,
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
    days = days_of(scope.sums(), span.before.first, span.last, currency)
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
    paid = {
        "label": _("Paid out"),
        "amount": total.now.paid,
        "delta": total.change_of("paid"),
        "is_neutral": True,
    }
    return [*figures, paid | {"url": _paid_url(asked)}]


def _cells(figures: Figures, url: str, paid_url: str) -> list[tuple[Money | None, str]]:
    """Each amount with the rows behind it."""
    return [*((getattr(figures, name), url) for name in AMOUNTS), (figures.paid, paid_url)]


def _row(asked: Asked, line: Line, names: Names) -> dict[str, Any]:
    named = shown(line.key, names)
    span = _span_of(asked, line)
    narrowed = span.query if asked.by == "when" else {asked.by: str(line.key or "-")}
    cells = _cells(line.now, _rows_url(asked, **narrowed), _paid_url(asked, span, named))
    return {"name": named.name, "url": named.url, "line": line, "amounts": cells}


def _span_of(asked: Asked, line: Line) -> Span:
    """The period that a line is of: all of it, or a part."""
    if not isinstance(line.key, Month):
        return asked.span
    return Span(CUSTOM, max(line.key.first, asked.span.first), min(line.key.last, asked.span.last))


def _paid_url(asked: Asked, span: Span | None = None, reseller: Named | None = None) -> str:
    """The entries of payouts in the ledger; empty for who may not see it."""
    if not asked.has_ledger:
        return ""
    span = span or asked.span
    query = {"kind": "payouts", "since": span.first.isoformat(), "until": span.last.isoformat()}
    if reseller and reseller.slug:
        query["tenant"] = reseller.slug
    return f"{asked.scope.url('ledger')}?{urlencode(query)}"


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
    "when": lambda: _("Period"),
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
    labels = [label for _name, label in column_labels()]
    labels += [_("Paid out")] if by in PAID_BY else []
    heads = [
        BY_LABELS[by](),
        _("Currency"),
        _("Sold"),
        *labels,
        *(f"{label} ({_('Before')})" for label in labels),
    ]
    rows = (
        [shown(line.key, names).name, currency, line.now.sold, *_majors(line.now), *_majors(line.before)]
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


def _majors(figures: Figures) -> list[float]:
    amounts = [getattr(figures, name) for name in AMOUNTS] + (
        [figures.paid] if figures.paid is not None else []
    )
    return [float(amount.major) for amount in amounts]
