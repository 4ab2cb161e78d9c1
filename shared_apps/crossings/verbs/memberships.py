"""A partner's account on the platform opens the offices that it belongs to (DESIGN, "Crossings", kind self)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.hosts import host_of, tenant_at
from tenants.records import RESELLER, TenantRecord

from ..commanding import run
from ..models import Membership

MOST_CODES = 5
MOST_TRIES = 5
CODE_FOR = timedelta(minutes=15)


class TooManyCodes(Exception):
    """So many codes in an hour are enough."""


class WrongCode(Exception):
    """Not the code, or not any more."""


@dataclass(frozen=True, slots=True)
class PlatformPerson:
    """A partner's account, with the address that it has shown to read (empty: none)."""

    uuid: UUID
    name: str
    verified_email: str
    language: str = ""


def send_code(person: PlatformPerson, *, address: str, by: Actor) -> dict[str, Any]:
    """Mail a code when that portal's office knows an active person of the same verified address.

    Gives back what the session keeps until the code comes; it is the same whether or not anybody was found.
    The mail goes out from the platform, never by the reseller's server. Raises `TooManyCodes`.
    """
    only_oneself(by)
    _count(person)
    code = f"{secrets.randbelow(10**6):06}"
    tenant, found = _find(person, address, by)
    if tenant and found:
        _mail(person, code)
    return {
        "tenant": tenant.id if tenant and found else 0,
        "person": found.get("uuid", ""),
        "digest": _digest(code),
        "until": (now() + CODE_FOR).timestamp(),
        "tries": 0,
    }


def connect(person: PlatformPerson, kept: dict[str, Any], *, code: str, by: Actor) -> Membership:
    """Link the office that the code was mailed for. Raises `WrongCode`; counts the tries in `kept`."""
    only_oneself(by)
    kept["tries"] += 1
    is_late = kept["tries"] > MOST_TRIES or kept["until"] < now().timestamp()
    if is_late or not kept["tenant"] or not constant_time_compare(kept["digest"], _digest(code)):
        raise WrongCode
    made, _is_new = Membership.objects.get_or_create(
        platform_person_uuid=person.uuid, tenant_id=kept["tenant"], person_uuid=kept["person"]
    )
    record(made, "connect", by=by)
    return made


def disconnect(membership: Membership, *, by: Actor) -> None:
    """The office person takes the link away; codes and one-click ways in are worth nothing from now on."""
    only_oneself(by)
    record(membership, "disconnect", by=by)
    membership.delete()


def _find(person: PlatformPerson, address: str, by: Actor) -> tuple[TenantRecord | None, dict[str, Any]]:
    host = host_of(address.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0])
    tenant = tenant_at(host) if host else None
    if tenant is None or tenant.kind != RESELLER or not tenant.is_live or not person.verified_email:
        return None, {}
    arguments = {"email": person.verified_email}
    return tenant, run("accounts.find_staff", tenant, by=by, reason="Connect an office", arguments=arguments)


def _count(person: PlatformPerson) -> None:
    key = f"crossings.codes:{person.uuid}"
    cache.add(key, 0, 3600)
    try:
        if cache.incr(key) > MOST_CODES:
            raise TooManyCodes
    except ValueError:  # it ran out between the two
        return


def _mail(person: PlatformPerson, code: str) -> None:
    key = f"crossings.code:{uuid4()}"
    to = {"email": person.verified_email, "name": person.name, "language": person.language}
    payload = {"template": "crossings/code", "to": to, "context": {"code": code}, "key": key}
    schedule("notices.send_mail", payload, key=key)


def _digest(code: str) -> str:
    return salted_hmac("crossings.code", code, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
