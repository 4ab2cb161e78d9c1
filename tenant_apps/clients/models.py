"""Clients and the people who act for them."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from branding.formats import postal_lines
from shared_apps.crossings.cards import Consent
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .countries import country_name
from .search import SearchKeyField

INVITATION_LIFETIME = timedelta(days=7)
# Names go into mail headers and exports.
one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


class ClientStatus(models.TextChoices):
    """Whether a client may buy."""

    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class Client(Lifecycle):
    """A person or an organisation that buys from the reseller (DESIGN, "Words")."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    Status = ClientStatus

    MOVES = {Status.ACTIVE: {Status.CLOSED}, Status.CLOSED: {Status.ACTIVE}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("Name"), max_length=200, validators=[one_line])
    search_name = SearchKeyField(max_length=200, source="name")
    email = models.EmailField(_("E-mail address"), max_length=254)
    mobile = models.CharField(_("Mobile"), max_length=16, blank=True)
    company_name = models.CharField(_("Legal name"), max_length=200, blank=True, validators=[one_line])
    tax_id = models.CharField(_("Tax number"), max_length=40, blank=True, validators=[one_line])
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(_("Province or state"), max_length=100, blank=True, validators=[one_line])
    city = models.CharField(_("City"), max_length=100, blank=True, validators=[one_line])
    street = models.CharField(_("Street and number"), max_length=250, blank=True, validators=[one_line])
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, validators=[one_line])
    currency = models.CharField(max_length=3)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    access_consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.ALWAYS)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(ClientStatus, "client_status_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation"]), name="client_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(access_consent__in=["always", "ask", "never"]), name="client_consent_known"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="client_email_lower_case"),
            models.UniqueConstraint(fields=["mobile"], condition=~Q(mobile=""), name="client_mobile_once"),
        ]
        indexes = [
            models.Index(fields=["search_name", "id"], name="client_by_name"),
            models.Index(fields=["search_name"], opclasses=["text_pattern_ops"], name="client_name_prefix"),
            models.Index(fields=["email"], opclasses=["text_pattern_ops"], name="client_email_prefix"),
            models.Index(fields=["mobile"], opclasses=["text_pattern_ops"], name="client_mobile_prefix"),
            models.Index(fields=["created_at", "id"], name="client_by_creation"),
            models.Index(fields=["kind", "search_name", "id"], name="client_kind_by_name"),
            models.Index(
                fields=["search_name", "id"], condition=Q(status="closed"), name="client_closed_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **options: object) -> None:
        self.email = self.email.lower()
        super().save(*args, **options)  # type: ignore[arg-type]

    @property
    def billing_name(self) -> str:
        """The name that invoices bear."""
        return self.company_name or self.name

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line, in the order of its country, without empty ones."""
        return postal_lines(
            street=self.street,
            city=self.city,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
            country_name=country_name(self.country) if self.country else "",
        )


class Contact(models.Model):
    """A person who acts for a client; contacts sign in to the client portal."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        BILLING = "billing", _("Billing")
        TECHNICAL = "technical", _("Technical")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.OWNER)
    created_at = models.DateTimeField(default=now)
    # Whoever looks after several clients acts for the one chosen last.
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client"], name="contact_once"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "billing", "technical"]), name="contact_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Invitations(models.QuerySet["ContactInvitation"]):
    def open(self) -> Invitations:
        """Those that nobody has accepted and that are not too old."""
        return self.filter(accepted_at=None, sent_at__gt=now() - INVITATION_LIFETIME)


class ContactInvitation(models.Model):
    """Somebody who was asked by mail to look after a client; a contact only once they have accepted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=16, choices=Contact.Role.choices)
    invited_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "email"], condition=Q(accepted_at=None), name="contact_invitation_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "billing", "technical"]), name="contact_invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
