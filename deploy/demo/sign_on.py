"""Sign-on of the demonstration: an office whose staff come in with their partner account."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from tenant_apps.sign_on.queries import partner_account
from tenant_apps.sign_on.verbs import switch_partner_account_on

from .people import Person, Shop

HAS_IT_ON = "abrnama"


def partner_of(shop: Shop) -> Person | None:
    """The shop's owner as the platform knows them, under the same address; None where staff sign in otherwise."""
    owner = next(person for person in shop.staff if person.role == "owner")
    return Person(owner.email, owner.name, "partner") if shop.slug == HAS_IT_ON else None


def load(shop: Shop, by: Actor) -> None:
    """Switch it on in the shop that has it; nothing where it is on."""
    if shop.slug == HAS_IT_ON and partner_account() is None:
        switch_partner_account_on(by=by)
