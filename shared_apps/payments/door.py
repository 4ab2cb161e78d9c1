"""The door to payments. What calls a gateway must not stand inside a transaction: it commits its claim first.

When a payment settles or a refund is done, the agenda tasks `orders.settle_invoice` {payment_uuid} and
`orders.record_refund` {refund_uuid} are written in the same transaction; in the operator's tenant
`settlement.settle_bill` and `settlement.record_return`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from . import queries
from .cards import (
    CardOnFile,
    HeldEvent,
    InvoiceShare,
    MethodCard,
    Payer,
    PaymentCard,
    ReceiptCard,
    Received,
    RefundCard,
    SaveWish,
    ShareCard,
    Started,
    StartWish,
)
from .collecting import GATEWAYS, collector
from .errors import (
    AlreadyPaid,
    CardNotSaved,
    ForgedEvent,
    GatewayRejected,
    MethodUnavailable,
    PaymentRefused,
    PaymentUnderReview,
    PaymentUnderWay,
    ReceiptRefused,
    ReferenceUsed,
    RefundBeyondHeld,
    RefundRefused,
    TooLittleCredit,
    UnknownCard,
    UnknownPayment,
)
from .gateways.credit import credit_of
from .listing import PaymentPage, page_of_payments
from .models import GatewayAccount, Payment, Receipt, Refund
from .verbs import accounts, collected, given_back, review, saved_cards
from .verbs import receipt as receipts
from .verbs import reconcile as reconciling
from .verbs.credit import change_credit
from .verbs.given_back import RefundWish
from .verbs.hand import write_down
from .verbs.receive import receive as receive_event
from .verbs.start import start as start_payment

__all__ = [
    "AlreadyPaid",
    "CardNotSaved",
    "CardOnFile",
    "ForgedEvent",
    "GatewayRejected",
    "HeldEvent",
    "InvoiceShare",
    "MethodCard",
    "MethodUnavailable",
    "PaymentCard",
    "PaymentPage",
    "PaymentRefused",
    "PaymentUnderReview",
    "PaymentUnderWay",
    "ReceiptCard",
    "ReceiptRefused",
    "Received",
    "ReferenceUsed",
    "RefundBeyondHeld",
    "RefundCard",
    "RefundRefused",
    "RefundWish",
    "SaveWish",
    "ShareCard",
    "StartWish",
    "Started",
    "TooLittleCredit",
    "UnknownCard",
    "UnknownPayment",
    "change_credit",
]


def methods(*, client_uuid: UUID | None = None, amount: Money | None = None) -> list[MethodCard]:
    """The ways to pay that this tenant offers; account credit only to a client who has some."""
    enabled = GatewayAccount.objects.here().filter(is_enabled=True).values_list("gateway", flat=True)
    offered = set(enabled)
    if collector() is not None:
        in_use = queries.account_of("stripe")
        offered = offered - GATEWAYS | ({"stripe"} if in_use and in_use.is_enabled else set())
    cards = [card for card in _cards() if card.gateway in offered]
    credit = _credit_card(client_uuid, amount) if "credit" in offered and client_uuid else None
    saved = _saved_cards(client_uuid) if "stripe" in offered and client_uuid else []
    return [*saved, *cards, *([credit] if credit else [])]


def is_offered(gateway: str) -> bool:
    """Whether clients of this tenant may pay so."""
    return GatewayAccount.objects.here().filter(gateway=gateway, is_enabled=True).exists()


def start(wish: StartWish, *, by: Actor, is_offered: bool = True) -> Started:
    """Begin to pay invoices, or go on with the payment that is open. `is_offered` false: not by a client."""
    payment = start_payment(wish, by=by, is_offered=is_offered)
    card = queries.card(payment)
    return Started(card, card.uuid, card.redirect_url, instructions(payment.gateway))


def receive(gateway: str, body: bytes, headers: Mapping[str, str]) -> Received:
    """Take in a gateway's event; raises `ForgedEvent` when it is not signed for this tenant's account."""
    payment, outcome = receive_event(gateway, body, headers)
    return Received(queries.card(payment) if payment else None, outcome)


def hear_collected(gateway: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Take in an event at the operator's host: about money collected for a reseller, or of its own bills.

    Not inside a transaction. Raises `ForgedEvent`.
    """
    if collected.is_own(gateway, body, headers):
        return receive_event(gateway, body, headers)[1]
    return collected.hear(gateway, body, headers)


def reconcile(payment_uuid: UUID, *, by: Actor) -> PaymentCard:
    """Ask the gateway once and take its word."""
    return queries.card(reconciling.reconcile(payment_uuid, by=by))


def approve_transfer(payment_uuid: UUID, *, by: Actor) -> PaymentCard:
    """Staff have seen the money. `IllegalMove` when it no longer waits."""
    return queries.card(review.approve_transfer(payment_uuid, by=by))


def refuse_transfer(payment_uuid: UUID, *, reason: str, by: Actor) -> PaymentCard:
    """Staff have not seen the money."""
    return queries.card(review.refuse_transfer(payment_uuid, reason=reason, by=by))


def release(payment_uuid: UUID, *, by: Actor) -> PaymentCard:
    """Staff let a held payment go: what the gateway says of it counts."""
    return queries.card(review.release(payment_uuid, by=by))


def add_receipt(payment_uuid: UUID, file: UploadedFile[Any], *, by: Actor) -> None:
    """A client shows that the transfer was made; raises `ReceiptRefused`."""
    receipts.add_receipt(payment_uuid, file, by=by)


def receipt_file(receipt_id: int) -> tuple[PaymentCard, str, str, bytes]:
    """A receipt: its payment, name, content type and bytes. `UnknownPayment` for another tenant's."""
    here = Receipt.objects.filter(payment__tenant_id=current_tenant().id).select_related("payment")
    found = here.filter(pk=receipt_id).first()
    if found is None:
        raise UnknownPayment(str(receipt_id))
    return queries.card(found.payment), found.name, found.content_type, bytes(found.content)


def refund(wish: RefundWish, *, by: Actor) -> RefundCard:
    """Give money back; the card says done, declined or unknown (then it is resolved later)."""
    return queries.refund_card(given_back.give_back(wish, by=by))


def refund_by(refund_uuid: UUID | str) -> RefundCard:
    return queries.refund_card(Refund.objects.here().select_related("payment").get(uuid=refund_uuid))


def refunds_of(invoice_uuid: UUID) -> list[RefundCard]:
    """Refunds of an invoice, newest first."""
    found = Refund.objects.here().filter(invoice_uuid=invoice_uuid).select_related("payment")
    return [queries.refund_card(one) for one in found.order_by("-id")]


def payment(payment_uuid: UUID | str) -> PaymentCard:
    """One payment with its receipts; `UnknownPayment` for another tenant's."""
    return queries.card(queries.payment_by(payment_uuid), with_receipts=True)


def is_known(payment_uuid: UUID) -> bool:
    """Whether this tenant has a payment of this uuid."""
    return Payment.objects.here().filter(uuid=payment_uuid).exists()


def payments_of(invoice_uuid: UUID) -> list[PaymentCard]:
    """Every try to pay an invoice, newest first, with receipts. Three queries."""
    return queries.cards(queries.of_invoice(invoice_uuid), with_receipts=True)


def methods_of(payment_uuids: Iterable[UUID]) -> dict[UUID, str]:
    """By which method payments were made, in the reader's words. One query."""
    found = Payment.objects.here().filter(uuid__in=list(payment_uuids))
    rows = found.values_list("uuid", "gateway", "method")
    return {uuid: queries.method_label(gateway, method) for uuid, gateway, method in rows}


def payments_of_client(client_uuid: UUID, *, limit: int = 50) -> list[PaymentCard]:
    """A client's payments, newest first."""
    return queries.cards(Payment.objects.here().filter(client_uuid=client_uuid).order_by("-id")[:limit])


def latest(*, limit: int = 50, statuses: Iterable[str] = ()) -> list[PaymentCard]:
    """The newest payments of the tenant, of these statuses when some are named."""
    found = Payment.objects.here().order_by("-id")
    wanted = list(statuses)
    return queries.cards((found.filter(status__in=wanted) if wanted else found)[:limit])


def page(query: QueryDict) -> PaymentPage:
    """The payments that a list's query string asks for, newest first."""
    return page_of_payments(query)


def awaiting_approval(*, limit: int = 100) -> list[PaymentCard]:
    """Transfers that staff must approve or refuse, oldest first, with receipts. Three queries."""
    waiting = Payment.objects.here().filter(status=Payment.Status.PENDING).order_by("id")[:limit]
    return queries.cards(waiting, with_receipts=True)


def awaiting_count() -> int:
    """How many transfers await approval."""
    return Payment.objects.here().filter(status=Payment.Status.PENDING).count()


def held() -> list[PaymentCard]:
    """Payments held for review, newest first."""
    return latest(statuses=[Payment.Status.QUARANTINED])


def held_events() -> list[HeldEvent]:
    """Signed events that fitted no payment as they were."""
    return queries.held_events()


def cards_of(client_uuid: UUID) -> list[CardOnFile]:
    """A client's saved cards, the default first."""
    return [queries.card_on_file(card) for card in queries.saved_cards(client_uuid)]


def takes_cards() -> bool:
    """Whether cards can be saved and charged in this tenant."""
    account = queries.account_of("stripe")
    return bool(account and account.is_enabled)


def start_saving_card(wish: SaveWish, *, by: Actor) -> str:
    """Begin to add a card: the address of the gateway's page. Not inside a transaction.

    Raises `NotWhileActing`, `MethodUnavailable`, `CardNotSaved`.
    """
    return saved_cards.start_saving(wish, by=by)[1]


def finish_saving_card(card_uuid: UUID, client_uuid: UUID, *, by: Actor) -> str:
    """What became of a card that is being added: its status. Not inside a transaction. Raises `UnknownCard`."""
    return str(saved_cards.finish_saving(saved_cards.card_by(card_uuid, client_uuid), by=by).status)


def remove_card(card_uuid: UUID, client_uuid: UUID, *, by: Actor) -> None:
    """Nobody charges a client's card from now on. Raises `UnknownCard`, `NotWhileActing`, `IllegalMove`."""
    saved_cards.remove_card(saved_cards.card_by(card_uuid, client_uuid), by=by)


def make_default_card(card_uuid: UUID, client_uuid: UUID, *, by: Actor) -> None:
    """Later invoices are paid with this card. Raises `UnknownCard`, `NotWhileActing`, `CardNotSaved`."""
    saved_cards.make_default(saved_cards.card_by(card_uuid, client_uuid), by=by)


def plant_card(client_uuid: UUID, name: str, *, by: Actor) -> None:
    """A card that no gateway knows, for the proof that tenants are apart. Not for anything else."""
    saved_cards.plant_card(client_uuid, name, by=by)


def forget_cards(client_uuid: UUID, *, by: Actor) -> int:
    """Remove every card of a client whose data is erased. Returns how many."""
    return saved_cards.forget_cards(client_uuid, by=by)


def credit_balance(client_uuid: UUID, currency: str) -> Money:
    """What a client has on account."""
    return credit_of(client_uuid, currency)


def instructions(gateway: str) -> str:
    """What a client must do to pay so, in the reader's language, else in the tenant's own."""
    account = queries.account_of(gateway)
    texts: dict[str, str] = (account.details if account else {}).get("instructions", {})
    own = texts.get(current_tenant().default_language) or next(iter(texts.values()), "")
    return texts.get(get_language() or "") or own


def record_by_hand(
    client: Payer,
    shares: Sequence[InvoiceShare],
    *,
    method: str,
    reference: str = "",
    at: datetime | None = None,
    key: UUID | None = None,
    by: Actor,
) -> PaymentCard:
    """Write down money that staff have taken: by `method` (cash, a card terminal, ...), `at` a time. It settles
    at once; more than is due is allowed. `key` becomes its uuid: the same key again gives the same payment.

    Raises `ReferenceUsed`, `PaymentUnderReview`, `AlreadyPaid`, and `MethodUnavailable` for a method that there is
    not. Not inside a transaction: an open page at a gateway is closed first.
    """
    if method not in Payment.Method.values:
        raise MethodUnavailable(method)
    wish = StartWish(
        tuple(shares),
        client.uuid,
        client.name,
        client.email,
        "hand",
        method=method,
        reference=reference,
        at=at,
        key=key,
    )
    return queries.card(write_down(wish, by=by))


def hand_methods() -> list[tuple[str, str]]:
    """How money is taken by hand: codes and words."""
    return [(one.value, str(one.label)) for one in Payment.Method]


def connect_stripe(secret_key: str, *, webhook_url: str, by: Actor) -> None:
    """Take cards in this tenant; registers the webhook. Raises `GatewayRejected`."""
    accounts.connect_stripe(secret_key, webhook_url=webhook_url, by=by)


def save_bank(instructions: dict[str, str], *, is_enabled: bool = True, by: Actor) -> None:
    """Take bank transfers in this tenant; `instructions` by language."""
    accounts.save_bank(instructions, is_enabled=is_enabled, by=by)


def switch(gateway: str, *, is_enabled: bool, by: Actor) -> None:
    """Switch a gateway on or off."""
    accounts.switch(gateway, is_enabled=is_enabled, by=by)


def _cards() -> list[MethodCard]:
    return [
        MethodCard("stripe", _("Card"), _("You will be sent to a secure payment page."), "credit-card"),
        MethodCard("bank", _("Bank transfer"), _("We activate after your receipt is confirmed."), "landmark"),
    ]


def _saved_cards(client_uuid: UUID) -> list[MethodCard]:
    """A client's own cards; their `gateway` is what `card_named` reads."""
    return [
        MethodCard(
            f"card-{card.uuid}",
            card.label,
            _("The card has expired.") if card.is_expired else _("Your saved card"),
            "credit-card",
            is_available=not card.is_expired,
        )
        for card in cards_of(client_uuid)
    ]


def card_named(method: str, client_uuid: UUID) -> UUID | None:
    """The saved card of a client that a `MethodCard` stands for; None for every other method."""
    known = {f"card-{card.uuid}": card.uuid for card in cards_of(client_uuid)}
    return known.get(method)


def _credit_card(client_uuid: UUID | None, amount: Money | None) -> MethodCard | None:
    if client_uuid is None:
        return None
    has = credit_of(client_uuid, amount.currency if amount else current_tenant().currency)
    if has.minor <= 0:
        return None
    hint = (
        _("Your balance covers this order.") if not amount or has >= amount else _("Your balance is too low.")
    )
    return MethodCard("credit", _("Account credit"), hint, "wallet", is_available=not amount or has >= amount)
