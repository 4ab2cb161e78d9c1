"""Forms read what people write and say clearly what is wrong."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.utils import translation

from branding.forms import DateField, MoneyField, NumberField


class Wish(forms.Form):
    name = forms.CharField()
    price = MoneyField(currency="IRR", minimum=1_000_000, maximum=90_000_000)
    due = DateField(required=False)
    seats = NumberField(minimum=1, maximum=50)


@pytest.fixture
def persian() -> object:
    with translation.override("fa"):
        yield


def filled(**values: str) -> Wish:
    return Wish({"name": "Aras", "price": "۲۰۰٬۰۰۰", "due": "۱۴۰۵/۹/۱۳", "seats": "۵"} | values)


def page(form: forms.Form) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def test_local_writing_becomes_integers_and_days(persian: object) -> None:
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["price"] == 2_000_000
    assert form.cleaned_data["due"] == dt.date(2026, 12, 4)
    assert form.cleaned_data["seats"] == 5


def test_a_limit_is_named_in_the_readers_unit(persian: object) -> None:
    form = filled(price="۱۰")
    assert "۱۰۰٬۰۰۰\u00a0تومان" in form.errors["price"][0]
    form = filled(price="۹٬۰۰۰٬۰۰۱")
    assert "۹٬۰۰۰٬۰۰۰\u00a0تومان" in form.errors["price"][0]


def test_a_currency_may_be_set_on_one_form_alone(persian: object) -> None:
    form = filled(price="12.5")
    form.fields["price"].currency = "USD"
    form.fields["price"].minimum = 0
    assert form.is_valid(), form.errors
    assert form.cleaned_data["price"] == 1250
    assert Wish().fields["price"].currency == "IRR"


def test_a_mistake_is_shown_where_it_is_and_on_top(persian: object) -> None:
    soup = page(filled(price="abc", seats="0"))
    field = soup.find(id="id_price")
    assert field["aria-invalid"] == "true"
    assert "id_price_error" in field["aria-describedby"]
    assert soup.find(id="id_price_error").get_text(strip=True)
    summary = soup.find(class_="summary")
    assert summary["role"] == "alert"
    assert summary.has_attr("autofocus")
    assert [link["href"] for link in summary.find_all("a")] == ["#id_price", "#id_seats"]


def test_what_was_typed_is_kept(persian: object) -> None:
    soup = page(filled(price="abc", due="1405/13/1"))
    assert soup.find(id="id_price")["value"] == "abc"
    assert soup.find(id="id_due")["value"] == "1405/13/1"


def test_what_was_typed_is_escaped(persian: object) -> None:
    assert "<script>" not in str(filled(name="<script>", price="<script>", due="<script>", seats="<script>"))


def test_initial_values_are_shown_in_local_writing(persian: object) -> None:
    soup = page(Wish(initial={"price": 2_000_000, "due": dt.date(2026, 12, 4)}))
    assert soup.find(id="id_price")["value"] == "۲۰۰٬۰۰۰"
    assert soup.find(id="id_due")["value"] == "۱۴۰۵/۰۹/۱۳"
    assert soup.find(id="id_due")["data-iso"] == "2026-12-04"


def test_an_unchanged_form_knows_it(persian: object) -> None:
    form = Wish(
        {"name": "Aras", "price": "۲۰۰٬۰۰۰", "due": "۱۴۰۵/۰۹/۱۳", "seats": "5"},
        initial={"name": "Aras", "price": 2_000_000, "due": dt.date(2026, 12, 4), "seats": 5},
    )
    assert form.changed_data == []


@pytest.mark.parametrize("text", ["-1", "0", "0.5", "1e9", "NaN", "51", "²", "9" * 40])
def test_a_number_out_of_bounds_is_refused(text: str) -> None:
    assert "seats" in filled(seats=text).errors


def test_nothing_in_a_form_is_styled_inline(persian: object) -> None:
    assert "style=" not in str(filled(price="abc"))
