"""How many people may work in an office: those of the reseller's plan, and what it has bought beside (S4.24)."""

from __future__ import annotations

from shared_apps.partner_store import door as partner_store
from tenants.context import current_tenant
from tenants.records import RESELLER

from .models import User
from .roles import staff_roles_of


class NoSeatLeft(Exception):
    """As many people work here as the plan allows."""


def seats_used() -> int:
    """Everybody who works here or is invited to; who is switched off takes no seat."""
    return User.objects.filter(is_active=True, role__in=staff_roles_of(RESELLER)).count()


def seats_left() -> int | None:
    """How many more may be invited; None where nothing limits them."""
    if current_tenant().kind != RESELLER:
        return None
    allowed = partner_store.seats_allowed()
    return None if allowed is None else max(allowed - seats_used(), 0)


def take_seat() -> None:
    """Raise `NoSeatLeft` where nobody more may work here. Of several at once the others wait."""
    if current_tenant().kind != RESELLER:
        return
    allowed = partner_store.seats_allowed(lock=True)
    if allowed is not None and seats_used() >= allowed:
        raise NoSeatLeft
