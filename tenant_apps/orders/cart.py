"""What a visitor is about to order, in the session: it survives signing in and signing up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase

from .quoting import LineWish, whole_quantity

_NAME = "cart"


@dataclass(frozen=True, slots=True)
class Cart:
    """One plan with its add-ons. `key` names this wish: the order that comes of it is made once."""

    key: UUID
    offer: str
    quantity: int
    add_ons: tuple[str, ...]

    def wishes(self, *, skip_trial: bool = False) -> list[LineWish]:
        return [LineWish(self.offer, self.quantity, self.add_ons, skip_trial)]


def fill_cart(session: SessionBase, *, offer: str, quantity: int, add_ons: list[str]) -> Cart:
    """Put a wish in the place of the earlier one; the same wish again keeps its key."""
    cart = Cart(uuid4(), offer, whole_quantity(quantity), tuple(sorted(set(add_ons))))
    earlier = cart_of(session)
    if earlier and (earlier.offer, earlier.quantity, earlier.add_ons) == (
        cart.offer,
        cart.quantity,
        cart.add_ons,
    ):
        return earlier
    session[_NAME] = {
        "key": str(cart.key), "offer": cart.offer, "quantity": cart.quantity, "add_ons": list(cart.add_ons)
    }  # fmt: skip
    return cart


def cart_of(session: SessionBase) -> Cart | None:
    kept: dict[str, Any] | None = session.get(_NAME)
    return Cart(UUID(kept["key"]), kept["offer"], kept["quantity"], tuple(kept["add_ons"])) if kept else None


def empty_cart(session: SessionBase) -> None:
    session.pop(_NAME, None)
