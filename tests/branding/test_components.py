"""Components escape what they are given and hold to the strict content policy."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from branding.components.charts import ceiling, months_back, smooth_path, sum_by_month
from branding.navigation import NavGroup, NavItem, marked
from branding.stylesheet import SOURCES, joined, sources
from shared_apps.kernel.money import Money

EVIL = "<script>alert(1)</script>"
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").glob("ui/**/*.html")) + sorted(
    Path(settings.BASE_DIR, "templates").glob("shells/*.html")
)


def drawn(source: str, **given: object) -> str:
    request = RequestFactory().get("/clients/", {"sort": "name", "q": EVIL})
    return Template(source).render(Context({"request": request, "evil": EVIL, **given}))


@pytest.mark.parametrize(
    "source",
    [
        "{% card title=evil %}{{ evil }}{% endcard %}",
        "{% page_head evil subtitle=evil back=evil %}{% endpage_head %}",
        "{% empty title=evil text=evil %}{% endempty %}",
        "{% banner 'info' title=evil %}{{ evil }}{% endbanner %}",
        "{% option 'name' evil label=evil %}{{ evil }}{% endoption %}",
        "{% plan_card name=evil price=price per=evil summary=evil features=listed %}{% endplan_card %}",
        "{% toolbar placeholder=evil target=evil %}{% endtoolbar %}",
        "{% tabs rows label=evil %}",
        "{% steps listed %}",
        "{% timeline rows %}",
        "{% copyable evil label=evil %}",
        "{% avatar evil %}",
        "{% status evil %}",
        "{% sort_link evil 'name' %}",
        "{% progress 4 10 label=evil %}",
        "{% icon 'users' 16 evil %}",
        "{% hidden_next %}",
        "{% row_menu id=evil label=evil %}{% endrow_menu %}",
    ],
)
def test_what_a_component_shows_is_escaped(source: str) -> None:
    rows = [{"label": EVIL, "url": EVIL, "text": EVIL, "note": EVIL}]
    html = drawn(source, rows=rows, listed=[EVIL], price=Money(1400, "USD"))
    assert "<script>" not in html


def test_a_page_shows_local_values() -> None:
    with translation.override("fa"):
        assert "۲۰۰٬۰۰۰\u00a0تومان" in drawn("{% money price %}", price=Money(2_000_000, "IRR"))
        assert "۱۳ آذر ۱۴۰۵" in drawn("{% date day %}", day=dt.date(2026, 12, 4))
        assert "۱٬۲۸۴" in drawn("{% number 1284 %}")


def test_a_state_has_a_tone_and_its_models_own_words() -> None:
    class Invoice:
        status = "past_due"

        def get_status_display(self) -> str:
            return "Late"

    assert drawn("{% status it %}", it=Invoice()) == '<span class="badge neg">Late</span>'
    assert drawn("{% status 'paid' %}") == '<span class="badge pos">Paid</span>'
    assert drawn("{% status 'never_heard_of' %}") == '<span class="badge mute">Never heard of</span>'


def test_a_change_that_is_neither_good_nor_bad_has_no_colour() -> None:
    figure = "{% key_figure label='Tax' delta=12.5 is_neutral=True %}9{% endkey_figure %}"
    assert 'class="delta"' in drawn(figure)
    assert 'class="delta up"' in drawn(figure.replace("is_neutral=True ", ""))


def test_the_longest_address_is_where_one_is() -> None:
    invoices = NavItem("Invoices", "/office/invoices/")
    groups = [NavGroup("", [NavItem("Home", "/office/"), NavItem("Money", children=[invoices])])]
    home, money = marked(groups, "/office/invoices/7/")[0].items
    assert not home.current
    assert money.is_open
    assert money.children[0].current
    assert marked(groups, "/office/")[0].items[0].current
    assert not any(item.current for item in marked(groups, "/elsewhere/")[0].items)
    assert not marked([NavGroup("", [NavItem("Shop", "/")])], "/help/")[0].items[0].current
    data = NavItem("Your data", "/my/data/", also=("/my/move/",))
    home, data = marked([NavGroup("", [NavItem("Home", "/my/"), data])], "/my/move/code/")[0].items
    assert (home.current, data.current) == (False, True)


def test_months_are_those_of_the_readers_calendar() -> None:
    months = months_back(dt.date(2026, 4, 1), 2, "fa")
    # Esfand 1404 has 29 days and ends on 20 March 2026; Farvardin 1405 has 31.
    assert [(month.first, month.last) for month in months] == [
        (dt.date(2026, 2, 20), dt.date(2026, 3, 20)),
        (dt.date(2026, 3, 21), dt.date(2026, 4, 20)),
    ]
    sales = [
        (dt.date(2026, 3, 20), 5),
        (dt.date(2026, 3, 21), 7),
        (dt.date(2026, 4, 1), 1),
        (dt.date(2020, 1, 1), 9),
    ]
    assert sum_by_month(sales, months) == [5, 8]


def test_a_chart_of_nothing_or_little_is_drawn() -> None:
    assert ceiling([]) == ceiling([0, 0]) == 3
    assert ceiling([48_210]) == 60_000
    assert smooth_path([], 3) == ""
    assert "nan" not in smooth_path([0, 0, 0], 3)
    assert smooth_path([5], 10).startswith("M0.0 120.0")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_to_the_content_policy(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son\w+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_style_sheet_is_logical_and_complete() -> None:
    physical = re.compile(
        r"(?<![\w-])(left|right|top|bottom|width|height|(margin|padding|border)-(left|right|top|bottom)"
        r"|(min|max)-(width|height))\s*:(?!\s*\d+rem\))"
    )
    four_values = re.compile(r"(?<![\w-])(padding|margin|inset)\s*:\s*\S+ \S+ \S+ \S+;")
    for source in sources():
        text = source.read_text()
        rules = re.sub(r"@media[^{]*", "", text)
        assert not physical.search(rules), (source.name, physical.search(rules))
        assert not four_values.search(rules), source.name
        assert text.count("{") == text.count("}"), source.name
    assert set(SOURCES.rglob("*.css")) == set(sources()), "every file is joined in"
    assert "url(" not in joined().replace('url("../fonts/', "").replace("url(#chart-fade)", "")
