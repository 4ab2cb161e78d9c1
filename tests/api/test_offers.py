"""The first list of the API: offers of the shop, page by page."""

from dataclasses import replace
from uuid import UUID

import pytest

from config.api import views
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import PortalSettings
from tenant_apps.pricing.models import TaxRule
from tenant_apps.storefront.queries import OfferCard
from tenants.context import acting_in

CARD = OfferCard(
    uuid=UUID(int=1), kind="plan", sku="mail-std-m", product_sku="mail", product_name="Mail",
    product_summary="",
    icon="mail", group="Office", name="Standard", names={}, summary="", features=("50 GB",), period="month",
    per_seat=True, has_trial=True, trial_days=15, retail=Money(4900, "TRY"),
)  # fmt: skip


@pytest.fixture
def visit(browse, reseller):
    return browse(None, reseller)


@pytest.fixture
def five(monkeypatch):
    cards = [replace(CARD, uuid=UUID(int=number)) for number in range(1, 6)]
    monkeypatch.setattr(views, "listed", lambda: cards)


def test_an_empty_shop_has_an_empty_list(visit):
    assert visit.get("/api/v1/offers/").json() == {"items": [], "next": None}


def test_an_offer_shows_retail_in_minor_units_and_nothing_of_wholesale(visit, five):
    offer = visit.get("/api/v1/offers/").json()["items"][0]
    assert offer["retail"] == {"minor": 4900, "currency": "TRY"}
    assert not any("wholesale" in name or "floor" in name for name in offer)


def test_pages_follow_each_other_without_gap_or_repeat(visit, five, reseller):
    seen, url = [], "/api/v1/offers/?limit=2"
    while url:
        page = visit.get(url).json()
        seen += [UUID(offer["uuid"]).int for offer in page["items"]]
        assert page["next"] is None or page["next"].split("/")[2].startswith(reseller.canonical_host)
        url = page["next"]
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e9", "NaN", "٣", "9" * 400, "0.1"])
def test_a_limit_out_of_reason_is_a_problem_at_its_field(visit, five, limit):
    answer = visit.get("/api/v1/offers/", {"limit": limit})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "limit"


@pytest.mark.parametrize("after", ["x", "' OR 1=1", str(UUID(int=77)), "\x00"])
def test_an_unknown_key_is_a_problem_at_its_field(visit, five, after):
    answer = visit.get("/api/v1/offers/", {"after": after})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "after"


def test_the_operator_sells_nothing_by_it(browse, operator):
    answer = browse(None, operator).get("/api/v1/offers/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_prices_are_shown_with_tax_or_without_as_in_the_shop(visit, five, reseller):
    with acting_in(reseller):
        TaxRule.objects.create(name="VAT", basis_points=2000)
    assert visit.get("/api/v1/offers/").json()["items"][0]["retail"]["minor"] == 5880
    with acting_in(reseller):
        PortalSettings.objects.create(pk=1, shows_prices_with_tax=False)
    assert visit.get("/api/v1/offers/").json()["items"][0]["retail"]["minor"] == 4900
