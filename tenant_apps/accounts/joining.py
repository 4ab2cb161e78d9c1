"""Sign-up: a new account joins what its kind of tenant is for."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from tenants.context import current_tenant

from .models import User
from .roles import Role


def role_of_newcomers() -> str:
    """What somebody becomes by signing up; never staff, whatever the form held (RELIABILITY 23)."""
    return Role.PARTNER if current_tenant().is_operator else Role.CLIENT


def join(person: User, *, referral: str, organisation: str = "") -> None:
    """Run the sign-up verb of the kind of tenant in the caller's transaction; `referral` is a token."""
    verb = import_string(settings.SIGNUP_VERBS[current_tenant().kind])
    about = {"organisation": organisation} if organisation else {}
    verb(person, referral=referral, by=person.actor, **about)
