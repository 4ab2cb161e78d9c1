"""The provisioner: signed calls that set services up; answers are done, declined or unknown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings
from standardwebhooks.webhooks import Webhook

from .models import Service

SECONDS = 10.0
_MOST_DETAILS, _LONGEST = 20, 500


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; `details` are what the client needs to use it."""

    reference: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class Declined:
    """The provisioner says no, for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer that can be trusted: it may have happened."""

    reason: str


Outcome = Done | Declined | Unknown


def perform(operation: str, service: Service, *, key: str) -> Outcome:
    """Do an operation (create, suspend, resume, terminate); the same key again gives the same answer."""
    about = {"uuid": str(service.uuid), "sku": service.sku, "quantity": service.quantity}
    body = json.dumps({"operation": operation, "key": key, "service": about}, sort_keys=True)
    return _call("POST", "/v1/services", key, body) or Unknown("No such address.")


def ask(key: str) -> Outcome | None:
    """What came of the operation with that key; None where the provisioner has never seen it."""
    return _call("GET", f"/v1/operations/{quote(key, safe='')}", key, "")


def _call(method: str, path: str, key: str, body: str) -> Outcome | None:
    if not settings.PROVISIONER_URL:
        return Unknown("No provisioner is set up.")
    url = settings.PROVISIONER_URL.rstrip("/") + path
    seconds = getattr(settings, "PROVISIONER_TIMEOUT", SECONDS)
    try:
        with httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
            answer = client.request(method, url, content=body or None, headers=_signed(key, body))
    except httpx.HTTPError as fault:
        return Unknown(f"{type(fault).__name__}: {fault}"[:_LONGEST])
    return None if answer.status_code == 404 else _read(answer)


def _signed(key: str, body: str) -> dict[str, str]:
    at = datetime.now(UTC)
    signature = Webhook(settings.PROVISIONER_SECRET).sign(key, at, body)
    return {
        "content-type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }


def _read(answer: httpx.Response) -> Outcome:
    try:
        said: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
    except ValueError:
        said = {}
    if said.get("status") == "done":
        return Done(str(said.get("reference", ""))[:120], _details(said.get("details")))
    if said.get("status") == "declined":
        return Declined(str(said.get("message") or "declined")[:_LONGEST])
    return Unknown(f"Status {answer.status_code}.")


def _details(given: Any) -> dict[str, str]:
    """Only short texts under short names: they are shown to the client."""
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name)[:40]: str(value)[:_LONGEST] for name, value in list(pairs)[:_MOST_DETAILS]}
