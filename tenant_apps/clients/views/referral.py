"""Through whom a client came, and changing that by hand with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.commissions import door as commissions
from tenants.access import office

from ..models import Client
from ..page_forms import AttributionEndForm, AttributionForm
from ..people import person_of
from ..queries import owners_of
from .page import present_or_404


@office("affiliates.view")
@require_GET
def office_client_referral(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who earns from the client, and who did before."""
    return _show(request, get_object_or_404(Client, uuid=uuid))


@office("affiliates.edit")
@require_POST
def office_client_attribution(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another affiliate earns from the client from now on."""
    client = present_or_404(uuid)
    form = AttributionForm(request.POST)
    if form.is_valid() and _attribute(client, form, request):
        messages.success(request, _("The client counts as theirs from now on."))
        return redirect("office_client_referral", uuid)
    return _show(request, client, form)


@office("affiliates.edit")
@require_POST
def office_client_attribution_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nobody earns from the client from now on."""
    client, form = present_or_404(uuid), AttributionEndForm(request.POST)
    if not form.is_valid():
        return _show(request, client, end_form=form)
    commissions.end_attribution(client.uuid, reason=form.cleaned_data["reason"], by=person_of(request).actor)
    messages.success(request, _("Nobody earns from this client any more."))
    return redirect("office_client_referral", uuid)


def _attribute(client: Client, form: AttributionForm, request: HttpRequest) -> bool:
    person = owners_of(client).first()
    referred = commissions.Identity(
        person_uuid=person.uuid if person else client.uuid,
        email=person.email if person else client.email,
        mobile=client.mobile or "",
        name=client.name,
    )
    wish = {"code": form.cleaned_data["code"], "reason": form.cleaned_data["reason"]}
    try:
        commissions.attribute_by_hand(
            client_uuid=client.uuid, referred=referred, **wish, by=person_of(request).actor
        )
    except commissions.UnknownCode:
        form.add_error("code", _("No affiliate has this code, or they are paused."))
    except commissions.OwnReferral:
        form.add_error("code", _("Nobody comes through themselves."))
    except commissions.AlreadyAttributed:
        form.add_error("code", _("This client counts as theirs already."))
    return not form.errors


def _show(
    request: HttpRequest,
    client: Client,
    form: AttributionForm | None = None,
    end_form: AttributionEndForm | None = None,
) -> HttpResponse:
    found = commissions.attributions_of(client.uuid)
    context = {
        "client": client,
        "current": next((one for one in found if one.ended_at is None), None),
        "earlier": [one for one in found if one.ended_at is not None],
        "form": form or AttributionForm(),
        "end_form": end_form or AttributionEndForm(),
        "affiliates": commissions.members_for_choice(),
        "may_edit": person_of(request).can("affiliates.edit") and client.state not in ("erased", "merged"),
    }
    is_wrong = bool((form and form.errors) or (end_form and end_form.errors))
    return render(request, "office/clients/referral.html", context, status=422 if is_wrong else 200)
