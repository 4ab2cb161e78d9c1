"""The operator's console around the partner programme."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from shared_apps.partner_store.models import PartnerApplication
from tenant_apps.accounts.models import User
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

from .conftest import submit

pytestmark = pytest.mark.django_db
HOME, LIST, RESELLERS = "/console/", "/console/applications/", "/console/resellers/"
ACCEPTANCE = {"slug": "gamma", "language": "en", "currency": "TRY"}


@pytest.fixture
def faye(operator: Any) -> Any:
    """Finance: may see tenants, may not review applications."""
    with acting_in(operator):
        return User.objects.create_user("faye@example.com", "x", name="Faye", role="finance", language="en")


def page_of(application: PartnerApplication) -> str:
    return f"{LIST}{application.uuid}/"


def status_of(application: PartnerApplication) -> str:
    with acting_on_shared_data():
        application.refresh_from_db()
    return str(application.status)


def test_the_dashboard_shows_what_waits_and_who_is_new(
    application: Any, browse: Any, opal: Any, operator: Any
) -> None:
    text = strip_tags(browse(opal, operator).get(HOME).content.decode())
    for expected in ("Gamma Cloud", "7 days left", "Alpha Bulut", "Beta Abr"):
        assert expected in text


def test_finance_sees_no_applications(application: Any, browse: Any, faye: Any, operator: Any) -> None:
    browser = browse(faye, operator)
    assert "Gamma Cloud" not in browser.get(HOME).content.decode()
    assert browser.get(LIST).status_code == 403
    assert browser.get(page_of(application)).status_code == 403
    assert browser.post(f"{page_of(application)}acceptance/", ACCEPTANCE).status_code == 403
    assert browser.post(f"{page_of(application)}rejection/", {"reason": "x"}).status_code == 403
    assert status_of(application) == "submitted"


def test_applications_by_status_and_search(
    application: Any, browse: Any, opal: Any, rita: Any, operator: Any
) -> None:
    submit(rita, operator, company_name="Delta Web", slug="delta")
    browser = browse(opal, operator)
    assert "Delta Web" in browser.get(LIST).content.decode()
    found = browser.get(LIST, {"q": "gamma"}).content.decode()
    assert "Gamma Cloud" in found
    assert "Delta Web" not in found
    assert "No applications here" in browser.get(LIST, {"status": "accepted"}).content.decode()


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"status": "'"}, {"q": "%\\_'\x00"}]
)
def test_nonsense_in_the_address_is_no_fault(
    browse: Any, opal: Any, operator: Any, query: dict[str, str]
) -> None:
    for address in (LIST, RESELLERS):
        assert browse(opal, operator).get(address, query).status_code in {200, 400}


def test_opal_accepts_and_is_led_to_the_new_reseller(
    application: Any, browse: Any, opal: Any, operator: Any
) -> None:
    browser = browse(opal, operator)
    answer = browser.post(f"{page_of(application)}acceptance/", ACCEPTANCE)
    with acting_on_shared_data():
        tenant = Tenant.objects.get(slug="gamma")
    assert (answer.status_code, answer.url) == (302, f"{RESELLERS}{tenant.uuid}/")
    text = browser.get(answer.url).content.decode()
    assert "Owner is invited by mail" in text
    assert "paula@example.com" in text


def test_a_double_click_meets_a_friendly_page(
    application: Any, browse: Any, opal: Any, operator: Any
) -> None:
    browser = browse(opal, operator)
    browser.post(f"{page_of(application)}acceptance/", ACCEPTANCE)
    for address, body in (("acceptance/", ACCEPTANCE), ("rejection/", {"reason": "No."})):
        again = browser.post(page_of(application) + address, body)
        assert again.status_code == 409
        assert "answered already" in again.content.decode()
    assert status_of(application) == "accepted"


def test_the_reviewer_corrects_the_address(application: Any, browse: Any, opal: Any, operator: Any) -> None:
    browser = browse(opal, operator)
    taken = browser.post(f"{page_of(application)}acceptance/", {**ACCEPTANCE, "slug": "alpha"})
    assert taken.status_code == 422
    assert "taken" in taken.content.decode()
    assert (
        browser.post(f"{page_of(application)}acceptance/", {**ACCEPTANCE, "slug": "gamma-tr"}).status_code
        == 302
    )


def test_a_rejection_needs_a_reason(application: Any, browse: Any, opal: Any, operator: Any) -> None:
    browser = browse(opal, operator)
    assert browser.post(f"{page_of(application)}rejection/", {"reason": "  "}).status_code == 422
    assert status_of(application) == "submitted"
    assert browser.post(f"{page_of(application)}rejection/", {"reason": "Too early."}).status_code == 302
    assert status_of(application) == "rejected"
    assert "Too early." in browser.get(page_of(application)).content.decode()


def test_resellers_as_table_and_as_cards(browse: Any, opal: Any, operator: Any) -> None:
    browser = browse(opal, operator)
    for view in ("table", "cards"):
        text = browser.get(RESELLERS, {"view": view}).content.decode()
        assert "alpha.vitrine.localhost" in text
    assert "Beta Abr" not in browser.get(RESELLERS, {"q": "alpha.vit"}).content.decode()


def test_progress_is_polled_until_all_is_done(browse: Any, opal: Any, operator: Any, reseller: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(slug="beta").update(status="provisioning")
        beta = Tenant.objects.get(slug="beta")
    browser = browse(opal, operator)
    part = browser.get(f"{RESELLERS}{beta.uuid}/progress/").content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert '<meta http-equiv="refresh"' in browser.get(f"{RESELLERS}{beta.uuid}/").content.decode()


def test_the_operator_is_no_reseller(browse: Any, opal: Any, operator: Any) -> None:
    assert browse(opal, operator).get(f"{RESELLERS}{operator.uuid}/").status_code == 404


def test_strangers_find_nothing(
    application: Any, browse: Any, paula: Any, olga: Any, operator: Any, reseller: Any
) -> None:
    addresses = [HOME, LIST, RESELLERS, page_of(application), f"{RESELLERS}{reseller.uuid}/"]
    for person, tenant in ((paula, operator), (olga, reseller)):
        browser = browse(person, tenant)
        assert [browser.get(address).status_code for address in addresses] == [404] * 5
        assert browser.post(f"{page_of(application)}acceptance/", ACCEPTANCE).status_code == 404
    assert browse(None, operator).get(LIST).status_code == 302
    assert status_of(application) == "submitted"


@pytest.mark.parametrize("verb", ["acceptance/", "rejection/"])
def test_verbs_reject_get(application: Any, browse: Any, opal: Any, operator: Any, verb: str) -> None:
    assert browse(opal, operator).get(page_of(application) + verb).status_code == 405


def test_lists_take_the_same_queries_however_many_there_are(
    browse: Any, opal: Any, operator: Any, django_assert_max_num_queries: Any
) -> None:
    with acting_in(operator):
        for number in range(12):
            person = User.objects.create_user(f"p{number}@example.com", "x", name="P", role="partner")
            submit(person, operator, company_name=f"Company {number}")
    browser = browse(opal, operator)
    for address in (HOME, LIST, RESELLERS):
        browser.get(address)
        with django_assert_max_num_queries(12):
            browser.get(address)
