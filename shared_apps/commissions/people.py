"""Telling people apart without keeping their addresses: digests that only this tenant can make."""

from __future__ import annotations

import unicodedata

import phonenumbers

from branding.formats.digits import ascii_digits
from shared_apps.kernel.secrets import lasting_digest
from tenants.context import current_tenant
from tenants.tokens import salt

from .cards import Identity
from .models import KnownPerson

_MAIL_WITHOUT_DOTS = {"gmail.com", "googlemail.com"}
NOBODY = "–"


def digest(purpose: str, value: str) -> str:
    """A keyed digest of a value for one purpose in the current tenant; empty for nothing."""
    return lasting_digest(salt(f"commissions.{purpose}"), value) if value else ""


def normal_email(email: str) -> str:
    """One spelling of an address: lower case, no +tag, no dots where the provider ignores them."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    if not at:
        return ""
    local = local.partition("+")[0]
    if domain in _MAIL_WITHOUT_DOTS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def normal_mobile(mobile: str) -> str:
    """A number in E.164; a national one is read in the tenant's country."""
    typed = ascii_digits(mobile)
    try:
        number = phonenumbers.parse(typed, current_tenant().country or None)
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in typed if sign.isdigit())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def initials(identity: Identity) -> str:
    """All that a referrer sees of a client: "S. S."; from the address where there is no name."""
    words = identity.name.split() or [identity.email]
    return " ".join(f"{word[0].upper()}." for word in words[:2] if word) or NOBODY


def acquaint(identity: Identity, client_uuid: object = None) -> KnownPerson:
    """Remember what tells this person from others; what is not said stays as it was."""
    said = {
        "client_uuid": client_uuid,
        "email_digest": digest("email", normal_email(identity.email)),
        "mobile_digest": digest("mobile", normal_mobile(identity.mobile)),
    }
    said = {name: value for name, value in said.items() if value}
    known, _is_new = KnownPerson.objects.update_or_create(
        tenant_id=current_tenant().id, person_uuid=identity.person_uuid, defaults=said
    )
    return known


def are_one(first_uuid: object, second_uuid: object) -> bool:
    """Whether two people are the same person, client, e-mail or mobile (no self-referral)."""
    if first_uuid == second_uuid:
        return True
    known = KnownPerson.objects.filter(
        tenant_id=current_tenant().id, person_uuid__in=[first_uuid, second_uuid]
    )
    found = list(known)
    return len(found) == 2 and found[0].is_same_as(found[1])
