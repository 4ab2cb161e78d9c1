"""The hosted page: a buyer pays, is declined, confirms, comes back too late."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

GOOD, ASKS, ALWAYS_ASKS = "4242424242424242", "4000002500003155", "4000000000003220"
CONFIRM = {"answer": "complete"}


def paid(client: Any, session: Any) -> Any:
    expand = ["payment_intent.latest_charge.balance_transaction"]
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": expand})


def test_a_payment_leads_back_to_the_shop_with_the_session(client, wish, buyer, card):
    session = client.v1.checkout.sessions.create({**wish, "metadata": {"invoice": "INV-1"}})
    assert session.payment_intent is None
    answer = buyer.post(session.url, data=card(GOOD))
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://alpha.vitrine.localhost:8000/paid/?session={session.id}"
    after = paid(client, session)
    assert (after.status, after.payment_status, after.url) == ("complete", "paid", None)
    assert after.metadata["invoice"] == "INV-1"
    assert after.customer_details.email == "carl@example.test"
    assert after.payment_intent.amount_received == 25_000


def test_the_gateway_keeps_its_fee(client, wish, buyer, card):
    # 25000 × 2.9 % = 725, and 0.30 TRY = 30
    session = client.v1.checkout.sessions.create(wish)
    buyer.post(session.url, data=card(GOOD))
    booked = paid(client, session).payment_intent.latest_charge.balance_transaction
    assert (booked.fee, booked.net, booked.amount) == (755, 24_245, 25_000)


def test_rials_have_no_decimals(client, wish, buyer, card):
    item = {
        "quantity": 1,
        "price_data": {"currency": "irr", "unit_amount": 4_500_000, "product_data": {"name": "x"}},
    }
    session = client.v1.checkout.sessions.create({**wish, "line_items": [item], "locale": "fa"})
    page = buyer.get(session.url).text
    assert '<html lang="fa" dir="rtl">' in page
    assert "۴٬۵۰۰٬۰۰۰" in page
    buyer.post(session.url, data=card(GOOD))
    # 4500000 × 2.9 %; the fixed 0.30 rial is less than one
    assert paid(client, session).payment_intent.latest_charge.balance_transaction.fee == 130_500


@pytest.mark.parametrize(
    "number", ["۴۲۴۲ ۴۲۴۲ ۴۲۴۲ ۴۲۴۲", "٤٢٤٢-٤٢٤٢-٤٢٤٢-٤٢٤٢", "\u200f4242 4242 4242 4242"]
)
def test_digits_of_any_script_are_a_card(client, wish, buyer, card, number):
    session = client.v1.checkout.sessions.create(wish)
    answer = buyer.post(session.url, data={**card(number), "expiry": "۱۲/۳۴", "cvc": "۱۲۳"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("4000000000000002", "generic_decline", "was declined"),
        ("4000000000009995", "insufficient_funds", "insufficient funds"),
        ("4000000000000069", "expired_card", "expired"),
        ("4000000000000119", "processing_error", "could not be processed"),
        ("5200828282828210", "test_mode_live_card", "not a test card"),
    ],
)
def test_a_declined_card_leaves_the_session_open_for_another(client, wish, buyer, card, number, code, words):
    session = client.v1.checkout.sessions.create(wish)
    answer = buyer.post(session.url, data=card(number))
    assert answer.status_code == 402
    assert words in answer.text
    after = paid(client, session)
    assert (after.status, after.payment_status) == ("open", "unpaid")
    assert after.payment_intent.last_payment_error.decline_code == code
    assert buyer.post(session.url, data=card(GOOD)).status_code == 303
    assert paid(client, session).payment_intent.id == after.payment_intent.id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "4242424242424241"}, "card number is not valid"),
        ({"number": "42"}, "card number is not valid"),
        ({"expiry": "13/34"}, "Enter the date"),
        ({"expiry": "01 / 20"}, "date has passed"),
        ({"cvc": "12"}, "3 or 4 digits"),
        ({"name": " "}, "name on the card"),
    ],
)
def test_a_form_with_a_mistake_says_which(client, wish, buyer, card, change, words):
    session = client.v1.checkout.sessions.create(wish)
    answer = buyer.post(session.url, data={**card(GOOD), **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert client.v1.checkout.sessions.retrieve(session.id).payment_intent is None


@pytest.mark.parametrize("number", [ASKS, ALWAYS_ASKS])
def test_a_card_that_asks_is_paid_once_its_holder_confirms(client, gateway, wish, buyer, card, number):
    session = client.v1.checkout.sessions.create(wish)
    answer = buyer.post(session.url, data=card(number))
    challenge = gateway.url + answer.headers["Location"]
    assert paid(client, session).payment_intent.status == "requires_action"
    assert "Confirm your payment" in buyer.get(challenge).text
    assert session.id in buyer.post(challenge, data=CONFIRM).headers["Location"]
    assert paid(client, session).payment_status == "paid"
    assert session.id in buyer.post(challenge, data=CONFIRM).headers["Location"]
    assert len(client.v1.charges.list().data) == 1


def test_a_holder_who_refuses_may_try_another_card(client, gateway, wish, buyer, card):
    session = client.v1.checkout.sessions.create(wish)
    challenge = gateway.url + buyer.post(session.url, data=card(ASKS)).headers["Location"]
    back = buyer.post(challenge, data={"answer": "fail"}).headers["Location"]
    assert "was not confirmed" in buyer.get(gateway.url + back).text
    error = paid(client, session).payment_intent.last_payment_error
    assert error.code == "payment_intent_authentication_failure"
    assert buyer.post(session.url, data=card(GOOD)).status_code == 303


def test_a_double_submit_is_one_payment(client, wish, buyer, card):
    session = client.v1.checkout.sessions.create(wish)
    with ThreadPoolExecutor(8) as pool:
        posts = [pool.submit(buyer.post, session.url, data=card(GOOD)) for _ in range(8)]
    assert {post.result().status_code for post in posts} == {303}
    assert len(client.v1.charges.list().data) == 1


def test_an_expired_session_takes_no_payment(client, gateway, wish, buyer, card):
    session = client.v1.checkout.sessions.create(wish)
    client.v1.checkout.sessions.expire(session.id)
    answer = buyer.post(session.url, data=card(GOOD))
    assert "has expired" in answer.text
    assert client.v1.charges.list().data == []


def test_a_paid_session_says_so(client, wish, buyer, card):
    session = client.v1.checkout.sessions.create(wish)
    buyer.post(session.url, data=card(GOOD))
    assert "This payment is complete" in buyer.get(session.url).text


def test_expiring_gives_up_a_payment_that_waits_for_its_holder(client, gateway, wish, buyer, card):
    session = client.v1.checkout.sessions.create(wish)
    challenge = gateway.url + buyer.post(session.url, data=card(ASKS)).headers["Location"]
    client.v1.checkout.sessions.expire(session.id)
    buyer.post(challenge, data=CONFIRM)
    assert paid(client, session).payment_intent.status == "canceled"
    assert client.v1.charges.list().data == []


def test_a_card_is_kept_for_later_when_asked(client, wish, buyer, card):
    customer = client.v1.customers.create({"email": "carl@example.test"})
    wish = {**wish, "customer": customer.id, "payment_intent_data": {"setup_future_usage": "off_session"}}
    del wish["customer_email"]
    session = client.v1.checkout.sessions.create(wish)
    buyer.post(session.url, data=card(GOOD))
    [kept] = client.v1.payment_methods.list({"customer": customer.id}).data
    assert kept.card.last4 == "4242"
    again = client.v1.payment_intents.create({
        "amount": 900, "currency": "try", "customer": customer.id, "payment_method": kept.id,
        "off_session": True, "confirm": True,
    })  # fmt: skip
    assert again.status == "succeeded"
    second = client.v1.checkout.sessions.create(wish)
    assert "Visa •••• 4242" in buyer.get(second.url).text
    assert buyer.post(second.url, data={"method": kept.id}).status_code == 303


def test_markup_in_a_name_is_only_text(client, wish, buyer):
    item = {
        "quantity": 1,
        "price_data": {"currency": "usd", "unit_amount": 5, "product_data": {"name": "<img src=x>$pay"}},
    }
    page = buyer.get(client.v1.checkout.sessions.create({**wish, "line_items": [item]}).url)
    assert "<img" not in page.text
    assert "&lt;img src=x&gt;$pay" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["en", "fa", "tr", "th"])
def test_every_language_has_every_word(language):
    from deploy.sandbox.stripe.checkout.texts import texts

    assert texts(language).keys() == texts("en").keys()
    assert all(texts(language).values())


def test_the_browser_chooses_the_language_where_the_session_does_not(client, wish, buyer):
    session = client.v1.checkout.sessions.create({**wish, "locale": "auto"})
    assert 'lang="tr"' in buyer.get(session.url, headers={"Accept-Language": "de-DE,tr;q=0.8"}).text
