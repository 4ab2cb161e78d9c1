"""The provisioner: signed orders, one effect per key, faults on demand."""

import json
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from deploy.sandbox.provisioner import serve

SECRET = "whsec_" + "c2FuZGJveC1wcm92aXNpb25lcg=="


@pytest.fixture
def provisioner():
    sandbox = serve(secret=SECRET)
    yield sandbox
    sandbox.stop()


def order(operation: str = "create", key: str = "k1", **service: Any) -> dict[str, Any]:
    return {"operation": operation, "key": key,
            "service": {"uuid": "11111111-aaaa", "sku": "mail-yearly", "quantity": 3} | service}  # fmt: skip


def send(
    url: str, body: dict[str, Any], *, secret: str = SECRET, at: float | None = None, **options: Any
) -> httpx.Response:
    text = json.dumps(body)
    when = datetime.fromtimestamp(at or time.time(), tz=UTC)
    headers = {
        "webhook-id": "msg_1", "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", when, text), "Content-Type": "application/json",
    }  # fmt: skip
    return httpx.post(
        f"{url}/v1/services", content=text, headers=headers, trust_env=False, verify=False, **options
    )


def look_up(url: str, path: str) -> httpx.Response:
    return httpx.get(f"{url}/v1/{path}", trust_env=False, verify=False)


def test_a_service_lives_from_creation_to_its_end(provisioner):
    made = send(provisioner.url, order(domain="carl.example")).json()
    assert made["status"] == "done"
    assert made["reference"].startswith("svc_")
    assert made["details"] == {
        "login_url": "https://panel.carl.example/",
        "username": made["details"]["username"],
    }
    for key, operation, state in (("k2", "suspend", "suspended"), ("k3", "resume", "active"),
                                  ("k4", "change", "active"), ("k5", "terminate", "terminated")):  # fmt: skip
        answer = send(provisioner.url, order(operation, key, quantity=5)).json()
        assert (answer["status"], answer["reference"]) == ("done", made["reference"])
        assert look_up(provisioner.url, "services/11111111-aaaa").json()["state"] == state
    assert look_up(provisioner.url, "services/11111111-aaaa").json()["quantity"] == 5


def test_the_same_key_has_one_effect_and_one_answer(provisioner):
    first = send(provisioner.url, order()).json()
    assert send(provisioner.url, order()).json() == first
    assert look_up(provisioner.url, "operations/k1").json() == first
    assert send(provisioner.url, order(quantity=9)).status_code == 409


def test_a_key_may_hold_any_character(provisioner):
    key = "orders/create:11111111 یک"
    answer = send(provisioner.url, order(key=key)).json()
    assert look_up(provisioner.url, f"operations/{quote(key, safe='')}").json() == answer


def test_an_operation_out_of_turn_is_declined(provisioner):
    answer = send(provisioner.url, order("resume"))
    assert answer.status_code == 200
    assert answer.json()["status"] == "declined"
    assert "absent" in answer.json()["message"]


def test_a_bad_or_stale_signature_changes_nothing(provisioner):
    other = "whsec_" + "b3RoZXItc2VjcmV0LW90aGVy"
    assert send(provisioner.url, order(), secret=other).status_code == 401
    assert send(provisioner.url, order(), at=time.time() - 3_600).status_code == 401
    bare = httpx.post(f"{provisioner.url}/v1/services", json=order(), trust_env=False, verify=False)
    assert bare.status_code == 401
    garbled = httpx.post(
        f"{provisioner.url}/v1/services", content=b"\xff",
        headers={"webhook-id": "a", "webhook-timestamp": "x", "webhook-signature": "v1"},
        trust_env=False, verify=False,
    )  # fmt: skip
    assert garbled.status_code == 401
    assert look_up(provisioner.url, "operations/k1").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        order("explode"),
        order(quantity=0),
        order(quantity=True),
        order(key=""),
        order(uuid=""),
        {"operation": []},
    ],
)
def test_what_is_no_order_is_refused(provisioner, body):
    assert send(provisioner.url, body).status_code in (400, 409)


@pytest.mark.parametrize(("kind", "status"), [("timeout_after", 200), ("timeout_before", 404)])
def test_a_time_out_is_resolved_by_its_key(provisioner, kind, status):
    provisioner.fault(kind)
    with pytest.raises(httpx.TimeoutException):
        send(provisioner.url, order(), timeout=0.4)
    assert look_up(provisioner.url, "operations/k1").status_code == status
    assert send(provisioner.url, order()).json()["status"] == "done"


def test_faults_can_be_ordered_over_http(provisioner):
    httpx.post(
        f"{provisioner.url}/_sandbox/faults",
        json={"kind": "decline", "match": "suspend"},
        trust_env=False,
        verify=False,
    )
    assert send(provisioner.url, order()).json()["status"] == "done"
    assert send(provisioner.url, order("suspend", "k2")).json()["status"] == "declined"
    provisioner.fault("error_before")
    assert send(provisioner.url, order("suspend", "k3")).status_code == 500
    refused = httpx.post(
        f"{provisioner.url}/_sandbox/faults", json={"kind": "meteor"}, trust_env=False, verify=False
    )
    assert refused.status_code == 400


def test_services_outlive_the_process_and_are_listed(tmp_path):
    first = serve(secret=SECRET, data=tmp_path)
    send(first.url, order())
    first.stop()
    second = serve(secret=SECRET, data=tmp_path)
    assert "mail-yearly" in httpx.get(second.url, trust_env=False, verify=False).text
    second.stop()
