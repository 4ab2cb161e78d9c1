"""The cart priced anew: at every view by the shop's prices now, with a word for what changed or left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.translation import gettext as _

from branding.formats import money
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.options import COUNT, groups_of
from tenant_apps.storefront.queries import OfferCard

from .cart import Cart, CartLine, cart_of, change_cart
from .errors import CouponNotAccepted
from .quoting import Quote, QuotedLine, quote


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the cart with its price."""

    line: CartLine
    quoted: QuotedLine

    @property
    def change_url(self) -> str:
        """The product's page with what was chosen, to choose otherwise."""
        chosen = [("offer", self.line.offer), ("quantity", self.line.quantity), ("line", self.line.id)]
        extras = [("add_ons", uuid) for uuid in self.line.add_ons]
        counts = [(f"{COUNT}{uuid}", many) for uuid, many in self.line.options.items()]
        page = reverse("store_product", args=[self.quoted.offer.product_sku])
        return f"{page}?{urlencode([*chosen, *extras, *counts])}"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A cart as it can be ordered now; `notes` say what is not as it was. No quote: nothing is left of it."""

    cart: Cart
    quote: Quote | None
    notes: tuple[str, ...]

    @property
    def rows(self) -> list[Row]:
        priced = self.quote.lines if self.quote else ()
        return [Row(line, one) for line, one in zip(self.cart.lines, priced, strict=True)]


def reckon(
    session: SessionBase, client: Client | None = None, *, currency: str, skip_trial: bool = False
) -> Reckoning | None:
    """Price the session's cart in a currency and keep what it has become; None where there is none.

    What is no longer sold leaves it, quantities and options are brought within what is sold now, and a coupon
    that does not apply any more is taken off.
    """
    cart = cart_of(session)
    if cart is None:
        return None
    notes: list[str] = []
    on_sale = storefront.listed(currency)
    lines = tuple(now for line in cart.lines if (now := _as_sold(line, on_sale, notes.append)))
    kept = change_cart(session, cart, lines=lines)
    if not lines:
        return Reckoning(kept, None, tuple(notes))
    try:
        priced = quote(kept.wishes(skip_trial=skip_trial), client, currency=currency, coupon=kept.coupon)
    except CouponNotAccepted as refusal:
        notes.append(_("The coupon was taken off: %(why)s") % {"why": refusal.words})
        kept = change_cart(session, kept, coupon="")
        priced = quote(kept.wishes(skip_trial=skip_trial), client, currency=currency)
    return Reckoning(kept, priced, tuple(notes))


def _as_sold(line: CartLine, on_sale: list[OfferCard], note: Callable[[str], None]) -> CartLine | None:
    """The line as it can be had now, or None; what had to change is noted."""
    offer = _found(line, on_sale)
    if offer is None:
        named = {"name": line.name or _("A plan")}
        note(_("%(name)s is no longer sold and has left your cart.") % named)
        return None
    quantity = min(max(line.quantity, offer.min_quantity), offer.max_quantity)
    if quantity != line.quantity:
        note(_("The quantity of %(name)s is now %(count)s.") % {"name": offer.full_name, "count": quantity})
    add_ons, options = _extras_as_sold(line, offer, note)
    _note_price(line, offer, note)
    return replace(
        line,
        offer=str(offer.uuid),
        quantity=quantity,
        add_ons=add_ons,
        options=options,
        sku=offer.sku,
        name=offer.full_name,
        currency=offer.retail.currency,
        seen=offer.retail.minor,
    )


def _found(line: CartLine, on_sale: list[OfferCard]) -> OfferCard | None:
    """The line's offer; in another currency the offer of the same item."""
    by_uuid = next((one for one in on_sale if str(one.uuid) == line.offer), None)
    return by_uuid or next((one for one in on_sale if line.sku and one.sku == line.sku), None)


def _extras_as_sold(
    line: CartLine, offer: OfferCard, note: Callable[[str], None]
) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """The chosen add-ons that still go with the plan, and the first choice of an option that needs one."""
    chosen = {**dict.fromkeys(line.add_ons, 0), **line.options}
    sold = _sold_under(chosen, offer)
    if len(sold) < len(chosen):
        note(_("An add-on of %(name)s is no longer sold and was left out.") % {"name": offer.full_name})
    for group in groups_of(offer):
        if group.is_required and not sold.keys() & {str(one.uuid) for one in group.choices}:
            first = group.choices[0]
            sold[str(first.uuid)] = (first, 0)
            named = {"name": offer.full_name, "option": group.name, "choice": first.name}
            note(_("%(name)s: %(option)s is now %(choice)s.") % named)
    counts = {
        uuid: min(max(many, one.min_quantity), one.max_quantity) for uuid, (one, many) in sold.items() if many
    }
    return tuple(sorted(uuid for uuid, (_one, many) in sold.items() if not many)), counts


def _sold_under(chosen: Mapping[str, int], offer: OfferCard) -> dict[str, tuple[OfferCard, int]]:
    """The chosen add-ons that go with the plan now, in another currency those of the same item."""
    by_uuid = {str(one.uuid): one for one in offer.add_ons}
    by_sku = {one.sku: one for one in offer.add_ons}
    skus = storefront.skus_of([uuid for uuid in chosen if uuid not in by_uuid])
    found = {}
    for uuid, many in chosen.items():
        one = by_uuid.get(uuid) or by_sku.get(skus.get(uuid, ""))
        if one:
            found[str(one.uuid)] = (one, many)
    return found


def _note_price(line: CartLine, offer: OfferCard, note: Callable[[str], None]) -> None:
    if line.seen is None or line.currency != offer.retail.currency or line.seen == offer.retail.minor:
        return
    before = Money(line.seen, line.currency)
    note(
        _("The price of %(name)s changed from %(before)s to %(now)s.")
        % {
            "name": offer.full_name,
            "before": money(before, trim=True),
            "now": money(offer.retail, trim=True),
        }
    )
