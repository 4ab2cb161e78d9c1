"""One exception for each rule of payments."""

from __future__ import annotations

from shared_apps.kernel.money import Money


class PaymentRefused(Exception):
    """A payment cannot be begun or changed so; the message names the rule."""


class MethodUnavailable(PaymentRefused):
    """The gateway is not set up or switched off in this tenant."""


class PaymentUnderReview(PaymentRefused):
    """An earlier payment of the invoice is held for review: paying again could charge twice."""


class PaymentUnderWay(PaymentUnderReview):
    """The client is at the gateway's page just now: a charge without them waits."""


class AlreadyPaid(PaymentRefused):
    """The invoice has a settled payment."""


class ReferenceUsed(PaymentRefused):
    """A payment with this reference is written down already."""


class TooLittleCredit(PaymentRefused):
    """More account credit would be taken than there is."""


class UnknownPayment(LookupError):
    """No such payment in this tenant."""


class ForgedEvent(Exception):
    """A webhook whose signature, time or version does not hold (RELIABILITY 14)."""


class UnknownCard(LookupError):
    """No such saved card of this client."""


class CardNotSaved(PaymentRefused):
    """The gateway opens no page for a card, or the card is not saved (any more)."""


class ReceiptRefused(ValueError):
    """An uploaded receipt is too large, or neither an image nor a PDF."""


class RefundRefused(Exception):
    """More than what is left of the payment, or a payment that has no money in it."""


class RefundBeyondHeld(RefundRefused):
    """Whoever collected the money does not hold it for this tenant any more; `missing` would be its own."""

    def __init__(self, missing: Money) -> None:
        super().__init__(f"{missing} is not held.")
        self.missing = missing


class GatewayRejected(Exception):
    """The gateway does not take the keys, or cannot be reached, while its account is set up."""
