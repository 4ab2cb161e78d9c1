"""The door to moves of clients; the tenant is always the current one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from . import queries, verbs
from .errors import CodeUnknown, CutOverTooSoon, DebtFirst, MoveOpen, MoveRefused, TermsDiffer
from .models import ClientMove
from .terms import Term, shown
from .verbs.proposing import token_of

__all__ = [
    "CodeUnknown",
    "CutOverTooSoon",
    "DebtFirst",
    "MoveCard",
    "MoveOpen",
    "MoveRefused",
    "TermsDiffer",
    "agree",
    "book_share",
    "coming",
    "coming_one",
    "leaving",
    "look_up",
    "make_code",
    "move_of",
    "propose",
    "services_of",
    "shared_by",
    "shown",
    "withdraw",
]

_READER = Actor.system("moves.reader")


@dataclass(frozen=True, slots=True)
class MoveCard:
    """A move as either reseller and the client see it. `terms` are the client's services at the new prices."""

    uuid: UUID
    client_uuid: UUID
    client_name: str
    former: str
    successor: str
    successor_host: str
    status: str
    status_label: str
    expires_at: datetime
    cut_over_at: datetime | None
    agreed_at: datetime | None
    done_at: datetime | None
    new_client_uuid: UUID | None
    share_bp: int
    share_months: int
    reason: str
    terms: tuple[dict[str, Any], ...]
    token: str
    can_be_withdrawn: bool
    is_debt_waived: bool

    @property
    def has_left(self) -> bool:
        """Whether its day is over."""
        return self.status in {"moving", "done"}

    @property
    def services(self) -> list[Term]:
        """The services at the new prices."""
        return shown(self.terms)

    @property
    def is_before(self) -> bool:
        """Whether its day is still to come."""
        return self.status in {"proposed", "agreed", "moving"}

    @property
    def share_percent(self) -> float:
        return self.share_bp / 100


def make_code(client_uuid: UUID, client_name: str, *, by: Actor) -> str:
    """A code by which another reseller may ask for this client. Raises `DebtFirst`, `MoveOpen`, `NotWhileActing`."""
    return verbs.make_code(client_uuid, client_name, by=by)[1]


def look_up(code: str) -> MoveCard:
    """The offer of a code that a client gave the current reseller. Raises `CodeUnknown`."""
    return card(verbs.look_up(code))


def services_of(move_uuid: UUID) -> dict[str, Any]:
    """What a client that may come here has with the former reseller: its currency, and services without prices.

    Raises `CodeUnknown` where it offered itself to another one, or has moved.
    """
    asked = [ClientMove.Status.OFFERED, ClientMove.Status.PROPOSED]
    here = Q(to_tenant=None) | Q(to_tenant_id=current_tenant().id)
    move = queries.moves().filter(here, uuid=move_uuid, status__in=asked).first()
    if move is None:
        raise CodeUnknown
    arguments = {"client_uuid": str(move.client_uuid)}
    reason = f"Asked for by the client's code ({move.uuid})."
    return run("orders.services_to_move", move.tenant.record, by=_READER, reason=reason, arguments=arguments)


def propose(
    move_uuid: UUID, *, terms: Sequence[dict[str, Any]], cut_over_at: datetime, by: Actor
) -> MoveCard:
    """Propose prices and a day to the client. Raises `MoveRefused`, `CutOverTooSoon`, `IllegalMove`."""
    move = ClientMove.objects.get(uuid=move_uuid)
    return card(_whole(verbs.propose(move, terms=terms, cut_over_at=cut_over_at, by=by).pk))


def agree(move_uuid: UUID, *, shown: str, by: Actor) -> MoveCard:
    """The client's consent. Raises `TermsDiffer`, `DebtFirst`, `IllegalMove`, `NotWhileActing`."""
    return card(_whole(verbs.agree(queries.leaving().get(uuid=move_uuid), shown=shown, by=by).pk))


def withdraw(move_uuid: UUID, *, reason: str = "", by: Actor) -> None:
    """Step back, for the client or the new reseller. Raises `IllegalMove`, `NotWhileActing`."""
    found = queries.leaving().filter(uuid=move_uuid).first() or queries.coming().get(uuid=move_uuid)
    verbs.withdraw(found, reason=reason, by=by)


def move_of(client_uuid: UUID) -> MoveCard | None:
    """The newest move of a client of the current reseller that still says something: open, or done."""
    move = queries.latest_of(client_uuid)
    return card(move) if move and (move.is_open or move.status == ClientMove.Status.DONE) else None


def leaving(*, limit: int = 100) -> list[MoveCard]:
    """The newest moves away from the current reseller; what is only a code is the client's own affair."""
    told = [ClientMove.Status.AGREED, ClientMove.Status.MOVING, ClientMove.Status.DONE]
    return [card(move) for move in queries.leaving().filter(status__in=told)[:limit]]


def coming(*, limit: int = 100) -> list[MoveCard]:
    """The newest moves to the current reseller."""
    return [card(move) for move in queries.coming()[:limit]]


def coming_one(move_uuid: UUID) -> MoveCard | None:
    """A move to the current reseller."""
    move = queries.coming().filter(uuid=move_uuid).first()
    return card(move) if move else None


def shared_by(client_uuid: UUID, invoice_uuid: UUID) -> UUID | None:
    """The move by which a part of the margin on an invoice is the former reseller's; None for almost all."""
    move = queries.sharing(client_uuid, invoice_uuid)
    return move.uuid if move else None


def book_share(move_uuid: UUID, invoice_uuid: UUID, invoice_number: str, margin: Money) -> None:
    """Bring the former reseller's share to what the `margin` on the moved services is by now."""
    verbs.book_share(move_uuid, invoice_uuid, invoice_number, margin)


def card(move: ClientMove) -> MoveCard:
    """A move, frozen."""
    return MoveCard(
        uuid=move.uuid,
        client_uuid=move.client_uuid,
        client_name=move.client_name,
        former=move.tenant.name,
        successor=move.to_tenant.name if move.to_tenant else "",
        successor_host=move.to_tenant.record.canonical_host if move.to_tenant else "",
        status=move.status,
        status_label=move.get_status_display(),
        expires_at=move.expires_at,
        cut_over_at=move.cut_over_at,
        agreed_at=move.agreed_at,
        done_at=move.done_at,
        new_client_uuid=move.new_client_uuid,
        share_bp=move.share_bp,
        share_months=move.share_months,
        reason=move.reason,
        terms=tuple(move.terms),
        token=token_of(move),
        can_be_withdrawn=move.can_be_withdrawn,
        is_debt_waived=move.debt_waived_at is not None,
    )


def _whole(pk: int) -> ClientMove:
    return queries.moves().get(pk=pk)
