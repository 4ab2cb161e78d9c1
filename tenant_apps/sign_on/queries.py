"""Which providers there are for whom, and who stands behind an account."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Count, QuerySet

from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import OFFICE_AREA

from .faults import SignOnRefused
from .models import Connection, Provider
from .tokens import Identity


@dataclass(frozen=True, slots=True)
class WayIn:
    """A provider as a person's own page shows it; `connection` where an account is connected."""

    provider: Provider
    connection: Connection | None


def providers() -> QuerySet[Provider]:
    """The reseller's own providers with the count of those who use each; the partner account is no part of it."""
    own = Provider.objects.exclude(kind=Provider.Kind.PLATFORM)
    return own.annotate(people=Count("connections")).order_by("audience", "created_at")


def partner_account() -> Provider | None:
    found = Provider.objects.filter(kind=Provider.Kind.PLATFORM).annotate(people=Count("connections"))
    return found.first()


def open_to(audience: str) -> QuerySet[Provider]:
    """What an audience may sign in with, in the order it was added."""
    return Provider.objects.filter(audience=audience, is_active=True).order_by("created_at", "pk")


def audience_of(person: User) -> str:
    return Provider.Audience.STAFF if person.area == OFFICE_AREA else Provider.Audience.CLIENTS


def ways_in(person: User) -> list[WayIn]:
    """What a person may connect, and has connected. Two queries."""
    mine = {
        each.provider_id: each for each in Connection.objects.filter(person=person).select_related("provider")
    }
    offered = list(open_to(audience_of(person)))
    closed = [each.provider for each in mine.values() if each.provider not in offered]
    return [WayIn(provider, mine.get(provider.pk)) for provider in [*offered, *closed]]


def connection_of(provider: Provider, identity: Identity) -> Connection | None:
    found = Connection.objects.select_related("person").filter(provider=provider, subject=identity.subject)
    return found.first()


def person_at(provider: Provider, identity: Identity) -> User | None:
    """The person of the provider's audience who may connect this account; None where nobody has the address.

    Raises `SignOnRefused`: the address must be verified there and here.
    """
    if not identity.email:
        raise SignOnRefused("unverified")
    person = User.objects.filter(email=identity.email).first()
    if person is None:
        return None
    if person.area != provider.area:
        raise SignOnRefused("other_audience")
    if not EmailAddress.objects.filter(user=person, email=identity.email, verified=True).exists():
        raise SignOnRefused("unconfirmed")
    return person
