"""The gallery of components, for development: every component in every state, in any language, theme and
colour.
"""

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from branding.components.charts import Chart, months_back
from branding.components.statuses import LOOKS
from branding.forms import DateField, MoneyField, NumberField
from branding.navigation import NavGroup, NavItem
from shared_apps.kernel.money import Money

CURRENCIES = {"fa": "IRR", "tr": "TRY", "th": "THB"}
SHELLS = ("workspace", "client", "storefront", "auth")
REVENUE = (31200, 33400, 32100, 35800, 37600, 36100, 39700, 41900, 40200, 43800, 45600, 48210)
REVENUE_BEFORE = (24100, 25300, 26200, 26900, 28400, 29800, 29100, 30900, 32200, 33800, 33100, 35400)
NAMES = ("Aras Logistics", "باربری ارس", "อารัส โลจิสติกส์", "Mavi Diş Kliniği", "Cedar & Co.", "فولاد هامون")


class SampleForm(forms.Form):
    """A field of every kind."""

    company = forms.CharField(label="Company name")
    email = forms.EmailField(label="E-mail", help_text="We only write about your orders.")
    mobile = forms.CharField(label="Mobile", required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    price = MoneyField(label="Price", currency="USD")
    seats = NumberField(label="Seats", minimum=1, maximum=500)
    due = DateField(label="Due on")
    country = forms.ChoiceField(
        label="Country", choices=[("ir", "Iran"), ("th", "Thailand"), ("tr", "Türkiye")]
    )
    plan = forms.ChoiceField(
        label="Period", choices=[("m", "Monthly"), ("y", "Yearly")], widget=forms.RadioSelect, required=False
    )
    receipt = forms.FileField(label="Receipt", required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    terms = forms.BooleanField(label="I accept the terms")


def gallery(request: HttpRequest) -> HttpResponse:
    """`?shell=` chooses the shell around the components."""
    shell = request.GET.get("shell", "workspace")
    if shell not in SHELLS:
        raise Http404
    return render(request, f"ui/gallery/{shell}.html", sample(request.LANGUAGE_CODE))


def sample(lang: str) -> dict[str, Any]:
    """What the gallery shows."""
    currency = CURRENCIES.get(lang, "USD")
    scale = {"IRR": 600_000, "TRY": 3400, "THB": 3300}.get(currency, 100)
    now = timezone.now()

    def amount(major: int) -> Money:
        return Money(major * scale, currency)

    empty_form = SampleForm(initial={"price": amount(1234).minor, "due": now.date()})
    wrong_form = SampleForm(
        {"company": "Aras", "email": "aras@", "price": "abc", "seats": "0", "due": "1405/13/1"}
    )
    for form in (empty_form, wrong_form):
        form.fields["price"].currency = currency  # type: ignore[attr-defined]
    return {
        "form": empty_form,
        "wrong_form": wrong_form,
        "chart": _chart(now.date(), scale, currency),
        "points": REVENUE,
        "revenue": amount(48210),
        "overdue": amount(6940),
        "rows": [_row(index, amount, now) for index in range(6)],
        "plans": _plans(amount),
        "summary_rows": [
            {"label": _("Subtotal"), "amount": amount(5520)},
            {"label": _("Discount"), "amount": -amount(676), "is_saving": True},
            {"label": _("Tax"), "amount": amount(484)},
        ],
        "total": amount(5328),
        "now": now,
        "earlier": now - dt.timedelta(minutes=12),
        "yesterday": now - dt.timedelta(hours=26),
        "statuses": sorted(LOOKS),
        "nav": _nav(),
        "top_links": [NavItem(_("Today's tasks"), "#", "bell", 3)],
        "search_url": "#",
        "tabs": [
            {"label": _("All"), "url": "?", "count": 248, "current": True},
            {"label": _("Active"), "url": "?", "count": 201},
            {"label": _("Trial"), "url": "?", "count": 19},
        ],
        "views": [
            {"label": _("Monthly"), "url": "?"},
            {"label": _("Yearly"), "url": "?", "current": True, "tag": "−20 %"},
        ],
        "steps": [{"label": _("Cart"), "url": "#"}, _("Checkout"), _("Payment")],
        "events": [
            {"text": _("Invoice paid"), "at": now, "icon": "circle-check", "tone": "pos", "note": "Olga"},
            {
                "text": _("Order placed"),
                "at": now - dt.timedelta(hours=2),
                "icon": "shopping-bag",
                "tone": "info",
            },
        ],
    }


def _chart(until: dt.date, scale: int, currency: str) -> Chart:
    months = months_back(until)
    return Chart(
        labels=[month.label for month in months],
        values=[value * scale for value in REVENUE],
        before=[value * scale for value in REVENUE_BEFORE],
        name=_("This year"),
        before_name=_("The year before"),
        currency=currency,
    )


def _row(index: int, amount: Any, now: Any) -> dict[str, Any]:
    return {
        "id": index,
        "menu_id": f"row-{index}",
        "name": NAMES[index],
        "product": ("Mail Pro", "Office Suite", "Cloud Hosting")[index % 3],
        "status": ("active", "trial", "past_due", "active", "cancelled", "pending")[index],
        "amount": amount((4440, 1026, 90, 1470, 54, 728)[index]),
        "renews": now + dt.timedelta(days=index * 9 + 3),
    }


def _plans(amount: Any) -> list[dict[str, Any]]:
    features = ["20 GB", "IMAP", "2FA"]
    return [
        {"name": "Standard", "price": amount(14), "features": features, "best": False},
        {"name": "Professional", "price": amount(23), "features": [*features, "SSO"], "best": True},
        {"name": "Enterprise", "price": amount(40), "features": [*features, "SSO", "SLA"], "best": False},
    ]


def _nav() -> list[NavGroup]:
    affiliate = [NavItem(_("Overview"), "/a/"), NavItem(_("Earnings"), "/b/", count=2)]
    return [
        NavGroup(
            _("Sales"),
            [
                NavItem(_("Dashboard"), "/console/ui/", "layout-dashboard"),
                NavItem(_("Clients"), "/c/", "users"),
                NavItem(_("Affiliates"), icon="handshake", children=affiliate),
                NavItem(_("Tasks"), "/d/", "square-check-big", 12),
            ],
        ),
        NavGroup(
            _("Workspace"),
            [
                NavItem(_("Invoices"), "/e/", "receipt-text", 3),
                NavItem(_("Payments"), "/f/", "credit-card"),
                NavItem(_("Settings"), "/g/", "settings"),
            ],
        ),
    ]
