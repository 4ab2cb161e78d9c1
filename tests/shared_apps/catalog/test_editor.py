"""The console's editor: groups, products, plans, add-ons, tiers, and what a reseller may sell."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog import door, verbs
from shared_apps.catalog.forms.items import PlanForm
from shared_apps.catalog.models import AddOn, Group, Plan, Price, Product, SellerTerms, Tier
from shared_apps.kernel.money import Money
from tenants.context import acting_on_shared_data

from .conftest import BY, lira, put_price

pytestmark = pytest.mark.django_db
CATALOG = "/console/catalog/"
PLAN = {
    "product": "mail",
    "name_en": "Huge",
    "name_fa": "بزرگ",
    "features_en": "One\n\n Two ",
    "period": "month",
    "min_quantity": "1",
    "max_quantity": "50",
    "trial_days": "15",
    "trial_step_days": "15",
    "trial_max_days": "60",
    "trial_end": "suspend",
    "provisioner": "webhook",
}


@pytest.fixture
def as_opal(browse: Any, opal: Any, operator: Any) -> Any:
    return browse(opal, operator)


def plan_form(product: Product, **changes: str) -> dict[str, str]:
    return {**PLAN, "product": str(product.pk), **changes}


def test_opal_makes_a_plan_in_every_language_and_it_needs_a_price(as_opal: Any, catalogue: Any) -> None:
    page = f"{CATALOG}new/plan/"
    assert "Team Mail" in as_opal.get(page, {"product": "mail"}).content.decode()
    answer = as_opal.post(page, plan_form(catalogue["mail"], key="Mail-XL"))
    assert (answer.status_code, answer.url) == (302, f"{CATALOG}plan/mail-xl/")
    with acting_on_shared_data():
        plan = Plan.objects.get(sku="mail-xl")
        assert plan.name == {"en": "Huge", "fa": "بزرگ"}
        assert plan.features == {"en": ["One", "Two"]}
        assert plan.position == 5  # after the four that the product has: 0, 1, 2 and 4
    priced = as_opal.post(
        f"{CATALOG}prices/of/plan/mail-xl/TRY/",
        {"wholesale": "200", "floor": "250", "suggested": "300", "ceiling": "400", "tier_standard": "190"},
    )
    assert priced.status_code == 302
    with acting_on_shared_data():
        price = Price.objects.get(plan=plan)
        assert (price.wholesale, price.of_tiers.get().wholesale_minor) == (lira(200), 19_000)


WRONG = (
    ({"key": "mail-s"}, "key"),
    ({"name_en": ""}, "name_en"),
    ({"name_en": "Two\nlines"}, "name_en"),
    ({"trial_days": "61"}, "trial_days"),
    ({"trial_max_days": "10"}, "trial_days"),
    ({"min_quantity": "51"}, "min_quantity"),
    ({"max_quantity": "10001"}, "max_quantity"),
    ({"provisioner": "registrar"}, "tld"),
    ({"tld": "com"}, "tld"),
    ({"tld": "!!", "provisioner": "registrar"}, "tld"),
    ({"period": "week"}, "period"),
)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(as_opal: Any, catalogue: Any) -> None:
    with acting_on_shared_data():
        for wrong, field in WRONG:
            form = PlanForm(plan_form(catalogue["mail"], **{"key": "mail-xl", **wrong}))
            assert field in form.errors, wrong
    page = as_opal.post(f"{CATALOG}new/plan/", plan_form(catalogue["mail"], key="mail-s"))
    assert page.status_code == 422 and "key" in page.context["form"].errors
    with acting_on_shared_data():
        assert Plan.objects.count() == 5


def test_what_is_sold_stays_what_it_is(as_opal: Any, catalogue: Any) -> None:
    """A plan with prices keeps its product, period and unit, whatever a browser sends (RELIABILITY 23)."""
    wish = plan_form(catalogue["hosting"], period="year", is_active="", position="9")
    assert as_opal.post(f"{CATALOG}plan/mail-s/", wish).status_code == 302
    with acting_on_shared_data():
        plan = Plan.objects.get(sku="mail-s")
        assert (plan.name["en"], plan.product.sku, plan.period, plan.per_seat) == (
            "Huge",
            "mail",
            "month",
            True,
        )
        assert (plan.is_active, plan.position) == (True, 0)


def test_an_ending_in_any_script_is_one_plan_at_a_time(as_opal: Any, catalogue: Any) -> None:
    ending = plan_form(catalogue["hosting"], provisioner="registrar", tld=".ایران", period="year")
    assert as_opal.post(f"{CATALOG}new/plan/", {**ending, "key": "ir-1"}).status_code == 302
    again = as_opal.post(f"{CATALOG}new/plan/", {**ending, "key": "ir-2"})
    assert "tld" in again.context["form"].errors
    with acting_on_shared_data():
        first = Plan.objects.get(sku="ir-1")
        assert first.tld == "xn--mgba3a4f16a"
        verbs.retire(first, by=BY)
    assert as_opal.post(f"{CATALOG}new/plan/", {**ending, "key": "ir-2"}).status_code == 302
    with acting_on_shared_data(), pytest.raises(verbs.EndingTaken):
        verbs.bring_back(first, by=BY)


def test_groups_products_and_add_ons_are_made_and_changed(as_opal: Any, catalogue: Any) -> None:
    assert as_opal.post(f"{CATALOG}new/group/", {"key": "tools", "name_en": "Tools"}).status_code == 302
    with acting_on_shared_data():
        tools, gold = Group.objects.get(slug="tools"), _gold()
    product = {"name_en": "Robot", "summary_en": "It writes", "icon": "bot", "group": str(tools.pk)}
    made = as_opal.post(f"{CATALOG}new/product/", {**product, "key": "robot", "tiers": [str(gold.pk)]})
    assert made.status_code == 302
    with acting_on_shared_data():
        robot = Product.objects.get(sku="robot")
        assert [tier.slug for tier in robot.tiers.all()] == ["gold"]
    add_on = {"name_en": "Voice", "period": "month", "min_quantity": "1", "max_quantity": "3"}
    plans = [str(catalogue["mail-s"].pk), str(catalogue["mail-m"].pk)]
    assert (
        as_opal.post(f"{CATALOG}new/add-on/", {**add_on, "key": "voice", "plans": plans}).status_code == 302
    )
    unnamed = as_opal.post(f"{CATALOG}add-on/voice/", {**add_on, "choice_group": "tone", "plans": plans})
    assert "choice_name_en" in unnamed.context["form"].errors
    with acting_on_shared_data():
        assert AddOn.objects.get(sku="voice").plans.count() == 2
    page = as_opal.get(CATALOG, {"currency": "TRY"}).content.decode()
    for expected in ("Tools", "Robot", "Gold", "Voice", f"{CATALOG}prices/of/add-on/voice/TRY/"):
        assert expected in page


def test_retired_is_sold_by_nobody_until_it_is_brought_back(as_opal: Any, catalogue: Any) -> None:
    where = f"{CATALOG}product/mail/retirement/"
    assert as_opal.post(where).url == f"{CATALOG}product/mail/"
    with acting_on_shared_data():
        assert [card.sku for card in door.plans("TRY")] == ["web-1"]
    assert "Not on sale" in as_opal.get(f"{CATALOG}product/mail/").content.decode()
    as_opal.post(where, {"undo": "yes"})
    with acting_on_shared_data():
        assert len(door.plans("TRY")) == 5
    as_opal.post(f"{CATALOG}group/web/retirement/")  # a product stands in it
    as_opal.post(f"{CATALOG}new/group/", {"key": "empty", "name_en": "Empty"})
    as_opal.post(f"{CATALOG}group/empty/retirement/")
    with acting_on_shared_data():
        assert list(Group.objects.values_list("slug", flat=True)) == ["office", "web"]


def test_things_move_along_their_own_shelf(as_opal: Any, catalogue: Any) -> None:
    for to in ("up", "up", "up"):  # the third has nowhere to go
        answer = as_opal.post(f"{CATALOG}plan/mail-l/position/", {"to": to})
    assert answer.url == f"{CATALOG}#plan-mail-l"
    with acting_on_shared_data():
        mail = list(catalogue["mail"].plans.values_list("sku", flat=True))
        assert mail == ["mail-l", "mail-s", "mail-m", "mail-s-y"]
        assert catalogue["hosting"].plans.get().position == 0


def test_tiers_have_one_default_and_are_kept_while_somebody_is_in_them(
    as_opal: Any, catalogue: Any, reseller: Any
) -> None:
    silver = {"key": "silver", "name_en": "Silver", "currency": "TRY", "least_revenue": "1,000"}
    assert as_opal.post(f"{CATALOG}new/tier/", silver).status_code == 302
    seller = f"{CATALOG}sellers/{reseller.uuid}/"
    assert as_opal.post(seller, {"tier": "silver", "products": ["mail"]}).status_code == 302
    with acting_on_shared_data():
        assert Tier.objects.get(slug="silver").least_revenue == Money(100_000, "TRY")
        assert door.terms_of(reseller.id).product_skus == ("mail",)
    as_opal.post(f"{CATALOG}tier/silver/retirement/")
    as_opal.post(f"{CATALOG}tier/standard/retirement/")
    with acting_on_shared_data():
        assert not Tier.objects.filter(is_active=False).exists()
        SellerTerms.objects.all().delete()
    as_opal.post(f"{CATALOG}tiers/silver/default/")
    as_opal.post(f"{CATALOG}tier/standard/retirement/")
    with acting_on_shared_data():
        assert door.tier_of(reseller.id).slug == "silver"
        assert [tier.slug for tier in door.tiers()] == ["silver"]
    assert "Silver" in as_opal.get(f"{CATALOG}tiers/").content.decode()
    assert as_opal.post(seller, {"tier": "standard"}).status_code == 422


def test_unknown_kinds_and_keys_are_not_found(as_opal: Any, catalogue: Any) -> None:
    for path in (
        "new/thing/",
        "plan/nothing/",
        "thing/mail-s/",
        "prices/of/group/web/TRY/",
        "prices/of/plan/web-1/XXX/",
    ):
        assert as_opal.get(f"{CATALOG}{path}").status_code == 404


def test_prices_are_listed_by_tier_searched_and_exported(
    as_opal: Any, catalogue: Any, django_assert_max_num_queries: Any
) -> None:
    with acting_on_shared_data():
        _gold()
        for number in range(10):
            put_price(verbs.put_add_on(f"x-{number}", name={"en": "=cmd()"}, by=BY), 9)
    page = f"{CATALOG}prices/"
    as_opal.get(page)
    with django_assert_max_num_queries(14):
        text = as_opal.get(page, {"currency": "TRY"}).content.decode()
    assert "Gold" in text and "₺40" in text
    found = as_opal.get(page, {"currency": "TRY", "q": "ایمیل"}).content.decode()
    assert "mail-s" in found and "web-1" not in found
    table = as_opal.get(f"{page}export/").content.decode()
    assert "mail-s,TRY,50.00,80.00,100.00,200.00,,40.00" in table
    assert "'=cmd()" in table  # no formula in a spreadsheet (RELIABILITY 25)


def _gold() -> Tier:
    tier = Tier.objects.create(slug="gold", name={"en": "Gold"}, position=2, currency="TRY")
    tier.prices.create(price=Price.objects.get(plan__sku="mail-s"), wholesale_minor=4_000)
    return tier
