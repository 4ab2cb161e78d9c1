"""Clients come, are changed, closed and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.commissions import door as commissions
from shared_apps.crossings import door as crossings
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record
from tenant_apps.accounts.models import User
from tenants.context import current_tenant

from ..marking import mark
from ..models import Client, Contact
from ..queries import has_traded

EDITABLE = (
    "kind", "name", "email", "mobile", "company_name", "tax_id", "tax_status", "registration_number",
    "national_id", "country", "region", "city", "street", "postal_code", "language", "currency", "group",
    "custom", "consolidates", "auto_charge",
)  # fmt: skip


class MobileTaken(ValueError):
    """Another client of this tenant has the number."""


class CurrencyFixed(ValueError):
    """The client has ordered or was billed: its currency stays."""


@transaction.atomic
def welcome(person: User, *, referral: str = "", by: Actor, organisation: str = "") -> Client:
    """Make a client for somebody who has signed up, and attribute them to whoever sent them.

    `referral` is the token of the cookie that a referral link left.
    """
    client = Client.objects.create(
        kind=Client.Kind.ORGANISATION if organisation else Client.Kind.PERSON,
        name=organisation or person.name or person.email,
        email=person.email,
        currency=current_tenant().currency,
        language=person.language,
    )
    Contact.objects.create(person=person, client=client, role=Contact.Role.OWNER)
    record(client, "sign up", by=by)
    mark(client)
    # Without a link too: whom the programme knows, it recognises when they refer themselves later.
    referred = commissions.Identity(person_uuid=person.uuid, email=person.email, name=client.name)
    commissions.attribute(client_uuid=client.uuid, referred=referred, token=referral)
    return client


def add_client(details: Mapping[str, Any], *, by: Actor) -> Client:
    """A client whom staff enter; only the fields in `EDITABLE` are read. Raises `MobileTaken`."""
    client = Client(**{"currency": current_tenant().currency, **_known(details)})
    with transaction.atomic():
        _save(client, "add", by=by)
        _tag(client, details)
    return client


def edit_client(client: Client, details: Mapping[str, Any], *, by: Actor) -> Client:
    """Change what is known of a client; only the fields in `EDITABLE` are read.

    Tags are set where `details` names them. Raises `MobileTaken`, `CurrencyFixed` once something was ordered or
    billed, and `NotWhileActing` for another e-mail address.
    """
    changed = {name: value for name, value in _known(details).items() if getattr(client, name) != value}
    if "email" in changed:
        # Invoices and links go there: staff who look in for a client do not lead them elsewhere.
        only_oneself(by)
    if "currency" in changed and has_traded(client):
        raise CurrencyFixed(client.currency)
    for name, value in changed.items():
        setattr(client, name, value)
    with transaction.atomic():
        if _tag(client, details):
            changed["tags"] = True
        if changed:
            _save(client, "edit", by=by, fields=sorted(changed))
            _tell_programme(client)
    return client


def _tag(client: Client, details: Mapping[str, Any]) -> bool:
    """Set the tags that `details` names; whether that changed any."""
    wished = {tag.pk for tag in details.get("tags", ())}
    if "tags" not in details or wished == set(client.tags.values_list("pk", flat=True)):
        return False
    client.tags.set(details["tags"])
    return True


def close_clients(clients: list[Client], *, reason: str, by: Actor) -> int:
    """Close the accounts of clients that are active; the count of those closed. Their invoices stay."""
    active = [client for client in clients if client.status == Client.Status.ACTIVE]
    with transaction.atomic():
        for client in active:
            client.move(Client.Status.CLOSED, by=by, reason=reason)
    return len(active)


def reopen_client(client: Client, *, by: Actor) -> None:
    """Let a closed client buy again."""
    client.move(Client.Status.ACTIVE, by=by)


def _tell_programme(client: Client) -> None:
    """Let the affiliate programme know the mobile by which it recognises people who refer themselves."""
    for contact in client.contacts.select_related("person"):
        person = contact.person
        who = commissions.Identity(person.uuid, person.email, mobile=client.mobile, name=client.name)
        commissions.remember(who, client_uuid=client.uuid)


def _known(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: details[name] for name in EDITABLE if name in details}


def _save(client: Client, verb: str, *, by: Actor, **data: Any) -> None:
    try:
        with transaction.atomic():
            client.save()
            record(client, verb, by=by, **data)
            mark(client)
    except IntegrityError as clash:
        if "client_mobile_once" in str(clash):
            raise MobileTaken(client.mobile) from clash
        raise


def set_access_consent(client: Client, choice: str, *, by: Actor) -> None:
    """The client decides whether staff may act for them; "never" ends what is open. Raises `NotWhileActing`."""
    only_oneself(by)
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        client.access_consent = crossings.Consent(choice)
        client.save(update_fields=["access_consent"])
        record(client, "set access consent", by=by, choice=choice)
        if choice == crossings.Consent.NEVER:
            crossings.call_off_visits(client.uuid, by=by)
