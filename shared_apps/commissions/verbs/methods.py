"""Where a person wants to be paid (REQUIREMENTS S1.20)."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..bank_numbers import mask, read_card, read_iban
from ..cards import NoClientAccount, NotYours, UnknownMethod
from ..models import MethodKind, PayoutMethod
from ..people import digest
from ..queries import methods_of
from ..redeeming import kinds_offered
from .paying import clients_of


@transaction.atomic
def add_method(
    person_uuid: UUID, *, kind: str, number: str = "", holder: str = "", by: Actor
) -> PayoutMethod:
    """Add a payout method whose number passes its check; the same one again gives back the one there is.

    Raises `InvalidNumber`, `NoClientAccount` (credit without a client, a prepaid balance without a portal),
    `UnknownMethod` for a way in which this tenant does not pay, `NotWhileActing`, `NotYours`.
    """
    refuse_others(person_uuid, by)
    if kind not in dict(kinds_offered()):
        raise UnknownMethod(kind)
    plain = _read(MethodKind(kind), number, person_uuid)
    fresh = PayoutMethod(
        uuid=uuid.uuid4(),
        tenant_id=current_tenant().id,
        person_uuid=person_uuid,
        kind=kind,
        digest=digest("method", f"{kind}:{plain}"),
        masked=mask(plain) if plain else "",
        holder=holder.strip() if plain else "",
        verified_at=now(),
    )
    known = methods_of(person_uuid).filter(digest=fresh.digest).first()
    if known:
        return known
    fresh.keep_number(plain)
    # A race of the same form is answered by the row that was first.
    PayoutMethod.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = methods_of(person_uuid).get(digest=fresh.digest)
    if kept.uuid == fresh.uuid:
        record(kept, "add payout method", by=by)
    return kept


@transaction.atomic
def remove_method(person_uuid: UUID, method_uuid: UUID, *, by: Actor) -> None:
    """Take a method away for future withdrawals; those under way keep it. Raises `UnknownMethod`."""
    refuse_others(person_uuid, by)
    method = methods_of(person_uuid).select_for_update().filter(uuid=method_uuid).first()
    if method is None:
        raise UnknownMethod(str(method_uuid))
    method.removed_at = now()
    method.save(update_fields=["removed_at"])
    record(method, "remove payout method", by=by)


@transaction.atomic
def reveal_number(method: PayoutMethod, *, by: Actor, reason: str) -> str:
    """The whole number, for the person who pays; that they looked at it is written down."""
    record(method, "reveal payout number", by=by, reason=reason)
    return method.number()


def refuse_others(person_uuid: UUID, by: Actor) -> None:
    """Only the person themselves, signed in as themselves (RELIABILITY 7)."""
    only_oneself(by)
    if by.key != str(person_uuid):
        raise NotYours(by.label)


def _read(kind: MethodKind, number: str, person_uuid: UUID) -> str:
    if kind is MethodKind.CARD:
        return read_card(number)
    if kind is MethodKind.IBAN:
        return read_iban(number, current_tenant().country)
    if person_uuid not in clients_of([person_uuid]):
        raise NoClientAccount(str(person_uuid))
    return ""
