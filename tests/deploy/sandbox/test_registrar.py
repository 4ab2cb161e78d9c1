"""The loopback registrar: signed calls, one effect per key, faults on demand."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from deploy.sandbox.registrar import serve

SECRET = "whsec_" + "c2FuZGJveC1yZWdpc3RyYXI="


@pytest.fixture
def registrar():
    sandbox = serve(secret=SECRET)
    yield sandbox
    sandbox.stop()


def order(operation: str = "register", key: str = "k1", **more: Any) -> dict[str, Any]:
    return {"operation": operation, "key": key, "name": "carl.com", "years": 1} | more


def send(url: str, body: Any, path: str = "names", *, secret: str = SECRET, **options: Any) -> httpx.Response:
    text, when = json.dumps(body), datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", when, text),
    }
    return httpx.post(
        f"{url}/v1/{path}", content=text, headers=headers, trust_env=False, verify=False, **options
    )


def test_a_name_is_free_until_it_is_registered_and_renews_by_years(registrar):
    asked = {"names": ["carl.com", "taken-by-me.com", "google.com"]}
    assert send(registrar.url, asked, "availability").json()["names"] == {
        "carl.com": "free",
        "taken-by-me.com": "taken",
        "google.com": "taken",
    }
    made = send(registrar.url, order()).json()
    assert (made["status"], made["details"]["name"]) == ("done", "carl.com")
    assert send(registrar.url, asked, "availability").json()["names"]["carl.com"] == "taken"
    renewed = send(registrar.url, order("renew", "k2", years=2)).json()
    first, second = (int(one["details"]["expires_on"][:4]) for one in (made, renewed))
    assert (first - time.gmtime().tm_year, second - first) == (1, 2)
    assert send(registrar.url, order(key="k3")).json()["status"] == "declined"


def test_the_same_key_has_one_effect_and_one_answer(registrar):
    first = send(registrar.url, order()).json()
    assert send(registrar.url, order()).json() == first
    assert send(registrar.url, order(years=2)).status_code == 409


def test_a_bad_signature_changes_nothing(registrar):
    assert send(registrar.url, order(), secret="whsec_b3RoZXItc2VjcmV0").status_code == 401
    assert registrar.names.is_free("carl.com")


@pytest.mark.parametrize(
    "body",
    [{}, [], order("steal"), order(name="carl"), order(name="carl..com"), order(years=True), order(years=11)],
)
def test_what_is_no_order_is_refused(registrar, body):
    assert send(registrar.url, body).status_code == 400


@pytest.mark.parametrize(("kind", "is_free"), [("timeout_after", False), ("timeout_before", True)])
def test_a_time_out_is_resolved_by_its_key(registrar, kind, is_free):
    registrar.fault(kind)
    with pytest.raises(httpx.TimeoutException):
        send(registrar.url, order(), timeout=0.3)
    assert registrar.names.is_free("carl.com") is is_free
    assert send(registrar.url, order()).json()["status"] == "done"


def test_its_page_lists_the_names(registrar):
    send(registrar.url, order())
    assert "carl.com" in httpx.get(registrar.url, trust_env=False, verify=False).text
