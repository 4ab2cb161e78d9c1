"""The reseller's saved cards at the operator's gateway: added there, chosen, removed, charged when a bill is due."""

from __future__ import annotations

from typing import Any
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
from tenants.access import office
from tenants.context import current_tenant
from tenants.models import Tenant

from ..queries import terms_of
from ..verbs.counter import at_operator
from ..verbs.terms import charge_card

_ANY = UUID(int=0)


@office("billing_account.view")
@require_GET
def office_billing_cards(request: HttpRequest) -> HttpResponse:
    """Every saved card, and whether the default one pays bills by itself."""
    tenant = current_tenant()
    with at_operator():
        context = {"cards": payments.cards_of(tenant.uuid), "takes_cards": payments.takes_cards()}
    context["charges_card"] = terms_of(tenant.id).charges_card
    context["is_oneself"] = not _actor(request).acting_for
    return render(request, "office/billing/cards.html", context)


@office("billing_account.pay")
@require_POST
def office_billing_card_adding(request: HttpRequest) -> HttpResponse:
    """Off to the gateway's page, on which the card is typed."""
    try:
        wish = _wish(request)
        with at_operator():
            url = payments.start_saving_card(wish, by=_actor(request))
    except (payments.CardNotSaved, payments.MethodUnavailable):
        messages.error(request, _("No card can be added just now. Please try again later."))
        return redirect("office_billing_cards")
    return HttpResponseRedirect(url)


@office("billing_account.view")
@require_GET
def office_billing_card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Back from the gateway's page: what became of the card."""
    owner = current_tenant().uuid
    try:
        with at_operator():
            status = payments.finish_saving_card(uuid, owner, by=_actor(request))
    except payments.UnknownCard:
        raise Http404 from None
    if status == "saved":
        messages.success(request, _("The card is saved."))
    elif "given_up" not in request.GET:
        messages.info(request, _("The card is not saved yet."))
    return redirect("office_billing_cards")


@office("billing_account.pay")
@require_POST
def office_billing_card_default(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """This one pays from now on."""
    owner = current_tenant().uuid
    try:
        with at_operator():
            payments.make_default_card(uuid, owner, by=_self(request))
    except payments.UnknownCard:
        raise Http404 from None
    except payments.CardNotSaved:
        messages.warning(request, _("This card is no longer saved."))
    else:
        messages.success(request, _("Bills are paid with this card from now on."))
    return redirect("office_billing_cards")


@office("billing_account.pay")
@require_POST
def office_billing_card_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nobody charges it from now on."""
    owner = current_tenant().uuid
    try:
        with at_operator():
            payments.remove_card(uuid, owner, by=_self(request))
    except payments.UnknownCard:
        raise Http404 from None
    except IllegalMove:
        messages.warning(request, _("This card is no longer saved."))
    else:
        messages.success(request, _("The card is removed."))
    return redirect("office_billing_cards")


@office("billing_account.pay")
@require_POST
def office_billing_cards_automatic(request: HttpRequest) -> HttpResponse:
    """Whether the default card pays bills by itself on the day that they are due."""
    wants = request.POST.get("automatic") == "on"
    charge_card(Tenant.objects.get(pk=current_tenant().id), wants=wants, by=_self(request))
    messages.success(request, _("Switched on.") if wants else _("Switched off."))
    return redirect("office_billing_cards")


def _wish(request: HttpRequest) -> payments.SaveWish:
    """The host was found among the tenant's active domains before any view ran: it may be returned to."""
    tenant, person = current_tenant(), _person(request)
    page = request.build_absolute_uri(reverse("office_billing_card", args=[_ANY])).replace(
        str(_ANY), "{card}"
    )
    language = (get_language() or "en").split("-")[0]
    return payments.SaveWish(
        tenant.uuid, tenant.name, person.email, tenant.currency, language, page, f"{page}?given_up=1"
    )


def _person(request: HttpRequest) -> Any:
    return request.user


def _actor(request: HttpRequest) -> Actor:
    found: Actor = _person(request).actor
    return found


def _self(request: HttpRequest) -> Actor:
    """The person themselves; `NotWhileActing` for who acts for them."""
    by = _actor(request)
    only_oneself(by)
    return by
