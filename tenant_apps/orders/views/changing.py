"""The page on which a service is changed, for clients and staff alike: choose, see what it costs, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from tenant_apps.storefront.queries import OfferCard

from ..changing import ChangeQuote, ChangeWish
from ..changing.wish import plans_for
from ..errors import ChangeDiffers, ChangeRefused, CreditNotAllowed, NothingChanges, OrderRefused
from ..models import MOST_SEATS, Invoice, Service, ServiceItem
from ..verbs import change_service, preview_change


def change_page(
    request: HttpRequest, service: Service, *, by: Actor, template: str, back: str, may_credit: bool = True
) -> HttpResponse:
    """Show the choice and its quote; a confirmed one leads to its invoice or back to the service.

    `may_credit` false: a change that leaves account credit is refused.
    """
    plans = plans_for(service, is_client=by.is_client)
    sent = request.POST if request.method == "POST" else request.GET
    wish = _wish(sent, service, plans)
    words = ""
    if request.method == "POST":
        try:
            if not may_credit and preview_change(service, wish, by=by).to_credit:
                raise CreditNotAllowed
            return _confirmed(request, service, wish, by=by, back=back)
        except (ChangeRefused, OrderRefused) as refused:
            words = refused.words
    quoted, refusal = _quoted(service, wish, by=by)
    context = {
        "service": service,
        "quote": quoted,
        "refusal": words or refusal,
        "is_untouched": not words and not sent,
        "most": MOST_SEATS,
        **_choice(service, plans, wish),
    }
    return render(request, template, context, status=422 if words else 200)


def _confirmed(
    request: HttpRequest, service: Service, wish: ChangeWish, *, by: Actor, back: str
) -> HttpResponse:
    made = change_service(service, wish, shown=request.POST.get("shown", ""), by=by)
    if made.status == made.Status.WAITING and made.invoice_uuid:
        invoice = Invoice.objects.get(uuid=made.invoice_uuid)
        messages.info(request, _("The change happens as soon as this invoice is paid."))
        return redirect("client_invoice" if by.is_client else "office_invoice", invoice.uuid)
    is_done = made.status == made.Status.DONE
    said = _("The service is changed.") if is_done else _("The service changes with its next renewal.")
    messages.success(request, said)
    return redirect(back, service.uuid)


def _quoted(service: Service, wish: ChangeWish, *, by: Actor) -> tuple[ChangeQuote | None, str]:
    try:
        return preview_change(service, wish, by=by), ""
    except NothingChanges:
        return None, ""
    except ChangeDiffers:
        return None, ""
    except (ChangeRefused, OrderRefused) as refused:
        return None, refused.words


def _wish(sent: QueryDict, service: Service, plans: list[OfferCard]) -> ChangeWish:
    """What was chosen; where nothing was, what the service is. The verb judges it."""
    mine = next((one for one in plans if one.sku == service.sku), None)
    chosen = next((one for one in plans if str(one.uuid) == sent.get("offer")), None)
    plan = chosen or mine
    if plan is None:
        return ChangeWish(None, _count(sent.get("quantity"), service.quantity))
    there = {one.sku: one.quantity for one in service.add_ons} if "quantity" not in sent else {}
    ticked = set(sent.getlist("add_ons")) | {str(one.uuid) for one in plan.add_ons if one.sku in there}
    extras = [one for one in plan.add_ons if str(one.uuid) in ticked]
    return ChangeWish(
        plan.uuid,
        _count(sent.get("quantity"), service.quantity),
        tuple(one.uuid for one in extras if not one.has_own_quantity),
        {
            str(one.uuid): _count(sent.get(f"count-{one.uuid}"), there.get(one.sku, one.min_quantity))
            for one in extras
            if one.has_own_quantity
        },
        when=sent.get("when", ""),
    )


def _choice(service: Service, plans: list[OfferCard], wish: ChangeWish) -> dict[str, Any]:
    chosen = next((one for one in plans if str(one.uuid) == str(wish.offer_uuid)), None)
    ticked = {*map(str, wish.add_on_uuids), *wish.options}
    return {
        "plans": plans,
        "chosen": chosen,
        "quantity": wish.quantity,
        "when": wish.when,
        "per_seat": chosen.per_seat if chosen else _plan(service).per_seat,
        "extras": [
            {"offer": one, "ticked": str(one.uuid) in ticked, "count": wish.options.get(str(one.uuid), 1)}
            for one in (chosen.add_ons if chosen else ())
        ],
    }


def _plan(service: Service) -> ServiceItem:
    return service.current_items[0]


def _count(text: str | None, otherwise: int) -> int:
    """A number as it was typed; zero, which the verb refuses, for what is none."""
    if text is None:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
