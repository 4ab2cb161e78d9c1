"""Cards in the office's billing account: added on the gateway's page, charged for bills, never twice (S4.20)."""

from __future__ import annotations

import httpx
import pytest

from shared_apps.agenda.models import Entry
from shared_apps.payments.models import Payment, SavedCard
from shared_apps.settlement.models import Bill, Transfer
from shared_apps.settlement.verbs.charging import charge_due
from tenants.context import acting_in
from tenants.models import Tenant
from tests.shared_apps.payments.test_saved_cards import LATER_DECLINED
from tests.shared_apps.settlement.stage import BY
from tests.shared_apps.settlement.till import Till
from tests.tenant_apps.orders.stage import ASKS, CARD, DECLINED

OFFICE = "/office/billing-account/"
METHODS = f"{OFFICE}methods/"


@pytest.fixture
def till(gateway, operator, reseller):
    with acting_in(reseller):
        yield Till(gateway, operator, Tenant.objects.get(pk=reseller.id))


@pytest.fixture
def as_olga(browse, olga, reseller):
    return browse(olga, reseller)


def confirm(gateway, url: str) -> None:
    httpx.post(httpx.URL(gateway.url).join(url), data={"answer": "complete"}, trust_env=False)


def add(till, gateway, browser, number: str) -> SavedCard:
    """The office adds a card, clicking twice; only the first page is filled in."""
    before = SavedCard.objects.count()
    pages = [browser.post(f"{METHODS}new/")["Location"] for _ in range(2)]
    card = SavedCard.objects.order_by("pk")[before]
    typed = till.pay_at_gateway(pages[0], number)
    if number == ASKS:
        assert b"not saved yet" in browser.get(f"{METHODS}{card.uuid}/", follow=True).content
        confirm(gateway, typed.headers["Location"])
    for _ in range(2):
        browser.get(f"{METHODS}{card.uuid}/")
    card.refresh_from_db()
    return card


@pytest.mark.parametrize(("number", "status"), [(CARD, "saved"), (DECLINED, "started"), (ASKS, "saved")])
def test_a_card_is_added_once_however_often_one_clicks(till, gateway, as_olga, operator, number, status):
    card = add(till, gateway, as_olga, number)
    assert (card.status, card.tenant_id, card.client_uuid) == (status, operator.id, till.tenant.uuid)
    shown = as_olga.get(METHODS).content.decode()
    assert shown.count("••••") == (2 if status == "saved" else 0), (
        "in words and on the button that removes it"
    )
    assert SavedCard.objects.filter(status="saved").count() == (status == "saved")


@pytest.mark.parametrize(
    ("number", "is_paid", "reason"),
    [
        (CARD, True, ""),
        (LATER_DECLINED, False, "The bank declined the card."),
        (ASKS, False, "The bank wants you to confirm this payment yourself."),
    ],
)
def test_a_bill_that_is_due_is_charged_once(till, gateway, as_olga, operator, number, is_paid, reason):
    """A refusal is told once and nothing is tried again; who confirms in person pays with the same card."""
    card, bill = add(till, gateway, as_olga, number), till.bill()
    with acting_in(operator):
        assert charge_due(bill.uuid, by=BY) is False, "nobody has asked for that"
        as_olga.post(f"{METHODS}automatic/", {"automatic": "on"})
        charged = [charge_due(bill.uuid, by=BY) for _ in range(2)]
    told = Entry.objects.filter(payload__template="bill_charge_failed")
    assert (charged[0], Payment.objects.count()) == (is_paid, 1)
    assert [one.payload["context"]["reason"] for one in told] == ([reason] if reason else [])
    assert (Bill.objects.get().status, Transfer.objects.count()) == ("paid" if is_paid else "open", is_paid)
    if number == ASKS:
        pay = {"method": f"card-{card.uuid}"}
        pages = [as_olga.post(f"{OFFICE}{bill.uuid}/payment/", pay)["Location"] for _ in range(2)]
        assert pages[0] == pages[1]
        confirm(gateway, pages[0])
        as_olga.get(f"{OFFICE}payments/{Payment.objects.latest('pk').uuid}/")
        assert (Bill.objects.get().status, Transfer.objects.count()) == ("paid", 1)
        assert len([one for one in till.account.all("charge") if one["paid"]]) == 1
