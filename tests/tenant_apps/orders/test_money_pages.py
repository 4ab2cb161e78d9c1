"""The pages of a client's money: several invoices, a part, credit notes, account credit; and staff's credit page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared_apps.payments import door as payments
from tenant_apps.orders.models import CreditNote, Invoice
from tenant_apps.orders.verbs import LineDraft, add_credit, credit_invoice, draft, record_payment
from tests.tenant_apps.orders.stage import BY
from tests.tenant_apps.orders.test_money_core import bill, lira


@pytest.fixture
def two(shop: Any, carls_client: Any) -> list[Invoice]:
    return [bill(carls_client), bill(carls_client, 5_000)]


def test_a_client_ticks_several_and_pays_them_at_once(
    two: list[Invoice], as_carl: Any, sams_client: Any
) -> None:
    strange = bill(sams_client)
    page = as_carl.get("/my/invoices/").content.decode()
    assert all(f'value="{one.uuid}"' in page for one in two)
    ticked = [str(one.uuid) for one in (*two, strange)]
    shown = as_carl.get("/my/invoices/payment/", {"invoice": ticked}).content.decode()
    assert "180.00" in shown
    assert strange.number not in shown
    answer = as_carl.post("/my/invoices/payment/", {"invoice": ticked, "method": "bank"})
    (card,) = payments.payments_of(two[0].uuid)
    assert answer.url == f"/my/payments/{card.uuid}/"
    assert (card.amount, len(card.shares)) == (lira(18_000), 2)
    assert not payments.payments_of(strange.uuid)
    assert two[1].number in as_carl.get(answer.url).content.decode()


def test_a_client_pays_a_part_and_no_more_than_is_due(two: list[Invoice], as_carl: Any) -> None:
    path = f"/my/invoices/{two[0].uuid}/payment/"
    assert as_carl.post(path, {"method": "bank", "amount": "120.01"}).status_code == 422
    assert as_carl.post(path, {"method": "bank", "amount": "50.00"}).status_code == 302
    (card,) = payments.payments_of(two[0].uuid)
    assert card.amount == lira(5_000)


def test_credit_that_does_not_cover_it_pays_a_part(
    two: list[Invoice], as_carl: Any, carls_client: Any
) -> None:
    add_credit(carls_client, lira(2_000), reason="Sorry for the wait.", by=BY)
    path = f"/my/invoices/{two[0].uuid}/"
    assert "Use the account credit" in as_carl.get(path).content.decode()
    as_carl.post(f"{path}payment/", {"method": "credit", "amount": "20.00"})
    two[0].refresh_from_db()
    assert (two[0].paid_minor, two[0].state) == (2_000, "partly_paid")
    page = as_carl.get("/my/credit/").content.decode()
    assert "Sorry for the wait." in page
    assert "Spent on an invoice" in page


def test_drafts_are_not_seen_and_credit_notes_are_downloaded(
    two: list[Invoice], as_carl: Any, as_olga: Any, carls_client: Any, browse: Any, sam: Any, reseller: Any
) -> None:
    line = LineDraft("Work", 1, lira(1_000))
    hidden = draft(carls_client, [line], cause="manual", due_at=two[0].due_at, by=BY)
    assert as_carl.get(f"/my/invoices/{hidden.uuid}/").status_code == 404
    credit_invoice(two[0], lira(1_000), reason="A promise.", to="none", by=BY)
    note = CreditNote.objects.get()
    assert note.number in as_carl.get(f"/my/invoices/{two[0].uuid}/").content.decode()
    path = f"/credit-notes/{note.uuid}/pdf/"
    for browser, place in ((as_carl, "/my"), (as_olga, "/office")):
        assert browser.get(place + path)["Content-Type"] == "application/pdf"
    assert browse(sam, reseller).get(f"/my{path}").status_code == 404


def test_staff_give_credit_once_and_never_take_more_than_there_is(
    shop: Any, as_olga: Any, carls_client: Any, browse: Any, adel: Any, reseller: Any
) -> None:
    path, key = f"/office/clients/{carls_client.uuid}/credit/", uuid4()
    assert browse(adel, reseller).get(path).status_code == 403
    for _ in range(2):
        as_olga.post(path, {"amount": "30.00", "reason": "A gift.", "key": key})
    assert payments.credit_balance(carls_client.uuid, "TRY") == lira(3_000)
    wish = {"takes": "1", "amount": "30.01", "reason": "A mistake.", "key": uuid4()}
    assert "less account credit" in as_olga.post(path, wish).content.decode()
    assert "A gift." in as_olga.get(path).content.decode()


def test_staff_refund_to_credit_by_the_page(shop: Any, as_olga: Any, carls_client: Any) -> None:
    invoice = bill(carls_client)
    record_payment(carls_client, [(invoice, lira(12_000))], method="cash", by=BY)
    wish = {"amount": "20.00", "reason": "Late.", "key": uuid4(), "to_credit": "on"}
    as_olga.post(f"/office/invoices/{invoice.uuid}/refund/", wish)
    assert payments.credit_balance(carls_client.uuid, "TRY") == lira(2_000)
    assert (
        CreditNote.objects.get().number in as_olga.get(f"/office/invoices/{invoice.uuid}/").content.decode()
    )
