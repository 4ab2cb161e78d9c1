"""The people of a client: invited by mail, given a role, removed. At least one owner stays."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.links import link
from tenant_apps.accounts.mail import mail
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import Role
from tenant_apps.accounts.verbs import add_person, trust_email
from tenants.tokens import sign, unsign

from .models import INVITATION_LIFETIME as LIFETIME
from .models import Client, Contact, ContactInvitation

MOST_OPEN = 20
_PURPOSE = "clients.contact"


class LastContactOwner(Exception):
    """A client keeps at least one active person who may do everything."""


class ContactGone(Exception):
    """Somebody else has removed the contact meanwhile."""


class TooManyInvitations(Exception):
    """So many invitations are open that no more are sent."""


class InvitationSpent(Exception):
    """The link is forged, too old, withdrawn or was used."""


class NotTheirs(Exception):
    """The invitation is for another address, or for somebody who works here."""


def invite_contact(client: Client, *, email: str, role: str, by: Actor) -> ContactInvitation:
    """Mail somebody a link to look after the client. Whether the address has an account here is not told:
    a contact is made when the link is followed, never before. Raises `TooManyInvitations`.
    """
    only_oneself(by)
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        opened = ContactInvitation.objects.filter(client=client, accepted_at=None)
        invitation = opened.filter(email=email.lower()).first()
        is_open = opened.open().filter(email=email.lower()).exists()
        if not is_open and opened.open().count() >= MOST_OPEN:
            raise TooManyInvitations
        invitation = invitation or ContactInvitation(client=client, email=email.lower())
        invitation.role, invitation.invited_by, invitation.sent_at = role, by.label[:200], now()
        invitation.save()
        _send(invitation, by)
        record(client, "invite contact", by=by, email=invitation.email, role=role)
    return invitation


def withdraw_contact_invitation(invitation: ContactInvitation, *, by: Actor) -> None:
    """The link opens nothing any more."""
    only_oneself(by)
    with transaction.atomic():
        record(invitation.client, "withdraw contact invitation", by=by, email=invitation.email)
        ContactInvitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()


def invitation_of(token: str) -> ContactInvitation:
    """The open invitation of a link; raises `InvitationSpent`."""
    try:
        uuid, sent = unsign(_PURPOSE, token, max_age=int(LIFETIME.total_seconds()))
    except (BadSignature, ValueError, TypeError) as forged:
        raise InvitationSpent from forged
    found = ContactInvitation.objects.open().select_related("client").filter(uuid=uuid).first()
    if found is None or found.sent_at.isoformat() != sent:
        raise InvitationSpent
    return found


def accept(invitation: ContactInvitation, person: User) -> Contact:
    """Make the contact, who looks after this client from now on. Raises `InvitationSpent`, `NotTheirs`."""
    only_oneself(person.actor)
    if person.email != invitation.email or person.role != Role.CLIENT:
        raise NotTheirs
    with transaction.atomic():
        _spend(invitation)
        contact, _made = Contact.objects.get_or_create(
            person=person, client=invitation.client, defaults={"role": invitation.role}
        )
        _choose(contact)
        record(invitation.client, "add contact", by=person.actor, email=person.email, role=contact.role)
    return contact


def accept_as_new(invitation: ContactInvitation, *, name: str, password: str, language: str) -> User:
    """Make the account and the contact. The link was read, so the address is theirs. Raises `InvitationSpent`."""
    by = Actor.system("clients.invitation")
    try:
        with transaction.atomic():
            person = add_person(
                email=invitation.email,
                name=name,
                role=Role.CLIENT,
                by=by,
                language=language,
                password=password,
            )
            trust_email(person)
            accept(invitation, person)
    except IntegrityError as clash:
        raise InvitationSpent from clash
    return person


def change_contact_role(contact: Contact, *, role: str, by: Actor) -> None:
    """Give a contact another role, in force from their next request. Raises `LastContactOwner`, `ContactGone`."""
    only_oneself(by)
    with transaction.atomic():
        before = _locked(contact).role
        if role != Contact.Role.OWNER:
            _keep_an_owner(contact)
        contact.role = role
        contact.save(update_fields=["role"])
        record(
            contact.client,
            "change contact role",
            by=by,
            email=contact.person.email,
            before=before,
            after=role,
        )


def remove_contact(contact: Contact, *, by: Actor) -> None:
    """The person looks after this client no longer; their account stays. Raises `LastContactOwner`, `ContactGone`."""
    only_oneself(by)
    with transaction.atomic():
        _locked(contact)
        _keep_an_owner(contact)
        record(contact.client, "remove contact", by=by, email=contact.person.email)
        contact.delete()


def choose(contact: Contact, *, by: Actor) -> None:
    """Look after this client from now on, where somebody is a contact of several."""
    only_oneself(by)
    with transaction.atomic():
        _choose(contact)
        record(contact.client, "choose client", by=by)


def _send(invitation: ContactInvitation, by: Actor) -> None:
    sent = invitation.sent_at.isoformat()
    token = sign(_PURPOSE, [str(invitation.uuid), sent])
    mail(
        "account/contact_invited",
        email=invitation.email,
        context={
            "url": link("contact_join", token=token),
            "days": LIFETIME.days,
            "person": by.label,
            "client": invitation.client.name,
        },
        key=f"contact:{invitation.uuid}:{sent}",
    )


def _spend(invitation: ContactInvitation) -> None:
    opened = ContactInvitation.objects.open().filter(pk=invitation.pk, sent_at=invitation.sent_at)
    if not opened.update(accepted_at=now()):
        raise InvitationSpent


def _choose(contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(chosen_at=now())


def _locked(contact: Contact) -> Contact:
    """Lock all contacts of the client in one order, so that two owners cannot remove each other at once."""
    rows = Contact.objects.filter(client=contact.client).order_by("pk").select_for_update()
    locked = {row.pk: row for row in rows}
    if contact.pk not in locked:
        raise ContactGone
    contact.role = locked[contact.pk].role
    return contact


def _keep_an_owner(contact: Contact) -> None:
    others = Contact.objects.filter(
        client=contact.client, role=Contact.Role.OWNER, person__is_active=True
    ).exclude(pk=contact.pk)
    if contact.role == Contact.Role.OWNER and not others.exists():
        raise LastContactOwner
