"""Shapes of response objects: every field the library declares nullable is there."""

from __future__ import annotations

import secrets
import string
from functools import cache
from types import NoneType
from typing import Any, get_args

from deploy.sandbox.stripe.errors import Json

_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """An identifier as Stripe writes them: `pi_3fK…`."""
    return f"{prefix}_" + "".join(secrets.choice(_LETTERS) for _ in range(length))


def complete(kind: type, **values: Any) -> Json:
    """An object of the library's class `kind`: the given values, null for every other nullable field.

    Names in `without` stay away (fields that Stripe sends only on request).
    """
    without = values.pop("without", ())
    return {name: None for name in _nullable(kind) if name not in without} | values


def public(body: Json) -> Json:
    """The object as the outside sees it: what starts with `_` is the sandbox's own."""
    return {name: value for name, value in body.items() if not name.startswith("_")}


@cache
def _nullable(kind: type) -> tuple[str, ...]:
    return tuple(name for name, hint in kind.__annotations__.items() if NoneType in get_args(hint))
