"""Who recommended the shop: a code at checkout; and with whose card it is paid."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.commissions import door as commissions
from shared_apps.commissions.models import Earning, Referral
from shared_apps.commissions.verbs.fraud import reject_earning
from shared_apps.ledger.proof import checks
from shared_apps.reports.models import SaleFact
from tenant_apps.clients.models import Client
from tenant_apps.orders.models import Order
from tenants.context import acting_on_shared_data

from .test_checkout import begin, check_out


@pytest.fixture
def code(shop: Any, adel: Any) -> str:
    return commissions.code_of(adel.uuid, name=adel.name)


def test_a_code_at_checkout_counts_until_something_was_bought(
    shop: Any, as_carl: Any, carls_client: Any, carl: Any, adel: Any, code: str
) -> None:
    begin(as_carl, shop)
    for wrong in ("nobody", commissions.code_of(carl.uuid), "x" * 400):
        refused = check_out(as_carl, recommended_by=wrong)
        assert refused.status_code == 400
        assert b"recommendation is not known" in refused.content
    assert not Order.objects.exists()
    check_out(as_carl, recommended_by=f" {code.upper()} ")
    found = Referral.objects.get(client_uuid=carls_client.uuid)
    assert (found.source, found.referrer_uuid) == ("code", adel.uuid)
    shop.paid(carls_client, shop.wish("hosting-m"))
    begin(as_carl, shop)
    assert b"recommended_by" not in as_carl.get("/order/checkout/").content
    check_out(as_carl, recommended_by=commissions.code_of(carl.uuid))
    assert Referral.objects.count() == 1


def test_the_affiliates_own_card_is_seen_and_a_rejection_is_in_the_figures(
    shop: Any, carls_client: Any, sams_client: Client, carl: Any, sam: Any, olga: Any
) -> None:
    """Carl pays with the card with which Sam, who came through him, pays too (RELIABILITY 20)."""
    commissions.attribute_by_hand(
        client_uuid=sams_client.uuid,
        referred=commissions.Identity(sam.uuid, sam.email, name=sam.name),
        code=commissions.code_of(carl.uuid, name=carl.name),
        reason="They said so",
        by=olga.actor,
    )
    commissions.remember(commissions.Identity(carl.uuid, carl.email), client_uuid=carls_client.uuid)
    shop.paid(carls_client, shop.wish("training"))
    invoice = shop.paid(sams_client, shop.wish("hosting-m", 2, "backups-m"))
    earning = Earning.objects.get()
    assert (earning.status, earning.held_reason) == ("held", "same_payment")
    reject_earning(earning, reason="Your own card", by=olga.actor)
    facts = SaleFact.objects.filter(invoice_uuid=invoice.uuid)
    assert sum(fact.commission_minor for fact in facts) == 0
    assert len(facts) == 4
    with acting_on_shared_data():
        gaps = [gap for one in checks() if one.name == "figures_match_sales" for gap in one.search()]
    assert gaps == []
