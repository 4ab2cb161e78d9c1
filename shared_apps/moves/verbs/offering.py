"""A client offers itself to another reseller by a code; the operator may ask it to; either side may step back."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import IntegrityError, models, transaction

from branding.formats.digits import ascii_digits
from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.secrets import lasting_digest
from tenants.context import current_tenant
from tenants.models import Tenant

from ..errors import CodeUnknown, MoveOpen
from ..mails import mail_owners
from ..models import ClientMove
from ..models.move import LIFETIME
from .debt import refuse_debt

Status = ClientMove.Status
# Without signs that are taken for one another; twelve of them are 57 bits.
_SIGNS, _LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 12


def make_code(client_uuid: UUID, client_name: str, *, by: Actor) -> tuple[ClientMove, str]:
    """A code by which another reseller may ask for this client, shown once: it is good for 15 days and one use.

    An offer that nobody has taken is replaced. Raises `DebtFirst`, `MoveOpen`, `NotWhileActing`.
    """
    only_oneself(by)
    refuse_debt(client_uuid, by=by)
    with transaction.atomic():
        for old in _of(client_uuid).filter(status=Status.OFFERED, to_tenant=None).select_for_update():
            old.move(Status.WITHDRAWN, by=by, reason="A new code was made.")
        code = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        return _write(client_uuid, client_name, code, by=by), "-".join(
            code[at : at + 4] for at in range(0, _LENGTH, 4)
        )


@transaction.atomic
def begin_for(
    client_uuid: UUID, client_name: str, to_tenant: Tenant, *, reason: str, by: Actor
) -> ClientMove:
    """The operator asks another reseller to propose terms; the client's agreement is wanted all the same.

    In the former reseller's tenant. Raises `MoveOpen`.
    """
    move = _write(client_uuid, client_name, secrets.token_hex(16), by=by, to_tenant=to_tenant, reason=reason)
    mail_owners(to_tenant.pk, "move_asked", move)
    return move


def look_up(code: str) -> ClientMove:
    """The open offer of a code, for the current reseller. Raises `CodeUnknown`, also for its own client."""
    plain = "".join(sign for sign in ascii_digits(code).upper() if sign.isalnum())
    offers = ClientMove.objects.select_related("tenant").filter(
        code_digest=_digest(plain), status=Status.OFFERED, to_tenant=None, expires_at__gt=now()
    )
    found = offers.exclude(tenant_id=current_tenant().id).first()
    if found is None or found.tenant.status != Tenant.Status.LIVE:
        raise CodeUnknown
    return found


@transaction.atomic
def withdraw(move: ClientMove, *, reason: str = "", by: Actor) -> None:
    """Step back before the day has come; raises `IllegalMove` afterwards. The others are told."""
    only_oneself(by)
    move.move(Status.WITHDRAWN, by=by, reason=reason)
    ClientMove.objects.filter(pk=move.pk).update(reason=reason)
    for tenant_id in {move.tenant_id, move.to_tenant_id or move.tenant_id}:
        mail_owners(tenant_id, "move_withdrawn", move)


@transaction.atomic
def expire(move_uuid: str, *, by: Actor) -> bool:
    """The code or the proposal is too old; whether it was still open."""
    waiting = [Status.OFFERED, Status.PROPOSED]
    move = ClientMove.objects.filter(uuid=move_uuid, status__in=waiting, expires_at__lte=now()).first()
    if move is None:
        return False
    move.move(Status.EXPIRED, by=by)
    return True


def _write(
    client_uuid: UUID,
    client_name: str,
    code: str,
    *,
    by: Actor,
    to_tenant: Tenant | None = None,
    reason: str = "",
) -> ClientMove:
    try:
        with transaction.atomic():
            move = ClientMove.objects.create(
                tenant_id=current_tenant().id,
                to_tenant=to_tenant,
                client_uuid=client_uuid,
                client_name=client_name,
                code_digest=_digest(code),
                expires_at=now() + LIFETIME,
                reason=reason,
            )
    except IntegrityError as clash:
        if "client_move_one_open" in str(clash):
            raise MoveOpen(str(client_uuid)) from clash
        raise
    record(move, "offer", by=by, to_status=move.status, reason=reason)
    schedule("moves.expire", {"move": str(move.uuid)}, key=str(move.uuid), due_at=move.expires_at)
    return move


def _of(client_uuid: UUID) -> models.QuerySet[ClientMove]:
    return ClientMove.objects.filter(tenant_id=current_tenant().id, client_uuid=client_uuid)


def _digest(code: str) -> str:
    return lasting_digest("moves.code", code)
