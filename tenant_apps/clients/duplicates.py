"""Which clients may be one and the same: by address, mobile, tax number and name. Plain SQL over indexed keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Client
from .search import search_key

REASONS: dict[str, Promise] = {
    "email_key": _("Same e-mail address"),
    "mobile": _("Same mobile"),
    "tax_id": _("Same tax number"),
    "national_id": _("Same national id"),
    "name_key": _("Same name"),
}
ALMOST = _("Similar name")
# Of how many names that begin alike the likeness is measured, and from which likeness on it is told.
_LOOKED_AT, _LIKE, _LETTERS = 100, 0.86, 3
MOST_LIKE = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """A client that may be the one in question, and why."""

    client: Client
    reasons: list[str | Promise]


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Clients that share something; `why` says what."""

    why: str | Promise
    clients: list[Client]


def like(client: Client) -> list[Likeness]:
    """The clients that may be this one, those with most reasons first. Two queries."""
    keys = {name: getattr(client, name) for name in REASONS if getattr(client, name)}
    others = Client.objects.present().exclude(pk=client.pk)
    same = Q()
    for name, value in keys.items():
        same |= Q(**{name: value})
    found: dict[Client, list[str | Promise]] = {}
    for other in others.filter(same).order_by("pk")[:MOST_LIKE] if keys else []:
        found[other] = [
            why for name, why in REASONS.items() if keys.get(name, "") == getattr(other, name) != ""
        ]
    for other in _almost(client, others):
        found.setdefault(other, [ALMOST])
    likely = [Likeness(other, reasons) for other, reasons in found.items()]
    return sorted(likely, key=lambda one: -len(one.reasons))[:MOST_LIKE]


def groups(reason: str = "") -> Iterator[Lookalikes]:
    """Clients of the tenant that share an address, a mobile, a tax number or a name, a few of each kind."""
    for name in [reason] if reason in REASONS else REASONS:
        for key in _shared(name)[:MOST_LIKE]:
            clients = Client.objects.present().filter(**{name: key}).select_related("group")
            yield Lookalikes(REASONS[name], list(clients.order_by("pk")[:MOST_LIKE]))


def _shared(name: str) -> QuerySet[Client, str]:
    """The values that several clients have."""
    there = Client.objects.present().exclude(**{name: ""}).order_by(name).values_list(name, flat=True)
    return there.annotate(count=Count("pk")).filter(count__gt=1)


def _almost(client: Client, others: QuerySet[Client]) -> list[Client]:
    """Those whose names begin alike and differ in a few letters."""
    name = search_key(client.name)
    if len(name) < _LETTERS:
        return []
    beginning = others.filter(search_name__startswith=name[:_LETTERS]).order_by("search_name", "pk")
    return [
        other
        for other in beginning[:_LOOKED_AT]
        if SequenceMatcher(None, client.name_key, other.name_key).ratio() >= _LIKE
    ]
