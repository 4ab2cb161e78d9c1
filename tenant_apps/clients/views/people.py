"""The people of a client, in the portal (REQUIREMENTS S2.46, S2.47)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenant_apps.accounts.limits import may_invite
from tenants.access import client

from ..contacts import (
    ContactGone,
    LastContactOwner,
    TooManyInvitations,
    change_contact_role,
    choose,
    invite_contact,
    remove_contact,
    withdraw_contact_invitation,
)
from ..forms import ContactForm
from ..models import Client, Contact, ContactInvitation
from ..people import person_of
from ..queries import client_or_404, contacts_for, contacts_of


@client("client.people")
@require_http_methods(["GET", "HEAD", "POST"])
def client_people(request: HttpRequest) -> HttpResponse:
    """Who looks after the client, who was invited, and a form to invite somebody."""
    mine = client_or_404(person_of(request))
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, mine, form):
        messages.success(request, _("The invitation is on its way."))
        return redirect("client_people")
    context = {
        "client": mine,
        "form": form,
        "contacts": contacts_for(mine),
        "invitations": ContactInvitation.objects.open().filter(client=mine).order_by("-sent_at"),
        "roles": Contact.Role.choices,
        "others": contacts_of(person_of(request)).exclude(client=mine),
    }
    return render(request, "client/people.html", context, status=422 if form.errors else 200)


@client("client.people")
@require_POST
def client_person_role(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what somebody may do."""
    role = request.POST.get("role", "")
    contact = _contact(request, uuid)
    if role in Contact.Role.values:
        try:
            change_contact_role(contact, role=role, by=person_of(request).actor)
        except ContactGone as gone:
            raise Http404 from gone
        except LastContactOwner:
            _say_last(request)
        else:
            messages.success(request, _("The role is changed."))
    return redirect("account_home" if contact.person == request.user else "client_people")


@client("client.people")
@require_POST
def client_person_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody looks after the client no longer."""
    contact = _contact(request, uuid)
    try:
        remove_contact(contact, by=person_of(request).actor)
    except ContactGone as gone:
        raise Http404 from gone
    except LastContactOwner:
        _say_last(request)
    else:
        messages.success(request, _("The person is removed."))
        if contact.person == request.user:
            return redirect("/")
    return redirect("client_people")


@client("client.people")
@require_POST
def client_invitation_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The link in the mail opens nothing any more."""
    mine = client_or_404(person_of(request))
    invitation = get_object_or_404(ContactInvitation, uuid=uuid, client=mine, accepted_at=None)
    withdraw_contact_invitation(invitation, by=person_of(request).actor)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("client_people")


@client
@require_POST
def client_choice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look after another of one's clients from now on."""
    chosen = get_object_or_404(contacts_of(person_of(request)), client__uuid=uuid)
    choose(chosen, by=person_of(request).actor)
    return redirect("client_home")


def _contact(request: HttpRequest, uuid: UUID) -> Contact:
    return get_object_or_404(contacts_for(client_or_404(person_of(request))), person__uuid=uuid)


def _invite(request: HttpRequest, client: Client, form: ContactForm) -> bool:
    if not may_invite(request, form.cleaned_data["email"], sender="client", key=str(client.uuid)):
        form.add_error(None, _("Too many attempts. Wait a few minutes and try again."))
        return False
    try:
        invite_contact(client, **form.cleaned_data, by=person_of(request).actor)
    except TooManyInvitations:
        form.add_error(None, _("Many invitations are open. Wait for an answer or withdraw some."))
    return not form.errors


def _say_last(request: HttpRequest) -> None:
    messages.error(request, _("One owner must stay. Make somebody else an owner first."))
