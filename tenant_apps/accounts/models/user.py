"""People. Each tenant has its own: nobody exists in two (DESIGN)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor
from shared_apps.tenant_controls.door import note_owner
from tenants.context import current_tenant
from tenants.tokens import salt

from ..erasure import delete_row
from ..roles import (
    AREAS_OF_KIND,
    CUSTOMISABLE,
    STAFF_AREAS,
    TOP_ROLES,
    Role,
    area_of,
    permissions_of,
    permissions_of_contact,
    roles_with,
    staff_roles_of,
)
from .custom_role import CustomRole
from .lines import one_line
from .policy import SecurityPolicy


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
        built_in = models.Q(custom_role=None, role__in=roles_with(permission, kind=current_tenant().kind))
        custom = models.Q(custom_role__permissions__contains=[permission])
        return self.filter(built_in | custom, is_active=True).order_by("pk")

    def staff(self) -> models.QuerySet[User]:
        """Everybody who works here, also those switched off or invited."""
        return self.filter(role__in=staff_roles_of(current_tenant().kind))

    def withdrawn(self) -> models.QuerySet[User]:
        """Invitations that were withdrawn: switched off before anybody came in."""
        never = {"last_login": None, "invited_at": None, "password__startswith": UNUSABLE_PASSWORD_PREFIX}
        return self.staff().filter(is_active=False, **never).exclude(invited_by="")


class User(AbstractBaseUser):
    """A person who signs in to one tenant. The address is kept in lower case and is unique in the tenant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254)
    name = models.CharField(_("Name"), max_length=120, validators=[one_line])
    role = models.CharField(max_length=16, choices=Role.choices)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    custom_role = models.ForeignKey(
        CustomRole, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    must_use_second_step = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.CharField(max_length=200, blank=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()
    # Who really sits there while a crossing is open; the middleware of crossings sets it for one request.
    acting: Actor | None = None
    # The one client whom a visit of staff is to, whichever of several the person chose (crossings).
    entered_client: UUID | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            # Who must always stay cannot hold less than everything.
            models.CheckConstraint(
                condition=models.Q(custom_role=None) | models.Q(role__in=CUSTOMISABLE),
                name="user_custom_role_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **options: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **options)
        self._tell_owner(options.get("update_fields"))

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Leave this schema with everything that is only this person's; tables of another kind of tenant are not here.

        Raises `ProtectedError` while something stands that must not lose them.
        """
        delete_row(self)
        return 1, {self._meta.label: 1}

    def _tell_owner(self, saved: Any) -> None:
        """The platform's list of portals names their owners; a change of hands or a sign-in keeps it right."""
        is_owners = self.role == Role.OWNER and (not saved or {"email", "name", "last_login"} & {*saved})
        changes_hands = {"role", "is_active"} & {*(saved or ())}
        if not current_tenant().is_operator and (is_owners or changes_hands):
            owner = type(self).objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first()
            if owner:
                note_owner(owner.email, owner.name)

    def set_password(self, raw_password: str | None) -> None:
        """A password of one's own; `verbs` that set one for somebody else ask for another one."""
        super().set_password(raw_password)
        self.must_change_password = False

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
        if self.custom_role:
            return self.custom_role.held
        return permissions_of(self.role)

    @property
    def role_key(self) -> str:
        """The role as forms name it: a built-in one, or the uuid of a custom one."""
        return str(self.custom_role.uuid) if self.custom_role else self.role

    @property
    def role_label(self) -> str:
        return self.custom_role.name if self.custom_role else str(self.get_role_display())

    @property
    def role_name(self) -> str:
        """The role as histories name it."""
        return self.custom_role.name if self.custom_role else self.role

    @property
    def is_top(self) -> bool:
        """An owner, or an administrator of the operator: who holds everything and must always stay."""
        return self.role in TOP_ROLES.values()

    @property
    def is_invited(self) -> bool:
        """Whether the person was invited and has never come in."""
        return self.is_active and self.last_login is None and not self.has_usable_password()

    @property
    def standing(self) -> str:
        """Active, invited, or disabled: the badge of a member."""
        if not self.is_active:
            return "disabled"
        return "invited" if self.is_invited else "active"

    @property
    def duty(self) -> str:
        """The page that a member of staff must go to before any other, by its URL name; mostly empty."""
        if not self.is_staff_member:
            return ""
        if self.must_change_password:
            return "account_change_password"
        return "mfa_index" if self._owes_second_step() else ""

    def _owes_second_step(self) -> bool:
        if not (self.must_use_second_step or SecurityPolicy.asks_second_step()):
            return False
        # allauth's table; its relation needs no import. Recovery codes alone are no second step.
        steps: models.QuerySet[Any] = self.authenticator_set  # type: ignore[attr-defined]
        return not steps.exclude(type="recovery_codes").exists()

    @cached_property
    def client_role(self) -> str:
        """What the person is to the client for whom they act (clients.queries.client_of); or empty."""
        # Clients stand above this app: the reverse relation is the way down that needs no import.
        contacts: models.QuerySet[Any] = self.contacts.order_by(
            models.F("chosen_at").desc(nulls_last=True), "pk"
        )
        if self.entered_client:
            contacts = contacts.filter(client__uuid=self.entered_client)
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
        return self.acting or Actor.person(self.uuid, str(self), is_client=self.role == Role.CLIENT)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # The tenant is part of it: a person with the same key and password hash elsewhere is another person.
        key_salt = salt("accounts.session_auth")
        return salted_hmac(key_salt, self.password, secret=secret, algorithm="sha256").hexdigest()
