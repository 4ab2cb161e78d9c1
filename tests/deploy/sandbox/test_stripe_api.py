"""The API as the official library calls it: parameters, objects, refusals."""

import types
import typing

import httpx
import pytest
import stripe
import stripe.checkout

from deploy.sandbox.stripe import serve
from deploy.sandbox.stripe.money import fee

CHARGE = {"amount": 5_000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"sucess_url": "x"}, "sucess_url"),
        ({"payment_intent_data": {"metdata": {"a": "b"}}}, "payment_intent_data[metdata]"),
        ({"line_items": [{"price_data": {"curency": "usd"}}]}, "line_items[0][price_data][curency]"),
    ],
)
def test_a_parameter_the_library_does_not_know_is_refused(client, wish, change, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create({**wish, **change})
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", param)
    assert refusal.value.http_status == 400
    assert refusal.value.request_id.startswith("req_")


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"mode": "paymnt"}, None, "mode"),
        ({"mode": None}, None, "mode"),
        ({"line_items": []}, "parameter_missing", "line_items"),
        ({"line_items": [{"quantity": "two", "price_data": {"currency": "usd"}}]},
        "parameter_invalid_integer",
         "line_items[0][quantity]"),
        ({"line_items": [{"price_data": {"unit_amount": 5}}]}, "parameter_missing",
         "line_items[0][price_data][currency]"),
        ({"line_items": [{"price": "price_1"}]}, "resource_missing", "line_items[0][price]"),
        ({"customer_email": ""}, "parameter_invalid_empty", "customer_email"),
        ({"success_url": "javascript:alert(1)"}, "url_invalid", "success_url"),
        ({"expires_at": 5}, None, "expires_at"),
        ({"locale": "xx"}, None, "locale"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_name(client, wish, change, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create({k: v for k, v in {**wish, **change}.items() if v is not None})
    assert (refusal.value.code, refusal.value.param) == (code, param)


@pytest.mark.parametrize("key", ["sk_live_alpha", "pk_test_alpha", "sk_test_", "sk_test_a-b"])
def test_a_key_that_is_none_is_refused(gateway, key):
    answer = httpx.get(
        f"{gateway.url}/v1/customers",
        headers={"Authorization": f"Bearer {key}"},
        trust_env=False,
        verify=False,
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_accounts_do_not_see_each_other(connect):
    ours, theirs = connect("alpha"), connect("beta")
    customer = ours.v1.customers.create({"email": "carl@example.test"})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        theirs.v1.customers.retrieve(customer.id)
    assert refusal.value.http_status == 404
    assert theirs.v1.customers.list().data == []


def test_an_unknown_address_is_404(gateway, client):
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.coupons.list()


def test_a_decline_is_a_card_error_that_names_its_payment(client):
    with pytest.raises(stripe.CardError) as refusal:
        client.v1.payment_intents.create(
            {**CHARGE, "payment_method": "pm_card_chargeDeclinedInsufficientFunds"}
        )
    assert refusal.value.http_status == 402
    assert (refusal.value.code, refusal.value.error.decline_code) == ("card_declined", "insufficient_funds")
    intent = client.v1.payment_intents.retrieve(refusal.value.error.payment_intent.id)
    assert intent.status == "requires_payment_method"
    assert (
        client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"}).status == "succeeded"
    )


def test_a_card_that_asks_cannot_be_charged_in_its_holders_absence(client):
    customer = client.v1.customers.create({"email": "carl@example.test"})
    method = client.v1.payment_methods.attach("pm_card_threeDSecure2Required", {"customer": customer.id})
    order = {**CHARGE, "customer": customer.id, "payment_method": method.id, "off_session": True}
    with pytest.raises(stripe.CardError) as refusal:
        client.v1.payment_intents.create(order)
    assert refusal.value.code == "authentication_required"


def test_a_confirmation_on_the_api_leads_to_the_challenge_page_and_back(client, buyer):
    intent = client.v1.payment_intents.create({
        **CHARGE, "payment_method": "pm_card_threeDSecure2Required",
        "return_url": "http://alpha.vitrine.localhost:8000/back/",
    })  # fmt: skip
    assert intent.status == "requires_action"
    back = buyer.post(intent.next_action.redirect_to_url.url, data={"answer": "complete"}).headers["Location"]
    assert back.startswith("http://alpha.vitrine.localhost:8000/back/?payment_intent=pi_")
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_cancelled_payment_cannot_be_confirmed(client):
    intent = client.v1.payment_intents.create({"amount": 5, "currency": "usd"})
    assert client.v1.payment_intents.cancel(intent.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert refusal.value.code == "payment_intent_unexpected_state"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.cancel(intent.id)


def test_refunds_give_back_no_more_than_was_paid(client):
    intent = client.v1.payment_intents.create(CHARGE)
    part = client.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 2_000, "metadata": {"why": "late"}}
    )
    assert (part.status, part.metadata["why"]) == ("succeeded", "late")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 3_001})
    assert refusal.value.param == "amount"
    client.v1.refunds.create({"charge": intent.latest_charge})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert refusal.value.code == "charge_already_refunded"
    charge = client.v1.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]})
    assert (charge.refunded, charge.amount_refunded, len(charge.refunds.data)) == (True, 5_000, 2)
    assert sum(line.net for line in client.v1.balance_transactions.list().data) == -fee(5_000, "usd")


def test_lists_come_in_pages(client):
    made = [client.v1.customers.create({"email": f"{n}@example.test"}).id for n in range(5)]
    first = client.v1.customers.list({"limit": 2})
    assert ([each.id for each in first.data], first.has_more) == ([made[4], made[3]], True)
    assert [each.id for each in first.auto_paging_iter()] == made[::-1]
    assert [each.id for each in client.v1.customers.list({"ending_before": made[3]}).data] == [made[4]]


def test_metadata_is_merged_and_unset(client):
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    after = client.v1.customers.update(customer.id, {"metadata": {"a": "", "c": "3"}})
    assert after.metadata.to_dict() == {"b": "2", "c": "3"}


def test_objects_are_what_the_library_says_they_are(client, wish, buyer, card):
    """Every field of an answer is one the library knows; every field it calls never null is there."""
    session = client.v1.checkout.sessions.create(wish)
    buyer.post(session.url, data=card("4242424242424242"))
    session = client.v1.checkout.sessions.retrieve(session.id, {
        "expand": ["payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method",
        "line_items"]
    })  # fmt: skip
    intent = session.payment_intent
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    objects = [
        session, intent, intent.payment_method, intent.latest_charge,
        intent.latest_charge.balance_transaction,
        session.line_items.data[0], refund, client.v1.customers.create({}), client.v1.events.list().data[0],
        client.v1.webhook_endpoints.create({"url": "http://localhost:1/", "enabled_events": ["*"]}),
    ]  # fmt: skip
    for each in objects:
        fields = type(each).__annotations__
        assert each.to_dict().keys() <= fields.keys(), type(each)
        never_null = {
            name for name, hint in fields.items()
            if types.NoneType not in typing.get_args(hint) and name != "OBJECT_NAME"
        }  # fmt: skip
        assert all(each.to_dict().get(name) is not None for name in never_null), type(each)


def test_what_cannot_be_expanded_is_refused(client):
    intent = client.v1.payment_intents.create(CHARGE)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.payment_intents.retrieve(intent.id, {"expand": ["amount"]})


def test_the_account_outlives_the_process(tmp_path):
    options = {"http_client": stripe.HTTPXClient(allow_sync_methods=True)}
    first = serve(data=tmp_path)
    client = stripe.StripeClient("sk_test_alpha", base_addresses={"api": first.url}, **options)
    intent = client.v1.payment_intents.create(CHARGE, {"idempotency_key": "once"})
    first.stop()
    second = serve(data=tmp_path)
    client = stripe.StripeClient("sk_test_alpha", base_addresses={"api": second.url}, **options)
    assert client.v1.payment_intents.create(CHARGE, {"idempotency_key": "once"}).id == intent.id
    second.stop()


def test_another_host_name_is_refused(gateway):
    answer = httpx.get(f"{gateway.url}/", headers={"Host": "evil.example"}, trust_env=False, verify=False)
    assert answer.status_code == 421


def test_the_dashboard_shows_payments(client, gateway, buyer):
    client.v1.payment_intents.create(CHARGE)
    page = buyer.get(gateway.url).text
    assert "sk_test_alpha" in page
    assert "$50.00" in page
    assert "4242 4242 4242 4242" in page
