"""What a change of the operator's prices means to a shop, and how the shop follows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.catalog import door
from shared_apps.catalog import verbs as catalog
from shared_apps.catalog.models import Outlook, Price, PriceVersion
from shared_apps.catalog.reckoning import Amounts
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.reports import door as reports
from tenant_apps.storefront import price_changes, queries
from tenants.context import acting_in, acting_on_shared_data
from tests.shared_apps.catalog.conftest import BY, lira

pytestmark = pytest.mark.django_db


def sold(sku: str, *, net: int, wholesale: int, quantity: int = 1) -> None:
    """One line of a sale of yesterday, in lira."""
    zero = Money.zero("TRY")
    reports.record_sale(
        [
            reports.SaleRow(
                entry_uuid=uuid4(),
                position=0,
                at=now() - timedelta(days=1),
                invoice_uuid=uuid4(),
                invoice_number="1",
                client_uuid=uuid4(),
                country="TR",
                sku=sku,
                product_sku="mail",
                kind="sale",
                occasion="first",
                quantity=quantity,
                discount=zero,
                net=lira(net),
                tax=zero,
                wholesale=lira(wholesale),
                fee=zero,
                commission=zero,
            )
        ]
    )


@pytest.fixture
def version(shop: Any, reseller: Any) -> PriceVersion:
    """Small mail from 50 to 60 with a floor of 115; hosting from 25 to 20. Alpha sells them at 110 and 60."""
    with acting_in(reseller):
        sold("mail-s", net=1100, wholesale=500, quantity=10)
        sold("mail-m", net=220, wholesale=100)
    with acting_on_shared_data():
        made = catalog.draft_version(by=BY)
        wanted = {
            "mail-s": Amounts(6_000, 11_500, 12_000, 20_000),
            "web-1": Amounts(2_000, 4_000, 5_000, 10_000),
        }
        keys = {sku: Price.objects.get(plan__sku=sku).pk for sku in wanted}
        catalog.put_lines(made, {keys[sku]: amounts for sku, amounts in wanted.items()}, by=BY)
        catalog.weigh(made, by=BY)
        run_due()
        made.refresh_from_db()
    return made


def publish(version: PriceVersion) -> None:
    with acting_on_shared_data():
        at = now() + timedelta(days=30)
        note = {"en": "Costs rose."}
        catalog.publish(
            version, effective_at=at + timedelta(hours=1), notice_days=30, for_renewals=True, note=note, by=BY
        )


def test_each_resellers_margin_is_weighed_with_its_offers_and_last_months_sales(
    version: PriceVersion, reseller: Any, other_reseller: Any
) -> None:
    with acting_on_shared_data():
        outlook = Outlook.objects.get(tenant_id=reseller.id)
        assert (outlook.currency, outlook.sold, outlook.blocked) == ("TRY", 10, 1)
        # 1100 - 500 = 600 before; the same ten at 60 instead of 50: 1100 - 600 = 500. Of mail-m nothing changes.
        assert (outlook.before, outlook.after, outlook.change_bp) == (lira(600), lira(500), -1667)
        rows = {row["sku"]: row for row in outlook.rows}
        assert rows["mail-s"]["blocked"] and not rows["web-1"]["blocked"]
        assert rows["web-1"]["wholesale"] == [2_500, 2_000]
        # Beta sells none of it and offers none of it.
        assert not Outlook.objects.filter(tenant_id=other_reseller.id).exists()
        assert version.reaches.filter(weighed_at=None).count() == 0


def test_the_console_shows_it_worst_first_and_announces(
    version: PriceVersion, browse: Any, opal: Any, operator: Any, reseller: Any
) -> None:
    browser, base = browse(opal, operator), f"/console/catalog/prices/versions/{version.uuid}/"
    text = browser.get(f"{base}outlook/").content.decode()
    assert "₺600" in text and "₺500" in text and "Alpha" in text
    assert "₺115" in browser.get(f"{base}outlook/{reseller.uuid}/").content.decode()
    assert "TRY,10,600.00,500.00,'-100.00,1" in browser.get(f"{base}outlook/export/").content.decode()
    done = browser.get(f"{base}outlook/progress/")
    assert done["HX-Refresh"] == "true"
    grid = browser.get(base, {"currency": "TRY"}).context["form"]
    typed = {name: grid[name].value() or "" for name in grid.fields}
    typed = {name: f"{value / 100:.2f}" if value != "" else "" for name, value in typed.items()}
    wrong = {**typed, next(name for name in typed if name.endswith(":floor")): "1"}
    assert browser.post(f"{base}?currency=TRY", wrong).status_code == 422
    raised = browser.post(
        f"{base}adjustment/?currency=TRY", {"percent": "900", "part": "wholesale", "scope": "TRY"}
    )
    assert raised.status_code == 302 and "more than the floor" in browser.get(base).content.decode()
    far = (now() + timedelta(days=40)).date()
    wish = {"effective_on": far.isoformat(), "notice_days": "30", "scope": "all", "note_en": "Costs rose."}
    early = {**wish, "effective_on": (now() + timedelta(days=3)).date().isoformat()}
    assert browser.post(f"{base}announcement/", early).status_code == 422
    assert browser.post(f"{base}announcement/", wish).status_code == 302
    with acting_on_shared_data():
        version.refresh_from_db()
    assert (version.status, version.for_renewals) == ("scheduled", True)
    assert "₺50" in browser.get(base).content.decode()
    assert (
        browser.post(f"{base}?currency=TRY", typed).status_code == 200
    )  # no draft any more: nothing is written
    assert browser.post(f"{base}withdrawal/", {"reason": "A mistake."}).status_code == 302
    again = browser.post(f"{base}withdrawal/")
    assert again.status_code == 302 and again.url == base


def test_the_office_sees_what_it_was_told_and_nothing_before(
    version: PriceVersion, browse: Any, olga: Any, peer: Any, reseller: Any, other_reseller: Any
) -> None:
    page, olgas = f"/office/storefront/changes/{version.uuid}/", browse(olga, reseller)
    assert olgas.get(page).status_code == 404  # a draft is nobody's business
    publish(version)
    with acting_on_shared_data():
        run_due()
    # The notice of thirty days is due in an hour.
    assert olgas.get(page).status_code == 404
    with acting_in(reseller):
        door.note_announced(version.uuid)
    text = olgas.get(page).content.decode()
    assert "Costs rose." in text and "Out of range" in text and "₺115" in text
    assert page in olgas.get("/office/storefront/").content.decode()
    assert page in olgas.get("/office/").content.decode()
    assert browse(peer, other_reseller).get(page).status_code == 404


def test_the_shop_follows_limits_and_allowance_at_once(
    version: PriceVersion, browse: Any, olga: Any, reseller: Any
) -> None:
    publish(version)
    with acting_on_shared_data():
        catalog.apply_version(str(version.uuid), by=BY)
    with acting_in(reseller):
        assert "mail-s" not in {offer.sku for offer in queries.listed()}
        assert price_changes.out_of_range() == 1
    text = browse(olga, reseller).get("/office/storefront/").content.decode()
    assert "1 price is out of range" in text
    with acting_on_shared_data():
        door.set_terms(reseller.id, tier="standard", products=["mail"], by=BY)
    with acting_in(reseller):
        assert "web-1" not in {offer.sku for offer in queries.listed()}
        assert price_changes.out_of_range() == 2
    assert "No longer in the catalogue" in browse(olga, reseller).get("/office/storefront/").content.decode()
