"""The client's page of saved cards, and that nobody who acts for a client changes them (RELIABILITY 7)."""

from __future__ import annotations

from typing import Any

import httpx

from shared_apps.payments import door as payments
from tests.shared_apps.payments.test_saved_cards import save
from tests.tenant_apps.orders.stage import CARD


def test_a_card_is_added_made_the_default_and_removed(shop: Any, as_carl: Any, carls_client: Any) -> None:
    assert b"No saved cards" in as_carl.get("/my/cards/").content
    for _ in range(2):
        gateway = as_carl.post("/my/cards/new/")["Location"]
        form = {"number": CARD, "expiry": "12 / 34", "cvc": "123", "name": "Carl"}
        back = httpx.post(gateway, data=form, trust_env=False).headers["Location"]
        page = as_carl.get(httpx.URL(back).path, follow=True)
        assert b"The card is saved." in page.content
    first, second = payments.cards_of(carls_client.uuid)
    as_carl.post(f"/my/cards/{second.uuid}/default/")
    as_carl.post(f"/my/cards/{first.uuid}/removal/")
    [left] = payments.cards_of(carls_client.uuid)
    assert (left.uuid, left.is_default) == (second.uuid, True)
    assert b"4242" in as_carl.get("/my/cards/").content


def test_a_client_chooses_whether_invoices_are_paid_by_themselves(
    shop: Any, as_carl: Any, carls_client: Any
) -> None:
    as_carl.post("/my/cards/automatic/", {})
    carls_client.refresh_from_db()
    assert not carls_client.auto_charge
    as_carl.post("/my/cards/automatic/", {"automatic": "on"})
    carls_client.refresh_from_db()
    assert carls_client.auto_charge


def test_another_clients_card_is_not_there(shop: Any, as_carl: Any, sams_client: Any) -> None:
    card = save(shop, sams_client)
    for page in ("", "default/", "removal/"):
        answer = (as_carl.post if page else as_carl.get)(f"/my/cards/{card.uuid}/{page}")
        assert answer.status_code == 404
    assert payments.cards_of(sams_client.uuid) == [card]


def test_an_invoice_is_paid_with_a_saved_card_of_ones_own(
    shop: Any, as_carl: Any, carls_client: Any, sams_client: Any
) -> None:
    card, strangers = save(shop, carls_client), save(shop, sams_client)
    invoice = shop.invoice(carls_client)
    page = as_carl.get(f"/my/invoices/{invoice.uuid}/").content.decode()
    assert f"card-{card.uuid}" in page
    assert str(strangers.uuid) not in page
    as_carl.post(f"/my/invoices/{invoice.uuid}/payment/", {"method": f"card-{strangers.uuid}"})
    invoice.refresh_from_db()
    assert invoice.status == "open"
    as_carl.post(f"/my/invoices/{invoice.uuid}/payment/", {"method": f"card-{card.uuid}"})
    invoice.refresh_from_db()
    assert invoice.status == "paid"


def test_a_card_that_is_typed_while_paying_is_kept_where_its_holder_says_so(
    shop: Any, as_carl: Any, carls_client: Any
) -> None:
    invoice = shop.invoice(carls_client)
    wish = {"method": "stripe", "keeps_card": "on"}
    gateway = as_carl.post(f"/my/invoices/{invoice.uuid}/payment/", wish)["Location"]
    shop.pay_at_gateway(gateway)
    shop.deliver("checkout.session.completed")
    assert [one.label for one in payments.cards_of(carls_client.uuid)] == ["Visa •••• 4242"]
