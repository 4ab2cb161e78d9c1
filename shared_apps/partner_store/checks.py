"""The check list of a partner application: what a reviewer looks at, and what the system knows about it already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared_apps.catalog import door as catalog
from shared_apps.commissions.door import normal_email
from tenants.models import Tenant

from .marks import marks_of, same_as
from .models import ApplicationCheck, ClientMark, PartnerApplication

Finding = ApplicationCheck.Finding
Look = Callable[[PartnerApplication], "Answer | None"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system found by itself."""

    is_fine: bool
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the list. `look` answers it where the system can."""

    key: str
    label: str | Promise
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A point with what the system knows and what the reviewer found."""

    point: Point
    known: Answer | None
    found: ApplicationCheck | None

    @property
    def finding(self) -> str:
        return str(self.found.finding) if self.found else ""


def _same_domain(application: PartnerApplication) -> Answer | None:
    site = marks_of(domain=_host(application.website))
    mail = marks_of(email=application.applicant_email)
    if not site.domain_digest:
        return None
    if not mail.mail_domain_digest:
        return Answer(False, gettext("The address is of a mail provider, not of the company."))
    is_same = site.domain_digest == mail.mail_domain_digest
    return Answer(
        is_same,
        gettext("E-mail address and website have the same domain.")
        if is_same
        else gettext("E-mail address and website have different domains."),
    )


def _is_new(application: PartnerApplication) -> Answer:
    address = normal_email(application.applicant_email)
    others = PartnerApplication.objects.exclude(pk=application.pk).filter(
        company_name__iexact=application.company_name
    )
    earlier = others.exclude(status=PartnerApplication.Status.WITHDRAWN).count()
    if earlier:
        return Answer(False, gettext("This company has applied before, or is a reseller."))
    same = same_as(marks_of(domain=_host(application.website), email=address))
    if ClientMark.objects.filter(same).exists():
        return Answer(False, gettext("This company is a client of a reseller."))
    return Answer(True, gettext("Nobody with this name has applied, and no reseller has it as a client."))


def _can_be_served(application: PartnerApplication) -> Answer:
    is_sold = application.currency in (catalog.currencies() or [application.currency])
    return Answer(
        is_sold,
        gettext("The catalogue has prices in this currency.")
        if is_sold
        else gettext("The catalogue has no prices in this currency."),
    )


def _address_free(application: PartnerApplication) -> Answer:
    is_free = not Tenant.objects.filter(slug=application.slug).exists()
    text = (
        gettext("The address of the portal is free.")
        if is_free
        else gettext("The address of the portal is taken.")
    )
    return Answer(is_free, text)


POINTS = (
    Point("company", _("The company exists and is registered")),
    Point("contact", _("The applicant belongs to the company"), _same_domain),
    Point("new", _("The company is not known already"), _is_new),
    Point("market", _("We can serve its market"), _can_be_served),
    Point("address", _("The address of the portal suits the company"), _address_free),
    Point("experience", _("Experience and plans are convincing")),
    Point("papers", _("The attached papers are in order")),
    Point("lawful", _("Nothing speaks against it in law or by our terms")),
)
KEYS = frozenset(point.key for point in POINTS)


def check_list(application: PartnerApplication) -> Sequence[Line]:
    """Every point with what is known and what was found; once it is answered, only what was found."""
    found = {check.point: check for check in application.checks.all()}
    return [
        Line(
            point,
            point.look(application) if point.look and application.is_waiting else None,
            found.get(point.key),
        )
        for point in POINTS
    ]


def _host(website: str) -> str:
    return website.partition("://")[2].partition("/")[0].partition(":")[0]
