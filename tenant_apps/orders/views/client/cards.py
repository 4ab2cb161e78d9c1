"""A client's saved cards: added on the gateway's page, chosen as the one that pays, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments import door as payments
from tenant_apps.clients import portal
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenant_apps.clients.verbs import edit_client
from tenants.access import client

from ...queries import billing_settings

_ANY = UUID(int=0)


@client("client.pay")
@require_GET
def client_cards(request: HttpRequest) -> HttpResponse:
    """Every saved card, and whether the default one pays invoices by itself."""
    mine = client_or_404(person_of(request))
    context = {
        "client": mine,
        "cards": payments.cards_of(mine.uuid),
        "takes_cards": payments.takes_cards(),
        "charges_cards": billing_settings().charges_cards,
        "is_oneself": not person_of(request).actor.acting_for,
    }
    return render(request, "client/cards.html", context)


@client("client.pay")
@require_POST
def client_card_adding(request: HttpRequest) -> HttpResponse:
    """Off to the gateway's page, on which the card is typed."""
    by = person_of(request).actor
    portal.require("may_pay", by=by)
    try:
        url = payments.start_saving_card(_wish(request, client_or_404(person_of(request))), by=by)
    except (payments.CardNotSaved, payments.MethodUnavailable):
        messages.error(request, _("No card can be added just now. Please try again later."))
        return redirect("client_cards")
    return HttpResponseRedirect(url)


@client("client.pay")
@require_GET
def client_card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Back from the gateway's page: what became of the card. It asks itself, the webhook may be late."""
    mine = client_or_404(person_of(request))
    try:
        status = payments.finish_saving_card(uuid, mine.uuid, by=person_of(request).actor)
    except payments.UnknownCard:
        raise Http404 from None
    if status == "saved":
        messages.success(request, _("The card is saved."))
    elif "given_up" not in request.GET:
        messages.info(request, _("The card is not saved yet."))
    return redirect("client_cards")


@client("client.pay")
@require_POST
def client_card_default(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """This one pays from now on."""
    try:
        payments.make_default_card(uuid, _own(request), by=_self(request))
    except payments.UnknownCard:
        raise Http404 from None
    except payments.CardNotSaved:
        messages.warning(request, _("This card is no longer saved."))
    else:
        messages.success(request, _("Invoices are paid with this card from now on."))
    return redirect("client_cards")


@client("client.pay")
@require_POST
def client_card_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nobody charges it from now on."""
    try:
        payments.remove_card(uuid, _own(request), by=_self(request))
    except payments.UnknownCard:
        raise Http404 from None
    except IllegalMove:
        messages.warning(request, _("This card is no longer saved."))
    else:
        messages.success(request, _("The card is removed."))
    return redirect("client_cards")


@client("client.pay")
@require_POST
def client_cards_automatic(request: HttpRequest) -> HttpResponse:
    """Whether the default card pays invoices by itself."""
    wants = request.POST.get("automatic") == "on"
    edit_client(client_or_404(person_of(request)), {"auto_charge": wants}, by=_self(request))
    messages.success(request, _("Switched on.") if wants else _("Switched off."))
    return redirect("client_cards")


def _own(request: HttpRequest) -> UUID:
    own: UUID = client_or_404(person_of(request)).uuid
    return own


def _self(request: HttpRequest) -> Actor:
    """The person themselves; `NotWhileActing` for who acts for them."""
    by = person_of(request).actor
    only_oneself(by)
    return by


def _wish(request: HttpRequest, mine: Client) -> payments.SaveWish:
    """The host was found among the tenant's active domains before any view ran: it may be returned to."""
    page = request.build_absolute_uri(reverse("client_card", args=[_ANY])).replace(str(_ANY), "{card}")
    language = (get_language() or "en").split("-")[0]
    return payments.SaveWish(
        mine.uuid, mine.name, mine.email, mine.currency, language, page, f"{page}?given_up=1"
    )
