"""The application form on the platform's own site."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.partner_store.models import PartnerApplication
from tenants.context import acting_on_shared_data

from .conftest import FIELDS

pytestmark = pytest.mark.django_db
PAGE = "/apply/"
FORM = {**FIELDS, "terms": "on"}


def sent() -> list[PartnerApplication]:
    with acting_on_shared_data():
        return list(PartnerApplication.objects.all())


def test_an_account_comes_first(browse: Any, operator: Any) -> None:
    answer = browse(None, operator).get(PAGE)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/apply/")


def test_paula_applies(browse: Any, paula: Any, operator: Any) -> None:
    answer = browse(paula, operator).post(PAGE, FORM)
    assert (answer.status_code, answer.url) == (302, "/partners/")
    application = sent()[0]
    assert (application.applicant_email, application.phone, application.slug) == (
        "paula@example.com",
        "+902125550100",
        "gamma",
    )


def test_a_second_submit_leads_to_the_first_ones_status(browse: Any, paula: Any, operator: Any) -> None:
    browser = browse(paula, operator)
    browser.post(PAGE, FORM)
    assert browser.post(PAGE, FORM).url == "/partners/"
    assert browser.get(PAGE).url == "/partners/"
    assert len(sent()) == 1


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"terms": ""}, "accept the terms"),
        ({"company_name": ""}, "required"),
        ({"company_name": "Evil\r\nBcc: x@example.com"}, "single line"),
        ({"slug": "alpha"}, "taken"),
        ({"slug": "console"}, "reserved"),
        ({"slug": "a"}, "between 3 and 40"),
        ({"slug": "-gamma"}, "small letters"),
        ({"slug": "xn--gamma"}, "small letters"),
        ({"slug": "gamma.evil.example"}, "small letters"),
        ({"slug": "гамма"}, "small letters"),
        ({"country": "XX"}, "valid choice"),
        ({"currency": "BTC"}, "valid choice"),
        ({"language": "xx"}, "valid choice"),
        ({"expertise": "magic"}, "valid choice"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
        ({"phone": "12"}, "telephone number"),
        ({"experience": "x" * 4001}, "at most 4000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    browse: Any, paula: Any, operator: Any, wrong: dict[str, str], complaint: str
) -> None:
    page = browse(paula, operator).post(PAGE, {**FORM, **wrong})
    text = page.content.decode()
    assert page.status_code == 422
    assert complaint in text
    assert "Ten years of hosting" in text or "experience" in wrong
    assert sent() == []


def test_a_field_that_is_not_in_the_form_is_ignored(browse: Any, paula: Any, operator: Any) -> None:
    browse(paula, operator).post(PAGE, {**FORM, "status": "accepted", "tenant": "1", "applicant_uuid": "x"})
    application = sent()[0]
    assert (application.status, application.tenant_id, application.applicant_uuid) == (
        "submitted",
        None,
        paula.uuid,
    )


def test_capitals_and_persian_digits_are_understood(browse: Any, paula: Any, operator: Any) -> None:
    browse(paula, operator).post(PAGE, {**FORM, "slug": " Gamma۲ ", "phone": "۰۲۱۲ ۵۵۵ ۰۱ ۰۰"})
    assert (sent()[0].slug, sent()[0].phone) == ("gamma2", "+902125550100")


def test_a_draft_is_kept_in_any_state(browse: Any, paula: Any, operator: Any) -> None:
    browser = browse(paula, operator)
    assert browser.post(PAGE, {"company_name": "Half a", "draft": "yes"}).url == PAGE
    assert "Half a" in browser.get(PAGE).content.decode()
    assert browser.post("/apply/draft/", {"company_name": "Half a name"}).status_code == 204
    assert "Half a name" in browser.get(PAGE).content.decode()
    assert sent() == []


def test_the_terms_are_not_part_of_a_draft(browse: Any, paula: Any, operator: Any) -> None:
    browser = browse(paula, operator)
    browser.post("/apply/draft/", FORM)
    text = browser.get(PAGE).content.decode()
    assert 'name="terms"' in text
    assert "checked" not in text


@pytest.mark.parametrize(
    ("slug", "answer"),
    [("gamma", "is free"), ("alpha", "taken"), ("www", "reserved"), ("<b>", "small letters")],
)
def test_the_address_is_checked_while_it_is_typed(
    browse: Any, paula: Any, operator: Any, slug: str, answer: str
) -> None:
    text = browse(paula, operator).get("/apply/address/", {"slug": slug}).content.decode()
    assert answer in text
    assert "<b>" not in text


def test_strangers_have_no_form(browse: Any, opal: Any, olga: Any, operator: Any, reseller: Any) -> None:
    assert browse(opal, operator).get(PAGE).status_code == 404
    assert browse(olga, reseller).post(PAGE, FORM).status_code == 404
    assert sent() == []
