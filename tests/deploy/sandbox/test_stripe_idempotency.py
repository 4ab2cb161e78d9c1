"""One key, one effect: repeated, changed, at once, after a fault."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import stripe

CHARGE = {"amount": 5_000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
ONCE = {"idempotency_key": "pay-1"}


def test_the_same_call_again_gets_the_same_answer(client):
    first = client.v1.payment_intents.create(CHARGE, ONCE)
    again = client.v1.payment_intents.create(CHARGE, ONCE)
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.payment_intents.list().data) == 1


def test_a_decline_is_repeated_too(client):
    declined = {**CHARGE, "payment_method": "pm_card_chargeDeclined"}
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            client.v1.payment_intents.create(declined, ONCE)
    assert len(client.v1.payment_intents.list().data) == 1


def test_another_body_under_the_same_key_is_refused(client):
    client.v1.payment_intents.create(CHARGE, ONCE)
    with pytest.raises(stripe.IdempotencyError) as refusal:
        client.v1.payment_intents.create({**CHARGE, "amount": 1}, ONCE)
    assert refusal.value.http_status == 400


def test_another_account_has_keys_of_its_own(connect):
    first = connect("alpha").v1.payment_intents.create(CHARGE, ONCE)
    assert connect("beta").v1.payment_intents.create(CHARGE, ONCE).id != first.id


def test_a_refused_parameter_does_not_use_the_key_up(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create({**CHARGE, "amuont": 1}, ONCE)
    assert client.v1.payment_intents.create(CHARGE, ONCE).status == "succeeded"


def test_a_key_is_forgotten_after_a_day(client, gateway):
    first = client.v1.payment_intents.create(CHARGE, ONCE)
    gateway.advance(25 * 3600)
    assert client.v1.payment_intents.create(CHARGE, ONCE).id != first.id


def test_calls_at_once_have_one_effect(gateway, buyer):
    gateway.set_latency(1_500)
    headers = {"Authorization": "Bearer sk_test_alpha", "Idempotency-Key": "pay-1"}
    body = {"amount": "500", "currency": "usd"}

    def call(_: int) -> httpx.Response:
        return buyer.post(f"{gateway.url}/v1/payment_intents", data=body, headers=headers)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert {a.json()["error"]["code"] for a in answers if a.status_code == 409} == {"idempotency_key_in_use"}


def test_the_official_library_retries_to_one_effect(connect, gateway):
    gateway.fault("alpha", "reset_after", match="POST /v1/payment_intents")
    intent = connect(retries=2).v1.payment_intents.create(CHARGE)
    assert intent.status == "succeeded"
    assert len(connect().v1.payment_intents.list().data) == 1


@pytest.mark.parametrize(("kind", "made"), [("timeout_after", 1), ("timeout_before", 0)])
def test_a_time_out_leaves_the_caller_in_doubt_and_the_key_resolves_it(connect, gateway, kind, made):
    gateway.fault("alpha", kind, match="POST /v1/payment_intents")
    with pytest.raises(stripe.APIConnectionError):
        connect(timeout=0.4).v1.payment_intents.create(CHARGE, ONCE)
    client = connect()
    assert len(client.v1.payment_intents.list().data) == made
    assert client.v1.payment_intents.create(CHARGE, ONCE).status == "succeeded"
    assert len(client.v1.payment_intents.list().data) == 1


@pytest.mark.parametrize(
    ("kind", "error", "made"),
    [
        ("error_before", stripe.APIError, 0),
        ("error_after", stripe.APIError, 1),
        ("rate_limit", stripe.RateLimitError, 0),
        ("reset_before", stripe.APIConnectionError, 0),
    ],
)
def test_a_fault_happens_once_and_to_its_account_alone(connect, gateway, kind, error, made):
    gateway.fault("alpha", kind)
    assert connect("beta").v1.payment_intents.create(CHARGE).status == "succeeded"
    with pytest.raises(error):
        connect("alpha").v1.payment_intents.create(CHARGE)
    assert len(connect("alpha").v1.payment_intents.list().data) == made


def test_an_unknown_fault_is_refused(gateway):
    with pytest.raises(ValueError, match="kind must be"):
        gateway.fault("alpha", "meteor")
