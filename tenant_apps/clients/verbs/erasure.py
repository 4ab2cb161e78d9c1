"""What is left of a client once it is erased, and what is not."""

from __future__ import annotations

from django.db import models

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.client_rows import forget_client_names
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import event_model, record
from shared_apps.payments import door as payments
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import Role
from tenant_apps.accounts.verbs import GONE, delete_person
from tenant_apps.notices.verbs import forget_addresses
from tenants.context import current_tenant

from ..following import erasers
from ..models import Client, ClientDraft, Contact, ImportRow

# What invoices bear: the law has the reseller keep it with them.
_ON_INVOICES = (
    "company_name", "tax_id", "registration_number", "country", "region", "city", "street", "postal_code",
)  # fmt: skip
_ALWAYS_BLANKED = ("email", "email_key", "mobile", "national_id", "language", "domain", "domain_answer")


def erase(client: Client, *, by: Actor) -> None:
    """Blank what tells who the client was, and delete the accounts of people who look after no other client.

    In the caller's transaction, which holds the client's row. Invoices that were issued bear name and address
    themselves; the client keeps them only where an invoice of old does not.
    """
    people = list(User.objects.filter(contacts__client=client))
    invited = set(client.invitations.values_list("email", flat=True))
    for eraser in erasers:
        eraser(client, by)
    payments.forget_cards(client.uuid, by=by)
    _delete_what_is_kept(client)
    gone = [person for person in people if _leaves(person)]
    for person in gone:
        commissions.forget(person.uuid)
        delete_person(person, by=by)
    whole = [*_taken_in(client), client]
    addresses = {*(one.email for one in whole), *(person.email for person in gone), *invited}
    forget_addresses(_unread(addresses, whole))
    for one in whole:
        forget_client_names(current_tenant().id, one.uuid)
        _forget_events(one)
        _blank(one)
    record(client, "erase", by=by, invoices=_is_billed(client))


def _leaves(person: User) -> bool:
    """Whether somebody is a contact of no other client, and does not work here."""
    return person.role == Role.CLIENT and not Contact.objects.filter(person=person).exists()


def _unread(addresses: set[str], whole: list[Client]) -> set[str]:
    """Those at which nobody else is reached here: no other client, nobody who stays."""
    others = (
        Client.objects.filter(email__in=addresses)
        .exclude(pk__in=[one.pk for one in whole])
        .values_list("email", flat=True)
    )
    return (
        addresses
        - set(others)
        - set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    )


def _delete_what_is_kept(client: Client) -> None:
    client.contacts.all().delete()
    client.invitations.all().delete()
    client.addresses.all().delete()
    client.documents.all().delete()
    client.notes.all().delete()
    client.exports.all().delete()
    client.tags.clear()
    ImportRow.objects.filter(client=client).update(cells=[], email="", mobile="", before={}, errors=[])
    # What a merge filled in is data of theirs too; without it there is no way back.
    client.merges.update(moved={})
    ClientDraft.objects.filter(about=str(client.uuid)).delete()


def _taken_in(client: Client) -> list[Client]:
    """The clients that were merged into this one, and into those."""
    found = list(client.merged_from.all())
    return [*found, *(deeper for one in found for deeper in _taken_in(one))]


def _blank(client: Client) -> None:
    fields: dict[str, object] = dict.fromkeys(_ALWAYS_BLANKED, "")
    if not _has_bare_bills(client):
        fields |= {**dict.fromkeys(_ON_INVOICES, ""), "name": GONE, "search_name": GONE, "name_key": ""}
    fields |= {
        "custom": {}, "group": None, "domain_verified_at": None, "consolidates": False, "auto_charge": False,
        "deletes_at": None, "erased_at": now(), "status": Client.Status.CLOSED,
    }  # fmt: skip
    Client.objects.filter(pk=client.pk).update(**fields)
    client.refresh_from_db()


def _is_billed(client: Client) -> bool:
    """Whether an invoice was issued to the client, or a credit note."""
    return any(bills.exists() for bills in _bills(client))


def _has_bare_bills(client: Client) -> bool:
    """Whether one of them does not say by itself to whom it was issued."""
    return any(bills.filter(billed_to={}).exists() for bills in _bills(client))


def _bills(client: Client) -> tuple[models.QuerySet[models.Model], models.QuerySet[models.Model]]:
    # Orders stand above this app: the relations are the way down that needs no import.
    return client.invoices.exclude(number=None), client.credit_notes.all()


def _forget_events(client: Client) -> None:
    """The log keeps what happened and when, without what was said."""
    rows = event_model(client)._default_manager.filter(
        subject_type=client._meta.label, subject_key=str(client.pk)
    )
    rows.exclude(verb__in=["plan deletion", "put deletion off"]).update(data={}, reason="")
    rows.update(subject_label=client.name if _has_bare_bills(client) else GONE)
