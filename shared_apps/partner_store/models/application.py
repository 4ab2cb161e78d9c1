"""A company's wish to become a reseller (REQUIREMENTS S5.5–S5.14). Lies in `public`."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from math import ceil

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branding.formats import postal_lines
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenants.models import Tenant

from ..places import country_name
from ..validation import one_line

ANSWER_WITHIN = timedelta(days=7)
ONE_OPEN = "partner_application_one_open"
_DAY = timedelta(days=1)


class ApplicationStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartnerApplication(Lifecycle):
    """One company's application. The applicant's account lies in the operator's schema: here is its uuid.

    `asked_at` is set while a question of ours waits for the applicant's answer; the promised week runs on.
    `may_apply_again_at` is the earliest moment of another application after this one was not accepted.
    """

    Status = ApplicationStatus

    class Expertise(models.TextChoices):
        WORKPLACE = "workplace", _("Workplace: mail and office suite")
        HOSTING = "hosting", _("Web hosting")
        DOMAINS = "domains", _("Domains")
        AI_TOOLS = "ai_tools", _("AI tools")
        CONSULTING = "consulting", _("Consulting and set-up")
        OTHER = "other", _("Something else")

    MOVES = {Status.SUBMITTED: {Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.SUBMITTED)
    applicant_uuid = models.UUIDField()
    applicant_name = models.CharField(max_length=120)
    applicant_email = models.EmailField(max_length=254)
    applicant_language = models.CharField(max_length=8, blank=True)

    company_name = models.CharField(_("Company name"), max_length=120, validators=[one_line])
    registration_number = models.CharField(
        _("Registration number"), max_length=60, blank=True, validators=[one_line]
    )
    website = models.URLField(_("Website"), blank=True)
    phone = models.CharField(_("Phone"), max_length=20)
    street = models.CharField(_("Street and number"), max_length=200, validators=[one_line])
    city = models.CharField(_("City"), max_length=100, validators=[one_line])
    region = models.CharField(_("State or province"), max_length=100, blank=True, validators=[one_line])
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, validators=[one_line])
    country = models.CharField(_("Country"), max_length=2)
    expertise = models.CharField(_("Primary expertise or interest"), max_length=16, choices=Expertise.choices)
    experience = models.TextField(_("Your experience"), max_length=4000)
    plans = models.TextField(_("Your plans for the partnership"), max_length=4000)

    slug = models.CharField(_("Address of your portal"), max_length=40)
    language = models.CharField(_("Language of your portal"), max_length=8)
    currency = models.CharField(_("Currency you sell in"), max_length=3)
    terms_version = models.CharField(max_length=16)
    terms_accepted_at = models.DateTimeField()

    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    may_apply_again_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    # The link that was clicked last when it was sent: who brought the company, should it be accepted.
    referral_code = models.CharField(max_length=24, blank=True, default="", db_default="")
    tenant = models.OneToOneField(
        Tenant, on_delete=models.PROTECT, null=True, blank=True, related_name="application"
    )
    owner_invited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            status_constraint(ApplicationStatus, "partner_application_status_known"),
            models.UniqueConstraint(
                fields=["applicant_uuid"],
                condition=Q(status__in=["submitted", "accepted"]),
                name=ONE_OPEN,
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(tenant__isnull=False),
                name="partner_application_has_tenant",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="partner_application_waiting"),
            models.Index(fields=["applicant_uuid", "-submitted_at"], name="partner_application_of"),
        ]

    @property
    def address_lines(self) -> list[str]:
        """The company's address, line by line, in the order of its country."""
        return postal_lines(
            street=self.street,
            city=self.city,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
            country_name=country_name(self.country),
        )

    def __str__(self) -> str:
        return self.company_name

    @property
    def answer_due_at(self) -> datetime:
        """We promise an answer within one week (S5.11)."""
        return self.submitted_at + ANSWER_WITHIN

    @property
    def days_left(self) -> int:
        """Whole days until the promised answer, a begun one included; zero or less when it is late."""
        return ceil((self.answer_due_at - now()) / _DAY)

    @property
    def is_late(self) -> bool:
        return self.status == self.Status.SUBMITTED and now() > self.answer_due_at

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SUBMITTED

    def accept(self, *, tenant: Tenant, slug: str, language: str, currency: str, by: Actor) -> None:
        """Make the applicant a reseller with this tenant; raises `IllegalMove`."""
        self.move(
            self.Status.ACCEPTED,
            by=by,
            tenant_id=tenant.pk,
            slug=slug,
            language=language,
            currency=currency,
            decided_at=now(),
            asked_at=None,
        )

    def reject(self, *, reason: str, may_apply_again_at: datetime | None = None, by: Actor) -> None:
        """Refuse, with a reason that the applicant reads; raises `IllegalMove`."""
        self.move(
            self.Status.REJECTED,
            by=by,
            reason=reason,
            decision_reason=reason,
            decided_at=now(),
            may_apply_again_at=may_apply_again_at,
            asked_at=None,
        )

    def withdraw(self, *, by: Actor) -> None:
        """The applicant thinks otherwise; raises `IllegalMove` once it was answered."""
        self.move(self.Status.WITHDRAWN, by=by, decided_at=now(), asked_at=None)
