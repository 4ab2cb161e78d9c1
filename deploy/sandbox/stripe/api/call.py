"""One API call as a resource sees it, and the lists they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.errors import Json, StripeError


@dataclass(frozen=True)
class Call:
    """The account, the typed parameters, the parts of the path, and the address the sandbox was called at."""

    account: Account
    params: Json
    captures: dict[str, str]
    path: str
    base_url: str

    @property
    def id(self) -> str:
        """The object's id in the path."""
        return self.captures["id"]

    def page(self, found: list[Json]) -> Json:
        """The asked-for page of `found` (newest first)."""
        found = [each for each in found if _created_within(each, self.params.get("created"))]
        limit = self.params.get("limit", 10)
        if not 1 <= limit <= 100:
            raise StripeError("Limit must be between 1 and 100.", param="limit")
        rest, backwards = self._after_cursor(found)
        shown = rest[-limit:] if backwards else rest[:limit]
        return {"object": "list", "data": shown, "has_more": len(rest) > limit, "url": self.path}

    def _after_cursor(self, found: list[Json]) -> tuple[list[Json], bool]:
        for name, backwards in (("starting_after", False), ("ending_before", True)):
            if name in self.params:
                at = _position(found, self.params[name], name)
                return (found[:at] if backwards else found[at + 1 :]), backwards
        return found, False


Resource = Callable[[Call], Json]
Route = tuple[str, str, type, Resource]


def merged(old: Json | None, new: Any) -> Json:
    """Metadata after an update: an empty value unsets its key, an empty string all of them."""
    if new is None:
        return dict(old or {})
    if new == "":
        return {}
    return {name: value for name, value in ({**(old or {}), **new}).items() if value != ""}


def _position(found: list[Json], id: str, param: str) -> int:
    for at, each in enumerate(found):
        if each["id"] == id:
            return at
    raise StripeError(f"No such object: '{id}'", code="resource_missing", param=param)


def _created_within(body: Json, bounds: Any) -> bool:
    if bounds is None:
        return True
    at = body["created"]
    if isinstance(bounds, int):
        return bool(at == bounds)
    return bool(
        at > bounds.get("gt", -1) and at >= bounds.get("gte", 0)
        and at < bounds.get("lt", at + 1) and at <= bounds.get("lte", at)
    )  # fmt: skip
