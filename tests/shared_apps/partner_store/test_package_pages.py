"""Packages by their pages: the console writes them, the office sees what a change costs and confirms it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shared_apps.partner_store.models import PlatformPlan, PlatformSubscription
from shared_apps.partner_store.verbs import begin_subscription
from tenants.models import Tenant
from tests.shared_apps.partner_store.test_packages import BY

PAGE = "/office/subscriptions/plan/"


@pytest.fixture
def plan(in_shared: None) -> PlatformSubscription:
    return begin_subscription(Tenant.objects.get(slug="alpha"), by=BY)


def test_the_console_writes_a_package_and_the_office_chooses_it(
    plan: PlatformSubscription, browse: Any, opal: Any, operator: Any, olga: Any, adel: Any, reseller: Any
) -> None:
    as_opal, as_olga = browse(opal, operator), browse(olga, reseller)
    wish = {"sku": "growth", "name_en": "Growth", "features_en": "Fast answers\n\n", "seats": "15"}
    wish |= {"position": "1", "is_active": "on", "price_TRY_month": "2400", "price_TRY_year": "24000"}
    assert as_opal.post("/console/packages/new/", wish | {"seats": "0"}).status_code == 422
    assert as_opal.post("/console/packages/new/", wish).status_code == 302
    assert b"There is a package" in as_opal.post("/console/packages/new/", wish).content
    package = PlatformPlan.objects.get(sku="growth")
    assert (package.seats, package.feature_lines, package.prices.count()) == (15, ["Fast answers"], 2)
    as_opal.post("/console/packages/growth/", {**wish, "price_TRY_year": "", "seats": "16"})
    assert list(package.prices.values_list("period", "amount_minor")) == [("month", 240_000)]
    assert b"Growth" in as_opal.get("/console/packages/").content
    shown = as_olga.get(PAGE).content.decode()
    assert "Growth" in shown and "Fast answers" in shown
    page = as_olga.get(f"{PAGE}change/?sku=growth&period=month").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(sku|period|minor|currency|at)" value="([^"]*)"', page))
    assert as_olga.post(f"{PAGE}change/", hidden).status_code == 302
    plan.refresh_from_db()
    assert (plan.sku, plan.seats) == ("growth", 16)
    assert b"cannot be chosen" in as_olga.get(f"{PAGE}change/?sku=nothing", follow=True).content
    for path in ("keeping/", "renewal/"):
        assert as_olga.post(f"{PAGE}{path}").status_code == 302
    assert browse(adel, reseller).get(PAGE).status_code == 403
