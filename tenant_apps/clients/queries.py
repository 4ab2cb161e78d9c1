"""Reads of clients."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from branding.formats import ascii_digits
from tenant_apps.accounts.models import User
from tenant_apps.notices.models import MailMessage

from .models import Client, ClientDocument, Contact
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


def elsewhere(contacts: Iterable[Contact], client: Client) -> dict[int, list[Client]]:
    """The other clients that a client's people look after, by person. One query."""
    people = [contact.person_id for contact in contacts]
    found: dict[int, list[Client]] = {}
    for other in Contact.objects.filter(person__in=people).exclude(client=client).select_related("client"):
        found.setdefault(other.person_id, []).append(other.client)
    return found


def documents_of(client: Client) -> QuerySet[ClientDocument]:
    """A client's papers without what is in them, newest first."""
    return client.documents.defer("content").order_by("-uploaded_at", "-pk")


def shared_documents(client: Client) -> QuerySet[ClientDocument]:
    """Those that the client itself may see."""
    return documents_of(client).filter(is_shared=True)


def mails_to(client: Client) -> QuerySet[MailMessage]:
    """The mails that went to a client's address and to its people; nothing for one that was erased."""
    people = list(client.contacts.values_list("person__email", flat=True))
    addresses = {address.lower() for address in (client.email, *people)} - {""}
    return MailMessage.objects.filter(to_email__in=addresses).defer("context", "words")


def what_would_move(client: Client) -> list[tuple[str, int]]:
    """What stands at a client and would go to another one in a merge: words and counts, without empty ones."""
    # Orders and tickets stand above this app: the relations are the way down that needs no import.
    kinds = {
        "contacts": _("People"), "orders": _("Orders"), "invoices": _("Invoices"), "services": _("Services"),
        "tickets": _("Tickets"), "documents": _("Documents"), "notes": _("Notes"), "addresses": _("Addresses"),
    }  # fmt: skip
    counted = ((label, getattr(client, name).count()) for name, label in kinds.items())
    return [(label, count) for label, count in counted if count]
