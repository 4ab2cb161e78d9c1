"""Those who buy from the reseller."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from branding.formats import postal_lines
from shared_apps.crossings.cards import Consent
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from ..countries import country_name
from ..likeness import email_key, name_key
from ..search import KeyField, SearchKeyField
from .group import ClientGroup, Tag
from .lines import one_line


class ClientStatus(models.TextChoices):
    """Whether a client may buy."""

    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class Clients(models.QuerySet["Client"]):
    def present(self) -> Clients:
        """Those that are still there: neither erased nor merged into another one. What lists show."""
        return self.filter(erased_at=None, merged_into=None)


class Client(Lifecycle):
    """A person or an organisation that buys from the reseller (DESIGN, "Words").

    `custom` holds the values of the reseller's own fields (`CustomField.key`). `deletes_at` is when the agenda
    erases it; `erased_at` when it did: what the law keeps stays, without anything that tells who it was.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class TaxStatus(models.TextChoices):
        STANDARD = "standard", _("Taxed")
        EXEMPT = "exempt", _("Exempt")
        REVERSE_CHARGE = "reverse_charge", _("Reverse charge")

    Status = ClientStatus

    MOVES = {Status.ACTIVE: {Status.CLOSED}, Status.CLOSED: {Status.ACTIVE}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("Name"), max_length=200, validators=[one_line])
    search_name = SearchKeyField(max_length=200, source="name")
    # What duplicates are found by; written with every save, in bulk too.
    name_key = KeyField(max_length=200, source="name", key=name_key)
    email = models.EmailField(_("E-mail address"), max_length=254)
    email_key = KeyField(max_length=254, source="email", key=email_key)
    mobile = models.CharField(_("Mobile"), max_length=16, blank=True)
    company_name = models.CharField(_("Legal name"), max_length=200, blank=True, validators=[one_line])
    tax_id = models.CharField(_("Tax number"), max_length=40, blank=True, validators=[one_line])
    tax_status = models.CharField(
        _("Tax"), max_length=16, choices=TaxStatus.choices, default=TaxStatus.STANDARD
    )
    registration_number = models.CharField(
        _("Registration number"), max_length=40, blank=True, validators=[one_line]
    )
    national_id = models.CharField(_("National id"), max_length=40, blank=True, validators=[one_line])
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(_("Province or state"), max_length=100, blank=True, validators=[one_line])
    city = models.CharField(_("City"), max_length=100, blank=True, validators=[one_line])
    street = models.CharField(_("Street and number"), max_length=250, blank=True, validators=[one_line])
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, validators=[one_line])
    currency = models.CharField(max_length=3)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    access_consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.ALWAYS)
    created_at = models.DateTimeField(default=now)
    # In A-labels; proved by a TXT record that is bound to the tenant, the client and the name.
    domain = models.CharField(_("Domain"), max_length=253, blank=True)
    domain_verified_at = models.DateTimeField(null=True, blank=True)
    domain_checked_at = models.DateTimeField(null=True, blank=True)
    domain_answer = models.CharField(max_length=16, blank=True)
    domain_misses = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(
        ClientGroup,
        verbose_name=_("Group"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("Tags"), blank=True, related_name="clients")
    custom = models.JSONField(default=dict, blank=True)
    consolidates = models.BooleanField(_("One monthly invoice for all services"), default=False)
    auto_charge = models.BooleanField(_("Charge the saved card by itself"), default=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    deletes_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = Clients.as_manager()

    class Meta:
        constraints = [
            status_constraint(ClientStatus, "client_status_known"),
            models.CheckConstraint(
                condition=Q(tax_status__in=["standard", "exempt", "reverse_charge"]),
                name="client_tax_status_known",
            ),
            models.CheckConstraint(
                condition=Q(domain_verified_at=None) | ~Q(domain=""), name="client_verified_has_domain"
            ),
            models.UniqueConstraint(
                fields=["domain"],
                condition=Q(domain_verified_at__isnull=False),
                name="client_verified_domain_once",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(status="closed"), name="client_erased_is_closed"
            ),
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
            models.Index(
                fields=["domain"],
                opclasses=["text_pattern_ops"],
                condition=~Q(domain=""),
                name="client_domain_prefix",
            ),
            models.Index(fields=["email_key"], condition=~Q(email_key=""), name="client_by_email_key"),
            models.Index(fields=["name_key"], condition=~Q(name_key=""), name="client_by_name_key"),
            models.Index(fields=["tax_id"], condition=~Q(tax_id=""), name="client_by_tax_id"),
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
    def state(self) -> str:
        """The status as pages show it, which tells those who leave, who left and who were merged apart."""
        if self.erased_at:
            return "erased"
        if self.merged_into_id:
            return "merged"
        return "leaving" if self.deletes_at else self.status

    @property
    def language_name(self) -> str:
        """The language that it is written to in; empty where that is the portal's."""
        return str(dict(settings.LANGUAGES).get(self.language, ""))

    @property
    def is_domain_verified(self) -> bool:
        return self.domain_verified_at is not None

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
