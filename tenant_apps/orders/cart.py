"""What a visitor is about to order, in the session: it survives signing in and signing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase

from shared_apps.domains.names import shown

from .errors import CartFull
from .quoting import LineWish, whole_quantity

MOST_LINES = 30
_NAME = "cart"


@dataclass(frozen=True, slots=True)
class CartLine:
    """A plan with its add-ons; `options` are those with a quantity of their own.

    `sku`, `name` and `seen` (the unit price in minor units, with its `currency`) are what was shown last: by
    them a change is noticed. They are never what an order costs.
    """

    id: str
    offer: str
    quantity: int
    add_ons: tuple[str, ...] = ()
    options: Mapping[str, int] = field(default_factory=dict)
    label: str = ""
    sku: str = ""
    name: str = ""
    currency: str = ""
    seen: int | None = None

    def wish(self, *, skip_trial: bool = False) -> LineWish:
        return LineWish(self.offer, self.quantity, self.add_ons, skip_trial, self.options, self.label)

    @property
    def shown_label(self) -> str:
        """A domain name in its own script."""
        return shown(self.label)

    @property
    def choice(self) -> tuple[Any, ...]:
        """Two lines of the same choice are one line, whatever its quantity."""
        return self.offer, self.add_ons, tuple(sorted(self.options.items())), self.label


@dataclass(frozen=True, slots=True)
class Cart:
    """`key` names this very content: the order that comes of it is made once, and of no older one."""

    key: UUID
    lines: tuple[CartLine, ...]
    coupon: str = ""

    def wishes(self, *, skip_trial: bool = False) -> list[LineWish]:
        return [line.wish(skip_trial=skip_trial) for line in self.lines]


def new_line(
    *,
    offer: str,
    quantity: int,
    add_ons: list[str],
    options: Mapping[str, int] | None = None,
    label: str = "",
) -> CartLine:
    """A wish that can be a line; raises `QuantityOutOfRange`."""
    chosen = tuple(sorted(set(add_ons)))
    return CartLine(uuid4().hex[:12], offer, whole_quantity(quantity), chosen, dict(options or {}), label)


def put_line(session: SessionBase, line: CartLine, *, instead_of: str = "") -> Cart:
    """Add a line, or put it in the place of another; the same choice again sets its quantity.

    Raises `CartFull`.
    """
    cart = cart_of(session) or Cart(uuid4(), ())
    same = next((one for one in cart.lines if _replaces(line, one, instead_of)), None)
    changed = replace(line, id=same.id) if same else line
    others = [one for one in cart.lines if one is not same and one.choice != line.choice]
    place = cart.lines.index(same) if same else len(others)
    lines = (*others[:place], changed, *others[place:])
    if len(lines) > MOST_LINES:
        raise CartFull(MOST_LINES)
    return change_cart(session, cart, lines=lines)


def remove_line(session: SessionBase, line_id: str) -> CartLine | None:
    """Take a line out; the one that went, so that it can be put back."""
    cart = cart_of(session)
    gone = next((line for line in cart.lines if line.id == line_id), None) if cart else None
    if cart and gone:
        change_cart(session, cart, lines=tuple(line for line in cart.lines if line is not gone))
    return gone


def change_cart(
    session: SessionBase, cart: Cart, *, lines: tuple[CartLine, ...] | None = None, coupon: str | None = None
) -> Cart:
    """Keep other lines or another coupon; the key changes with what would be ordered, and only then."""
    kept = cart.lines if lines is None else lines
    code = cart.coupon if coupon is None else coupon
    changed = Cart(cart.key if _is_same(cart, kept, code) else uuid4(), kept, code)
    if not kept:
        empty_cart(session)
    elif changed != cart or _NAME not in session:
        session[_NAME] = _written(changed)
    return changed


def cart_of(session: SessionBase) -> Cart | None:
    """The cart of a session; one of the time when it held a single plan is read as well."""
    kept: dict[str, Any] | None = session.get(_NAME)
    if not kept:
        return None
    lines = kept.get("lines") or [{"id": kept["key"][:12], **kept}]
    return Cart(UUID(kept["key"]), tuple(map(_read, lines)), kept.get("coupon", ""))


def count_of(session: SessionBase) -> int:
    """How many lines are in the cart."""
    cart = cart_of(session)
    return len(cart.lines) if cart else 0


def empty_cart(session: SessionBase) -> None:
    session.pop(_NAME, None)


def _is_same(cart: Cart, lines: tuple[CartLine, ...], coupon: str) -> bool:
    """Whether the same would be ordered, at prices that are no others than those seen."""
    return (
        len(lines) == len(cart.lines)
        and coupon == cart.coupon
        and all(
            (now.choice, now.quantity) == (before.choice, before.quantity)
            and before.seen in {None, now.seen}
            and before.currency in {"", now.currency}
            for now, before in zip(lines, cart.lines, strict=True)
        )
    )


def _replaces(line: CartLine, other: CartLine, instead_of: str) -> bool:
    return other.id == instead_of if instead_of else other.choice == line.choice


def _read(kept: dict[str, Any]) -> CartLine:
    return CartLine(
        id=str(kept["id"]),
        offer=str(kept["offer"]),
        quantity=int(kept["quantity"]),
        add_ons=tuple(kept.get("add_ons", ())),
        options=dict(kept.get("options", {})),
        label=kept.get("label", ""),
        sku=kept.get("sku", ""),
        name=kept.get("name", ""),
        currency=kept.get("currency", ""),
        seen=kept.get("seen"),
    )


def _written(cart: Cart) -> dict[str, Any]:
    lines = [
        {
            "id": line.id,
            "offer": line.offer,
            "quantity": line.quantity,
            "add_ons": list(line.add_ons),
            "options": dict(line.options),
            "label": line.label,
            "sku": line.sku,
            "name": line.name,
            "currency": line.currency,
            "seen": line.seen,
        }
        for line in cart.lines
    ]
    return {"key": str(cart.key), "lines": lines, "coupon": cart.coupon}
