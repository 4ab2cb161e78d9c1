"""What may be asked of the registrar."""

from __future__ import annotations

import json
import re
from typing import Any

from deploy.sandbox.provisioner.orders import BadOrder
from deploy.sandbox.registrar.names import MOST_YEARS, Json

NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]*[a-z0-9]")
OPERATIONS = ("register", "renew")
MOST_NAMES = 50


def read_names(body: bytes) -> list[str]:
    """The names that are asked about; raises `BadOrder`."""
    names: Any = _object(body).get("names")
    _require(isinstance(names, list) and 0 < len(names) <= MOST_NAMES, "names must be a list of 1 to 50")
    _require(all(_is_name(name) for name in names), "names must be domain names in A-labels")
    return [str(name) for name in names]


def read_order(body: bytes) -> Json:
    """The order in the body: {operation, key, name, years}; raises `BadOrder`."""
    order = _object(body)
    key, years = order.get("key"), order.get("years")
    _require(order.get("operation") in OPERATIONS, f"operation must be one of {', '.join(OPERATIONS)}")
    _require(isinstance(key, str) and 1 <= len(key) <= 200, "key must be text of 1 to 200 characters")
    _require(_is_name(order.get("name")), "name must be a domain name in A-labels")
    _require(type(years) is int and 1 <= years <= MOST_YEARS, f"years must be 1 to {MOST_YEARS}")
    return order


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        raise BadOrder("the body is not JSON") from None
    _require(isinstance(found, dict), "the body is not an object")
    return dict(found)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise BadOrder(message)
