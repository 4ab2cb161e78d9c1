"""The people of a client and its addresses, looked after by staff."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenant_apps.accounts.limits import may_invite
from tenants.access import office

from ..contacts import (
    ContactGone,
    LastContactOwner,
    TooManyInvitations,
    change_contact_role,
    invite_contact,
    remove_contact,
    withdraw_contact_invitation,
)
from ..forms import ContactForm
from ..models import Address, Client, Contact, ContactInvitation
from ..page_forms import AddressForm
from ..people import person_of
from ..queries import contacts_for, elsewhere
from ..verbs.addresses import bill_to, put_address, remove_address
from .page import present_or_404


@office("clients.view")
@require_GET
def office_client_contacts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who signs in for a client, and who was asked to."""
    return _contacts(request, get_object_or_404(Client, uuid=uuid), ContactForm())


@office("clients.edit")
@require_POST
def office_client_invitation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask somebody by mail to look after the client."""
    client, form = present_or_404(uuid), ContactForm(request.POST)
    if form.is_valid() and _invite(request, client, form):
        messages.success(request, _("The invitation is on its way."))
        return redirect("office_client_contacts", uuid)
    return _contacts(request, client, form)


@office("clients.edit")
@require_POST
def office_client_invitation_withdrawal(request: HttpRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """The link in the mail opens nothing any more."""
    found = get_object_or_404(ContactInvitation, uuid=invitation, client__uuid=uuid, accepted_at=None)
    withdraw_contact_invitation(found, by=person_of(request).actor)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("office_client_contacts", uuid)


@office("clients.edit")
@require_POST
def office_client_contact(request: HttpRequest, uuid: UUID, person: UUID) -> HttpResponse:
    """Change what somebody may do for the client; without a role they are removed."""
    found = contacts_for(present_or_404(uuid)).select_related("client")
    contact: Contact = get_object_or_404(found, person__uuid=person)
    role, by = request.POST.get("role", ""), person_of(request).actor
    try:
        if role in Contact.Role.values:
            change_contact_role(contact, role=role, by=by)
            messages.success(request, _("The role is changed."))
        elif not role:
            remove_contact(contact, by=by)
            messages.success(request, _("The person is removed."))
    except ContactGone as gone:
        raise Http404 from gone
    except LastContactOwner:
        messages.error(request, _("One owner must stay. Make somebody else an owner first."))
    return redirect("office_client_contacts", uuid)


@office("clients.view")
@require_GET
def office_client_addresses(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The address that invoices bear, and the others."""
    client = get_object_or_404(Client, uuid=uuid)
    context = {"client": client, "addresses": client.addresses.order_by("kind", "pk")}
    return render(request, "office/clients/addresses.html", context)


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_address_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _address(request, present_or_404(uuid), None)


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_address(request: HttpRequest, uuid: UUID, address: UUID) -> HttpResponse:
    client = present_or_404(uuid)
    return _address(request, client, get_object_or_404(client.addresses.all(), uuid=address))


@office("clients.edit")
@require_POST
def office_client_address_removal(request: HttpRequest, uuid: UUID, address: UUID) -> HttpResponse:
    found = get_object_or_404(present_or_404(uuid).addresses.all(), uuid=address)
    remove_address(found, by=person_of(request).actor)
    messages.success(request, _("The address is removed."))
    return redirect("office_client_addresses", uuid)


@office("clients.edit")
@require_POST
def office_client_address_billing(request: HttpRequest, uuid: UUID, address: UUID) -> HttpResponse:
    """Have invoices bear this one."""
    bill_to(
        get_object_or_404(present_or_404(uuid).addresses.all(), uuid=address), by=person_of(request).actor
    )
    messages.success(request, _("The changes are saved."))
    return redirect("office_client_addresses", uuid)


def _address(request: HttpRequest, client: Client, address: Address | None) -> HttpResponse:
    form = AddressForm(request.POST or None, instance=address)
    if request.method == "POST" and form.is_valid():
        put_address(client, form.cleaned_data, address=address, by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_client_addresses", client.uuid)
    context = {"client": client, "form": form, "address": address}
    return render(request, "office/clients/address.html", context)


def _contacts(request: HttpRequest, client: Client, form: ContactForm) -> HttpResponse:
    contacts = list(contacts_for(client))
    context = {
        "client": client,
        "form": form,
        "contacts": contacts,
        "elsewhere": elsewhere(contacts, client),
        "invitations": ContactInvitation.objects.open().filter(client=client).order_by("-sent_at"),
        "roles": Contact.Role.choices,
    }
    return render(request, "office/clients/contacts.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, client: Client, form: ContactForm) -> bool:
    me = person_of(request)
    if not may_invite(request, form.cleaned_data["email"], sender="staff", key=str(me.uuid)):
        form.add_error(None, _("Too many attempts. Wait a few minutes and try again."))
        return False
    try:
        invite_contact(client, **form.cleaned_data, by=me.actor)
    except TooManyInvitations:
        form.add_error(None, _("Many invitations are open. Wait for an answer or withdraw some."))
    return not form.errors
