"""Reads of clients."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet
from django.http import Http404

from branding.formats import ascii_digits
from tenant_apps.accounts.models import User

from .models import Client, Contact
from .search import search_key

SORTS = {"name": "search_name", "created": "created_at"}


def client_of(person: User) -> Client | None:
    """The client for whom a person acts; where there are several, the one chosen last, else the first."""
    contact = contacts_of(person).first()
    return contact.client if contact else None


def same_person(client: Client) -> QuerySet[Client]:
    """A client and every other one of its owners."""
    people = EmailAddress.objects.filter(email__in=proven_addresses(client), verified=True).values("user")
    theirs = Contact.objects.filter(person__in=people, role=Contact.Role.OWNER).values("client")
    return Client.objects.filter(Q(pk=client.pk) | Q(pk__in=theirs))


def proven_addresses(client: Client) -> list[str]:
    """The addresses that a client's owners have shown to read.

    Not the client's own: that is typed freely, and may be somebody else's.
    """
    proven = EmailAddress.objects.filter(verified=True, user__in=owners_of(client))
    return sorted({address.lower() for address in proven.values_list("email", flat=True)})


def contacts_of(person: User) -> QuerySet[Contact]:
    """What a person is to which clients, the one for whom they act first; in a visit, to the one visited."""
    chosen_first = F("chosen_at").desc(nulls_last=True)
    contacts = Contact.objects.filter(person=person).select_related("client").order_by(chosen_first, "pk")
    return contacts.filter(client__uuid=person.entered_client) if person.entered_client else contacts


def clients_like(text: str) -> QuerySet[Client]:
    """Clients whose name, address, domain or mobile begins with the text. Each part has its index."""
    key = search_key(text)
    plain = text.strip().lower()
    found = Q(search_name__startswith=key) | Q(email__startswith=plain)
    # The second condition is what the index of domains holds.
    found |= Q(domain__startswith=plain) & ~Q(domain="")
    digits = ascii_digits(text).replace(" ", "")
    if digits.lstrip("+").isdigit():
        found |= Q(mobile__startswith=digits if digits.startswith("+") else f"+{digits}")
    return Client.objects.present().filter(found)


def listed_clients(*, text: str = "", kind: str = "", status: str = "") -> QuerySet[Client]:
    """Clients for the office's list; unknown filter values are left out."""
    clients = clients_like(text) if text.strip() else Client.objects.present()
    if kind in Client.Kind.values:
        clients = clients.filter(kind=kind)
    return clients.filter(status=status) if status in Client.Status.values else clients


def order_for(sort: str) -> str:
    """The field to sort by, from the page's `sort`; newest first by default."""
    field = SORTS.get(sort.lstrip("-"))
    return ("-" if sort.startswith("-") else "") + field if field else "-created_at"


def owners_of(client: Client) -> QuerySet[User]:
    """Those who may do everything for a client: whom mails are for."""
    owners = client.contacts.filter(role=Contact.Role.OWNER).values("person")
    return User.objects.filter(pk__in=owners, is_active=True).order_by("pk")


def contacts_for(client: Client) -> QuerySet[Contact]:
    """A client's people with their roles, in the order in which they came."""
    return client.contacts.select_related("person").order_by("pk")


def client_or_404(person: User) -> Client:
    """The client for whom the signed-in person acts; a page that is not there for anybody else."""
    client = client_of(person)
    if client is None:
        raise Http404
    return client


def has_traded(client: Client) -> bool:
    """Whether the client has an order or an invoice, whose currency is its own from then on."""
    # Orders stand above this app: the relations are the way down that needs no import.
    return any(getattr(client, name).exists() for name in ("orders", "invoices"))
