"""What of orders goes with a client: its credit when it is merged, its access data when it is erased."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft, post
from shared_apps.payments import door as payments
from tenant_apps.clients.following import CannotMove, Mover, erases, follows
from tenant_apps.clients.models import Client

_MEMO = "Credit of a merged client"


def move_credit(source: Client, target: Client, by: Actor) -> dict[str, int]:
    """Book what the reseller owes the one client over to the other; minor units by currency."""
    held = {code: payments.credit_balance(source.uuid, code).minor for code in EXPONENTS}
    moved = {code: minor for code, minor in held.items() if minor}
    _book(source, target, moved)
    return moved


def move_credit_back(source: Client, target: Client, memo: dict[str, Any], by: Actor) -> None:
    """Book it back; refused where it was spent meanwhile."""
    for code, minor in memo.items():
        if minor > 0 and payments.credit_balance(target.uuid, code).minor < minor:
            raise CannotMove(_("The account credit that came with it is spent."))
    _book(target, source, memo)


def _book(source: Client, target: Client, amounts: dict[str, int]) -> None:
    legs = [
        leg
        for code, minor in amounts.items()
        for leg in (LegDraft(_of(source), Money(minor, code)), LegDraft(_of(target), Money(-minor, code)))
    ]
    if legs:
        post(
            f"merged-credit:{uuid4()}",
            kind=EntryKind.CREDIT,
            legs=legs,
            reference=str(target.uuid),
            memo=_MEMO,
        )


def _of(client: Client) -> AccountName:
    return AccountName(AccountKind.CLIENT_CREDIT, str(client.uuid))


@erases
def forget_access(client: Client, by: Actor) -> None:
    """What services were reached by, and what their names told of the client."""
    client.services.update(details={}, label="", cancel_reason="")


follows(Mover("credit", move_credit, move_credit_back))
