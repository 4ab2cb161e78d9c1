"""The terms of a move as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared_apps.catalog.door import per_unit
from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Term:
    """One service: what it is, until when it is paid, and what its next period costs with the new reseller."""

    name: str
    label: str
    paid_until: datetime | None
    price: Money
    per: str
    parts: tuple[tuple[str, int], ...]


def shown(terms: Iterable[dict[str, Any]]) -> list[Term]:
    return [_term(one) for one in terms]


def _term(one: dict[str, Any]) -> Term:
    until = one["paid_until"]
    return Term(
        name=one["name"],
        label=one["label"],
        paid_until=datetime.fromisoformat(until) if until else None,
        price=Money(one["price_minor"], one["currency"]),
        per=per_unit(one["period"], False),
        parts=tuple((item["name"], item["quantity"]) for item in one["items"]),
    )
