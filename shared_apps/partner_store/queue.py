"""The queue of applications: what a reviewer asks for, and the rows that answer it (S5.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from branding import formats
from shared_apps.kernel.clock import now

from .models import ANSWER_WITHIN, PartnerApplication
from .places import countries, country_name
from .queries import applications

Status = PartnerApplication.Status
LONGEST_SEARCH = 100
MOST_EXPORTED = 10_000
URGENT = timedelta(days=2)
TURNS = {
    "us": gettext_lazy("Our turn"),
    "applicant": gettext_lazy("The applicant's turn"),
}
DUE = {
    "late": gettext_lazy("Past the week"),
    "soon": gettext_lazy("Due within two days"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; whatever is unknown is left out. Without a status: those that wait."""

    status: str = Status.SUBMITTED
    text: str = ""
    expertise: str = ""
    country: str = ""
    turn: str = ""
    due: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.expertise or self.country or self.turn or self.due)

    @property
    def order(self) -> str:
        """What waits longest first; what was answered, the newest first."""
        return "submitted_at" if self.status == Status.SUBMITTED else "-submitted_at"


def wish_of(query: QueryDict) -> Wish:
    """Read the address of the queue."""
    status = query.get("status", Status.SUBMITTED)
    known = dict(countries())
    return Wish(
        status=status if status in Status.values else "",
        text=query.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        expertise=_one_of(query.get("expertise"), PartnerApplication.Expertise.values),
        country=_one_of(query.get("country"), list(known)),
        turn=_one_of(query.get("turn"), list(TURNS)),
        due=_one_of(query.get("due"), list(DUE)),
    )


def asked_for(wish: Wish) -> QuerySet[PartnerApplication]:
    """The applications that fit, in no order of their own."""
    found = applications(wish.status, wish.text).order_by()
    if wish.expertise:
        found = found.filter(expertise=wish.expertise)
    if wish.country:
        found = found.filter(country=wish.country)
    if wish.turn:
        found = found.filter(status=Status.SUBMITTED, asked_at__isnull=wish.turn == "us")
    if wish.due:
        border = now() - ANSWER_WITHIN + (URGENT if wish.due == "soon" else timedelta())
        found = found.filter(status=Status.SUBMITTED, submitted_at__lt=border)
    return found


def countries_in_queue() -> list[tuple[str, str]]:
    """The countries of all applications, for a filter. One query."""
    codes = PartnerApplication.objects.values_list("country", flat=True).order_by().distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


HEADS = (
    gettext_lazy("Company"),
    gettext_lazy("Applicant"),
    gettext_lazy("E-mail"),
    gettext_lazy("Country"),
    gettext_lazy("Expertise"),
    gettext_lazy("Status"),
    gettext_lazy("Sent"),
    gettext_lazy("Answer due"),
    gettext_lazy("Answered"),
    gettext_lazy("Reason"),
)


def cells_of(application: PartnerApplication) -> list[object]:
    """One application as a line of a table."""
    return [
        application.company_name,
        application.applicant_name,
        application.applicant_email,
        country_name(application.country),
        application.get_expertise_display(),
        application.get_status_display(),
        formats.date(application.submitted_at),
        formats.date(application.answer_due_at) if application.is_waiting else "",
        formats.date(application.decided_at) if application.decided_at else "",
        application.decision_reason,
    ]


def _one_of(value: str | None, known: list[str]) -> str:
    return value if value in known and value else ""
