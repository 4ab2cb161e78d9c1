"""People and the history of their tenant's data. Each tenant has its own: nobody exists in two (DESIGN)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import EventRecord
from tenants.context import current_tenant
from tenants.tokens import salt

from .roles import AREAS_OF_KIND, STAFF_AREAS, Role, area_of, permissions_of, permissions_of_contact

one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new person; without a password nobody can sign in as them yet."""
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def holding(self, permission: str) -> models.QuerySet[User]:
        """Active staff of this tenant who hold a permission."""
        from .roles import roles_with

        roles = roles_with(permission, kind=current_tenant().kind)
        return self.filter(is_active=True, role__in=roles).order_by("pk")


class User(AbstractBaseUser):
    """A person who signs in to one tenant. The address is kept in lower case and is unique in the tenant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254)
    name = models.CharField(_("Name"), max_length=120, validators=[one_line])
    role = models.CharField(max_length=16, choices=Role.choices)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()
    # Who really sits there while a crossing is open; the middleware of crossings sets it for one request.
    acting: Actor | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **options: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **options)

    def may_enter(self, area: str) -> bool:
        """Whether this person belongs to an area: client, partner, office or console."""
        return area == self.area and area in AREAS_OF_KIND[current_tenant().kind]

    def can(self, permission: str) -> bool:
        return self.is_active and permission in self.permissions

    @property
    def permissions(self) -> frozenset[str]:
        """What this person may do in their area."""
        if self.role == Role.CLIENT:
            return permissions_of_contact(self.client_role)
        return permissions_of(self.role)

    @cached_property
    def client_role(self) -> str:
        """What the person is to the client for whom they act, the first where there are several; or empty."""
        # Clients stand above this app: the reverse relation is the way down that needs no import.
        contacts: models.QuerySet[Any] = self.contacts.order_by("pk")
        return contacts.values_list("role", flat=True).first() or ""

    @property
    def area(self) -> str:
        return area_of(self.role)

    @property
    def is_staff_member(self) -> bool:
        return self.area in STAFF_AREAS

    @property
    def actor(self) -> Actor:
        """Who does it: this person, or both people while another one acts for them."""
        return self.acting or Actor.person(self.uuid, str(self))

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # The tenant is part of it: a person with the same key and password hash elsewhere is another person.
        key_salt = salt("accounts.session_auth")
        return salted_hmac(key_salt, self.password, secret=secret, algorithm="sha256").hexdigest()


class Event(EventRecord):
    """An event of this tenant's data: orders, clients, people."""

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_key", "-at"], name="event_subject")]
