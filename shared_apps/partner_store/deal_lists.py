"""Lists of deals: what is asked for, and the rows that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branding import formats

from .models import Deal

Status = Deal.Status
OPEN, ALL = "open", "all"
LONGEST_SEARCH = 100
MOST_EXPORTED = 10_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; whatever is unknown is left out."""

    status: str
    text: str = ""
    reseller: str = ""
    conflict: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.reseller or self.conflict)


def wish_of(query: QueryDict, otherwise: str) -> Wish:
    """Read the address of a list; `otherwise` is the tab that it opens with."""
    status = query.get("status", otherwise)
    return Wish(
        status=status if status in {*Status.values, OPEN, ALL} else otherwise,
        text=query.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        reseller=_uuid(query.get("reseller", "")),
        conflict="yes" if query.get("conflict") == "yes" else "",
    )


def asked_for(found: QuerySet[Deal], wish: Wish) -> QuerySet[Deal]:
    """Of these deals those that fit."""
    if wish.status == OPEN:
        found = found.filter(status__in=Deal.OPEN)
    elif wish.status != ALL:
        found = found.filter(status=wish.status)
    if wish.text:
        said = Q(company_name__icontains=wish.text) | Q(domain__icontains=wish.text)
        found = found.filter(said | Q(contact_email__icontains=wish.text))
    if wish.reseller:
        found = found.filter(tenant__uuid=wish.reseller)
    if wish.conflict:
        found = found.filter(has_conflict=True)
    return found


def counts_of(found: QuerySet[Deal]) -> Mapping[str, int]:
    """How many deals stand in each status, how many are open, how many there are. One query."""
    rows = dict(found.order_by().values_list("status").annotate(Count("pk")))
    several = {OPEN: sum(rows.get(status, 0) for status in Deal.OPEN), ALL: sum(rows.values())}
    return {**dict.fromkeys(Status.values, 0), **rows, **several}


HEADS = (
    gettext_lazy("Company"),
    gettext_lazy("Domain"),
    gettext_lazy("E-mail"),
    gettext_lazy("Status"),
    gettext_lazy("Amount"),
    gettext_lazy("Currency"),
    gettext_lazy("Expected decision"),
    gettext_lazy("Registered"),
    gettext_lazy("Protected until"),
    gettext_lazy("Conflict"),
)


def cells_of(deal: Deal) -> list[object]:
    """One deal as a line of a table."""
    return [
        deal.company_name,
        deal.domain,
        deal.contact_email,
        deal.get_status_display(),
        formats.entry_value(deal.value_minor, deal.currency),
        deal.currency,
        deal.expected_on or "",
        formats.date(deal.submitted_at),
        formats.date(deal.protected_until) if deal.protected_until else "",
        _("Yes") if deal.has_conflict else "",
    ]


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
