"""Events: signed, delivered until taken, repeated and reordered on demand, only to this machine."""

import time

import pytest
import stripe

CHARGE = {"amount": 5_000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}


def register(client, listener, *types):
    order = {"url": listener.url, "enabled_events": list(types) or ["*"]}
    return client.v1.webhook_endpoints.create(order)


def types_of(listener, endpoint):
    return [event.type for event in listener.events(endpoint.secret)]


def test_a_payment_is_told_in_signed_events(client, listener, wish, buyer, card, wait_until):
    endpoint = register(client, listener, "checkout.session.completed", "payment_intent.succeeded")
    session = client.v1.checkout.sessions.create({**wish, "client_reference_id": "inv-1"})
    buyer.post(session.url, data=card("4242424242424242"))
    wait_until(lambda: len(listener.received) == 2)
    first, second = listener.events(endpoint.secret)
    assert (first.type, second.type) == ("payment_intent.succeeded", "checkout.session.completed")
    assert second.api_version == stripe.api_version
    assert second.data.object.id == session.id
    assert second.data.object.client_reference_id == "inv-1"
    assert not [name for name in second.data.object.to_dict() if name.startswith("_")]
    assert listener.received[0][0]["Host"].startswith("alpha.vitrine.localhost:")


def test_another_secret_does_not_verify(client, listener, wait_until):
    register(client, listener)
    client.v1.payment_intents.create(CHARGE)
    wait_until(lambda: listener.received)
    with pytest.raises(stripe.SignatureVerificationError):
        listener.events("whsec_other")


def test_declines_refunds_and_expiry_are_told(client, listener, wish, wait_until):
    wanted = [
        "payment_intent.payment_failed",
        "refund.created",
        "charge.refunded",
        "checkout.session.expired",
    ]
    endpoint = register(client, listener, *wanted)
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.create({**CHARGE, "payment_method": "pm_card_chargeDeclined"})
    client.v1.refunds.create({"payment_intent": client.v1.payment_intents.create(CHARGE).id})
    client.v1.checkout.sessions.expire(client.v1.checkout.sessions.create(wish).id)
    wait_until(lambda: len(listener.received) == 4)
    assert types_of(listener, endpoint) == wanted


def test_a_session_expires_by_itself(client, gateway, listener, wish, wait_until):
    endpoint = register(client, listener, "checkout.session.expired")
    session = client.v1.checkout.sessions.create({**wish, "expires_at": int(time.time()) + 1_860})
    gateway.advance(1_900)
    wait_until(lambda: listener.received)
    assert types_of(listener, endpoint) == ["checkout.session.expired"]
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_delivery_is_repeated_until_it_is_taken(client, gateway, listener, wait_until):
    register(client, listener, "payment_intent.succeeded")
    listener.answers = [500, 302, 200]
    client.v1.payment_intents.create(CHARGE)
    wait_until(lambda: [d["state"] for d in gateway.deliveries(account="alpha")] == ["delivered"])
    assert len({body for _, body in listener.received}) == 1
    [event] = client.v1.events.list({"type": "payment_intent.succeeded"}).data
    assert (len(listener.received), event.pending_webhooks) == (3, 0)


def test_an_event_is_sent_again_as_often_as_ordered(client, gateway, listener, wait_until):
    register(client, listener, "payment_intent.succeeded")
    client.v1.payment_intents.create(CHARGE)
    [event] = client.v1.events.list({"type": "payment_intent.succeeded"}).data
    assert gateway.redeliver("alpha", event.id, times=10) == 10
    wait_until(lambda: len(listener.received) == 11)


def test_events_are_sent_again_in_another_order(client, gateway, listener, wait_until):
    endpoint = register(client, listener, "charge.refunded", "payment_intent.succeeded")
    client.v1.refunds.create({"payment_intent": client.v1.payment_intents.create(CHARGE).id})
    wait_until(lambda: len(listener.received) == 2)
    order = [
        event.id
        for event in client.v1.events.list({"types": ["charge.refunded", "payment_intent.succeeded"]}).data
    ]
    gateway.redeliver("alpha", *order)
    wait_until(lambda: len(listener.received) == 4)
    assert types_of(listener, endpoint)[2:] == ["charge.refunded", "payment_intent.succeeded"]


def test_chaos_repeats_and_reorders_but_loses_nothing(client, gateway, listener, wait_until):
    endpoint = register(client, listener, "payment_intent.succeeded")
    gateway.set_chaos(7)
    made = [client.v1.payment_intents.create(CHARGE).id for _ in range(12)]
    wait_until(lambda: len(gateway.deliveries()) > 12)
    wait_until(lambda: all(d["state"] == "delivered" for d in gateway.deliveries()))
    came = [event.data.object.id for event in listener.events(endpoint.secret)]
    assert set(came) == set(made)
    assert len(came) > len(made)
    assert list(dict.fromkeys(came)) != made


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://10.0.0.1/", "http://169.254.169.254/", "ftp://localhost/",
    "localhost:80",
     "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_a_target_beyond_this_machine_is_refused(client, url):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})
    assert refusal.value.param == "url"


def test_the_secret_is_shown_once(client, listener):
    endpoint = register(client, listener)
    assert endpoint.secret.startswith("whsec_")
    [listed] = client.v1.webhook_endpoints.list().data
    assert "secret" not in listed.to_dict()
    client.v1.webhook_endpoints.delete(endpoint.id)
    client.v1.payment_intents.create(CHARGE)
    assert client.v1.webhook_endpoints.list().data == []
    time.sleep(0.3)
    assert listener.received == []


def test_an_account_hears_its_own_events_only(connect, listener):
    register(connect("alpha"), listener)
    connect("beta").v1.payment_intents.create(CHARGE)
    time.sleep(0.3)
    assert listener.received == []
