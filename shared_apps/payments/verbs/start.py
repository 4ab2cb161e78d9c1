"""Begin a payment: commit the claim, call the gateway with the key, record what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..cards import StartWish
from ..collecting import GATEWAYS, collector
from ..errors import AlreadyPaid, PaymentUnderReview, PaymentUnderWay
from ..gateways import gateway_named
from ..gateways.protocol import Begun, CustomerWish, Declined, Unknown
from ..models import GatewayAccount, Payment, PaymentShare
from ..queries import is_held, open_payments, own_account, received_for
from .accounts import usable_account
from .ask import ask
from .saved_cards import customer_of
from .settle import ASK_AGAIN, settle, watch

WATCH_AFTER = timedelta(minutes=10)
COURTESY = timedelta(minutes=30)


def start(wish: StartWish, *, by: Actor, is_offered: bool = True) -> Payment:
    """The payment of invoices by a gateway: a new one, or the one that is open already.

    A double click, the back button and a second tab all meet the same payment. Not inside a transaction, unless
    no payment of the invoices is open and the gateway is none to be called. `is_offered` false: staff or the
    agenda pay by a way that clients are not offered. Raises `AlreadyPaid`, `MethodUnavailable`,
    `PaymentUnderReview`, and `NotWhileActing` where a card would be kept by somebody who acts for the client.
    """
    account = usable_account(wish.gateway) if is_offered else own_account(wish.gateway)
    if wish.keeps_card:
        only_oneself(by)
    earlier = _known(wish.key) or _settle_earlier(wish, by=by)
    if earlier:
        return earlier
    payment, is_mine = claim(wish, _keeps_for(account, wish), by=by)
    return begin(account, payment, by=by) if is_mine else payment


def _known(key: UUID | None) -> Payment | None:
    return Payment.objects.here().filter(uuid=key).first() if key else None


def begin(account: GatewayAccount, payment: Payment, *, by: Actor) -> Payment:
    """Call the gateway for a payment that is claimed; safe to repeat, the payment's uuid is the key."""
    gateway = gateway_named(payment.gateway)
    if gateway.is_remote:
        return _record(payment, gateway.start(account, payment), by=by)
    with transaction.atomic():
        return _record(payment, gateway.start(account, payment), by=by)


def _settle_earlier(wish: StartWish, *, by: Actor) -> Payment | None:
    """The open payment to go on with; any other one is given up, and asked what became of it."""
    if is_held(wish.invoice_uuids):
        raise PaymentUnderReview(wish.invoice_number)
    for earlier in open_payments(wish.invoice_uuids):
        found = _look_at(earlier, wish, by=by)
        if found.is_open:
            return found
    return None


def _look_at(earlier: Payment, wish: StartWish, *, by: Actor) -> Payment:
    is_same = _is_the_way(earlier, wish) and _pays_same(earlier, wish)
    if is_same and earlier.reference:
        earlier = ask(earlier, by=by)
    elif not is_same:
        if _is_busy(earlier, wish):
            raise PaymentUnderWay(wish.invoice_number)
        if earlier.receipts.exists():
            # The client says that the money is on its way: another payment would be a second one.
            raise PaymentUnderReview(wish.invoice_number)
        earlier = ask(earlier, by=by, give_up=True)
    if earlier.status in {Payment.Status.SETTLED, Payment.Status.REFUNDED}:
        raise AlreadyPaid(wish.invoice_number)
    if earlier.status == Payment.Status.QUARANTINED:
        raise PaymentUnderReview(wish.invoice_number)
    return earlier


def _is_busy(earlier: Payment, wish: StartWish) -> bool:
    """Whether the client is at the gateway's page just now: a charge without them waits."""
    return wish.off_session and now() - earlier.started_at < COURTESY


def _keeps_for(account: GatewayAccount, wish: StartWish) -> str:
    """The gateway's customer for whom the typed card is kept; empty where none is."""
    if not wish.keeps_card or wish.gateway != "stripe" or wish.card_uuid:
        return ""
    return customer_of(account, CustomerWish(wish.client_uuid, wish.client_name, wish.client_email))


def _is_the_way(payment: Payment, wish: StartWish) -> bool:
    return (payment.gateway, payment.card_uuid) == (wish.gateway, wish.card_uuid)


def _pays_same(payment: Payment, wish: StartWish) -> bool:
    has = {(share.invoice_uuid, share.amount_minor) for share in payment.shares.all()}
    return has == {(share.uuid, share.amount.minor) for share in wish.shares}


def claim(wish: StartWish, keeps_for: str = "", *, by: Actor) -> tuple[Payment, bool]:
    """The payment and whether this call made it; who comes second gets the first one's.

    `AlreadyPaid` where what is open or has settled would be more than an invoice may take.
    """
    try:
        with transaction.atomic():
            payment = Payment.objects.create(**_fields(wish, keeps_for))
            PaymentShare.objects.bulk_create(_shares(payment, wish))
            _refuse_too_much(wish)
            record(payment, "start", by=by)
            watch(payment, f"{payment.uuid}:watch", WATCH_AFTER)
            return payment, True
    except IntegrityError:
        there = _known(wish.key) or next(iter(open_payments(wish.invoice_uuids)), None)
        if there is None:
            raise AlreadyPaid(wish.invoice_number) from None
        return there, False


def _refuse_too_much(wish: StartWish) -> None:
    """Read after the claim is written: what settled in this moment is seen, what is open stopped the claim.

    Money that staff have in their hands is written down, be it too much.
    """
    for share in wish.shares if wish.gateway != GatewayAccount.Gateway.HAND else ():
        if received_for(share.uuid) > (share.most or share.amount).minor:
            raise AlreadyPaid(share.number)


def _shares(payment: Payment, wish: StartWish) -> list[PaymentShare]:
    return [
        PaymentShare(
            tenant_id=payment.tenant_id,
            payment=payment,
            invoice_uuid=share.uuid,
            invoice_number=share.number,
            amount_minor=share.amount.minor,
            currency=share.amount.currency,
        )
        # In one order everywhere: two claims of the same invoices must not lock each other out.
        for share in sorted(wish.shares, key=lambda one: one.uuid)
    ]


def _fields(wish: StartWish, keeps_for: str) -> dict[str, object]:
    new = Payment(**({"uuid": wish.key} if wish.key else {}))
    urls = {"return_url": wish.return_url, "cancel_url": wish.cancel_url}
    return {
        "uuid": new.uuid,
        "tenant_id": current_tenant().id,
        "invoice_uuid": wish.shares[0].uuid,
        "invoice_number": wish.invoice_number,
        "client_uuid": wish.client_uuid,
        "client_name": wish.client_name[:200],
        "gateway": wish.gateway,
        "card_uuid": wish.card_uuid,
        "method": wish.method,
        "amount_minor": wish.amount.minor,
        "currency": wish.amount.currency,
        "started_at": now(),
        "is_collected": wish.gateway in GATEWAYS and collector() is not None,
        "wish": {
            "description": wish.description,
            "email": wish.client_email,
            "language": wish.language,
            "off_session": wish.off_session,
            "keeps_for": keeps_for,
            "reference": wish.reference,
            **{name: url.replace("{payment}", str(new.uuid)) for name, url in urls.items()},
        },
    }


@transaction.atomic
def _record(payment: Payment, outcome: Begun | Declined | Unknown, *, by: Actor) -> Payment:
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.status not in {Payment.Status.STARTED, Payment.Status.UNKNOWN} or payment.reference:
        return payment
    if isinstance(outcome, Begun):
        _record_begun(payment, outcome, by=by)
    elif isinstance(outcome, Declined):
        payment.move(Payment.Status.DECLINED, by=by, reason=outcome.reason, note=outcome.reason)
    elif payment.status == Payment.Status.STARTED:
        payment.move(Payment.Status.UNKNOWN, by=by, reason=outcome.reason, note=outcome.reason)
        watch(payment, f"{payment.uuid}:unknown", ASK_AGAIN)
    return payment


def _record_begun(payment: Payment, begun: Begun, *, by: Actor) -> None:
    fields: dict[str, Any] = {"reference": begun.reference, "redirect_url": begun.redirect_url, "note": ""}
    if begun.status == Payment.Status.SETTLED:
        fee: dict[str, Any] = {"fee_minor": begun.fee.minor} if begun.fee else {}
        settle(payment, by=by, reference=begun.reference, payer=begun.payer, **fee)
    elif begun.status == payment.status:
        Payment.objects.filter(pk=payment.pk).update(**fields)
        payment.refresh_from_db()
    else:
        payment.move(begun.status, by=by, **fields)
