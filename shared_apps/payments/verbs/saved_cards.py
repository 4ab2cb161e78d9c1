"""Saved cards: added on the gateway's own page or while paying, made the default, let go.

Only the client themselves adds or removes one: nobody who acts for them (DESIGN, "Crossings"; RELIABILITY 7).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.agenda.door import Later, schedule
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..cards import SaveWish
from ..errors import CardNotSaved, UnknownCard
from ..gateways import gateway_named
from ..gateways.protocol import (
    EXPIRED,
    PAID,
    Begun,
    CardFacts,
    CardGateway,
    CustomerWish,
    Done,
    SavingWish,
    Unknown,
)
from ..models import GatewayAccount, GatewayCustomer, SavedCard
from ..models.rows import TenantRows
from .accounts import usable_account

Status = SavedCard.Status
# The gateway's page closes after a day.
PAGE_IS_CLOSED = timedelta(hours=25)


def card_by(uuid: UUID | str, client_uuid: UUID) -> SavedCard:
    """A client's card; `UnknownCard` for any other."""
    found = SavedCard.objects.here().filter(uuid=uuid, client_uuid=client_uuid).first()
    if found is None:
        raise UnknownCard(str(uuid))
    return found


def start_saving(wish: SaveWish, *, by: Actor) -> tuple[SavedCard, str]:
    """Begin to add a card: its row, and the address of the gateway's page. Not inside a transaction.

    Raises `NotWhileActing`, `MethodUnavailable`, and `CardNotSaved` where the gateway opens no page.
    """
    only_oneself(by)
    account = usable_account("stripe")
    customer = customer_of(account, CustomerWish(wish.client_uuid, wish.client_name, wish.client_email))
    if not customer:
        raise CardNotSaved("The gateway knows no such customer.")
    card = _claim(account, wish, customer, by=by)
    urls = (url.replace("{card}", str(card.uuid)) for url in (wish.return_url, wish.cancel_url))
    begun = _gateway(account).save(account, card, SavingWish(customer, wish.currency, wish.language, *urls))
    if not isinstance(begun, Begun):
        raise CardNotSaved(begun.reason)
    SavedCard.objects.filter(pk=card.pk).update(session=begun.reference)
    card.session = begun.reference
    return card, begun.redirect_url


def finish_saving(card: SavedCard, *, by: Actor) -> SavedCard:
    """Ask the gateway how far saving has come, and take its word. Not inside a transaction."""
    if card.status != Status.STARTED or not card.session:
        return card
    found = _gateway(card.account).look_at_card(card.account, card)
    if isinstance(found, Unknown) or found.card_uuid != str(card.uuid):
        return card
    return _take(card, found, by=by)


def watch_card(card_uuid: str, *, by: Actor) -> None:
    """The agenda's form: a card whose page was left is saved after all, or given up."""
    card = SavedCard.objects.here().filter(uuid=card_uuid, status=Status.STARTED).first()
    if card is None:
        return
    if card.session and finish_saving(card, by=by).status != Status.STARTED:
        return
    if now() - card.started_at < PAGE_IS_CLOSED:
        raise Later(timedelta(hours=1), "The card is still being added.")
    card.move(Status.ABANDONED, by=by)


def keep_card(account: GatewayAccount, client_uuid: UUID, facts: CardFacts, *, by: Actor) -> SavedCard | None:
    """A card that was kept while paying, in the caller's transaction; known before, it stays as it is."""
    if SavedCard.objects.here().filter(account=account, method=facts.method).exists():
        return None
    card = SavedCard.objects.create(
        tenant_id=current_tenant().id, account=account, client_uuid=client_uuid, started_at=now()
    )
    return _take(card, facts, by=by)


@transaction.atomic
def make_default(card: SavedCard, *, by: Actor) -> None:
    """Later invoices are paid with this card. Raises `NotWhileActing`, `CardNotSaved` for one that is gone."""
    only_oneself(by)
    cards = _lock(card.client_uuid)
    if not cards.filter(pk=card.pk, status=Status.SAVED).exists():
        raise CardNotSaved(str(card.uuid))
    cards.update(is_default=False)
    cards.filter(pk=card.pk).update(is_default=True)
    record(card, "make default", by=by)


@transaction.atomic
def remove_card(card: SavedCard, *, by: Actor) -> None:
    """Nobody charges it from now on; the gateway forgets it by the agenda. Raises `NotWhileActing`, `IllegalMove`.

    Was it the default, the newest of the others follows.
    """
    only_oneself(by)
    _remove(card, by=by)


@transaction.atomic
def forget_cards(client_uuid: UUID, *, by: Actor) -> int:
    """Remove every card of a client whose data is erased. Returns how many."""
    saved = list(_lock(client_uuid).filter(status=Status.SAVED))
    for card in saved:
        _remove(card, by=by)
    return len(saved)


def let_go(card_uuid: str) -> None:
    """The agenda's form: the gateway forgets a card that was removed here."""
    card = SavedCard.objects.here().select_related("account").get(uuid=card_uuid)
    if not isinstance(_gateway(card.account).let_go(card.account, card), Done):
        raise Later(timedelta(minutes=10), "The gateway has not let go of the card.")


def customer_of(account: GatewayAccount, wish: CustomerWish) -> str:
    """The gateway's name for a client, made where there is none; empty where it gives none now."""
    known = GatewayCustomer.objects.filter(account=account, client_uuid=wish.client_uuid).first()
    if known:
        return known.reference
    made = _gateway(account).customer(account, wish)
    if not isinstance(made, Done):
        return ""
    kept, _ = GatewayCustomer.objects.get_or_create(
        account=account, client_uuid=wish.client_uuid, defaults={"reference": made.reference}
    )
    return kept.reference


@transaction.atomic
def plant_card(client_uuid: UUID, name: str, *, by: Actor) -> None:
    """A card of a gateway that is not set up; again it stays one."""
    account, _ = GatewayAccount.objects.get_or_create(tenant_id=current_tenant().id, gateway="stripe")
    keep_card(account, client_uuid, CardFacts(PAID, "", name, name, "visa", "4242", (12, 2034)), by=by)


@transaction.atomic
def _claim(account: GatewayAccount, wish: SaveWish, customer: str, *, by: Actor) -> SavedCard:
    card = SavedCard.objects.create(
        tenant_id=current_tenant().id,
        account=account,
        client_uuid=wish.client_uuid,
        customer=customer,
        started_at=now(),
    )
    record(card, "start", by=by)
    payload = {"card_uuid": str(card.uuid)}
    schedule("payments.watch_card", payload, key=str(card.uuid), due_at=now() + timedelta(minutes=30))
    return card


def _take(card: SavedCard, facts: CardFacts, *, by: Actor) -> SavedCard:
    if facts.state == EXPIRED and card.status == Status.STARTED:
        card.move(Status.ABANDONED, by=by, reason=facts.problem)
    elif facts.state == PAID:
        # The same card may come by another way at the same time.
        with suppress(IntegrityError):
            _save(card, facts, by=by)
        card.refresh_from_db()
    return card


@transaction.atomic
def _save(card: SavedCard, facts: CardFacts, *, by: Actor) -> None:
    others = _lock(card.client_uuid)
    card = others.get(pk=card.pk)
    if card.status not in {Status.STARTED, Status.ABANDONED}:
        return
    is_first = not others.filter(is_default=True, account=card.account_id).exists()
    if is_first:
        # One of an account that no longer collects cannot be charged.
        others.filter(is_default=True).update(is_default=False)
    card.move(
        Status.SAVED,
        by=by,
        customer=facts.customer,
        method=facts.method,
        brand=facts.brand[:40],
        last4=facts.last4[:4],
        expires_month=facts.expires[0],
        expires_year=facts.expires[1],
        saved_at=now(),
        is_default=is_first,
    )


def _remove(card: SavedCard, *, by: Actor) -> None:
    cards = _lock(card.client_uuid)
    was_default = cards.filter(pk=card.pk, is_default=True).exists()
    card.move(Status.REMOVED, by=by, is_default=False, removed_at=now())
    left = cards.filter(status=Status.SAVED, account=card.account_id)
    following = left.order_by("-saved_at", "-pk").first() if was_default else None
    if following:
        cards.filter(pk=following.pk).update(is_default=True)
    schedule("payments.let_go_of_card", {"card_uuid": str(card.uuid)}, key=str(card.uuid))


def _lock(client_uuid: UUID) -> TenantRows[SavedCard]:
    """A client's cards; who changes them takes turns."""
    cards = SavedCard.objects.here().filter(client_uuid=client_uuid)
    list(cards.select_for_update().order_by("pk").values_list("pk", flat=True))
    return cards


def _gateway(account: GatewayAccount) -> CardGateway:
    return cast(CardGateway, gateway_named(account.gateway))
