"""Signed orders: who may give one, and what one looks like."""

from __future__ import annotations

import json
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from deploy.sandbox.provisioner.services import MOVES, Json
from deploy.sandbox.web import Request

SIGNATURE = ("webhook-id", "webhook-timestamp", "webhook-signature")


class BadSignature(Exception):
    """The call is not signed with the secret, or the signature is old."""


class BadOrder(ValueError):
    """The body is not an order."""


def verify(secret: str, request: Request) -> None:
    """Raise `BadSignature` unless the body is signed now, with the secret."""
    headers = {name: request.headers.get(name) or "" for name in SIGNATURE}
    try:
        Webhook(secret).verify(request.body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError, UnicodeDecodeError) as error:
        raise BadSignature(str(error)) from None


def read_order(body: bytes) -> Json:
    """The order in the body: {operation, key, service: {uuid, sku, quantity, domain?}, …}."""
    try:
        order = json.loads(body)
    except ValueError:
        raise BadOrder("the body is not JSON") from None
    _require(isinstance(order, dict), "the body is not an object")
    _require(str(order.get("operation")) in MOVES, f"operation must be one of {', '.join(MOVES)}")
    _require(_text(order.get("key")), "key must be text of 1 to 200 characters")
    service = order.get("service")
    _require(isinstance(service, dict) and _text(service.get("uuid")), "service.uuid must be text")
    if order["operation"] in ("create", "change"):
        _require(_text(service.get("sku")), "service.sku must be text")
        _require(_count(service.get("quantity")), "service.quantity must be a whole number from 1")
    return dict(order)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise BadOrder(message)


def _text(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 200


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1_000_000
