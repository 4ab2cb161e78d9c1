"""Stripe's published test cards and what each does."""

from __future__ import annotations

import calendar
import re
import time
import unicodedata
from dataclasses import dataclass
from enum import Enum

from deploy.sandbox.stripe.errors import Json


class Challenge(Enum):
    """When a card asks its holder to confirm."""

    NEVER = "never"
    UNLESS_SET_UP = "unless set up for later payments"
    ALWAYS = "on every payment"


@dataclass(frozen=True)
class Decline:
    """Why a card is refused."""

    code: str
    message: str
    decline_code: str | None = None


@dataclass(frozen=True)
class TestCard:
    """A test number; `token` is the ready-made payment method of that name."""

    number: str
    says: str
    token: str
    decline: Decline | None = None
    challenge: Challenge = Challenge.NEVER
    attaches: bool = False

    @property
    def written(self) -> str:
        """In groups, as printed on a card."""
        return " ".join(re.findall(r".{1,4}", self.number))


DECLINED = Decline("card_declined", "Your card was declined.", "generic_decline")
NOT_A_TEST_CARD = Decline(
    "card_declined",
    "Your card was declined. Your request was in test mode, but used a non test card.",
    "test_mode_live_card",
)
_FUNDS = Decline("card_declined", "Your card has insufficient funds.", "insufficient_funds")
_EXPIRED = Decline("expired_card", "Your card has expired.", "expired_card")
_CVC = Decline("incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc")
_PROCESSING = Decline(
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
    "processing_error",
)

CARDS = (
    TestCard("4242424242424242", "Succeeds", "pm_card_visa"),
    TestCard("5555555555554444", "Succeeds (Mastercard)", "pm_card_mastercard"),
    TestCard("378282246310005", "Succeeds (American Express)", "pm_card_amex"),
    TestCard("4000002500003155", "3-D Secure, unless saved before", "pm_card_authenticationRequiredOnSetup",
             challenge=Challenge.UNLESS_SET_UP),
    TestCard("4000000000003220", "3-D Secure on every payment", "pm_card_threeDSecure2Required",
             challenge=Challenge.ALWAYS),
    TestCard("4000000000000002", "Declined", "pm_card_chargeDeclined", DECLINED),
    TestCard("4000000000009995", "Declined: insufficient funds",
             "pm_card_chargeDeclinedInsufficientFunds", _FUNDS),
    TestCard("4000000000000069", "Declined: expired card", "pm_card_chargeDeclinedExpiredCard", _EXPIRED),
    TestCard("4000000000000127", "Declined: wrong security code", "pm_card_chargeDeclinedIncorrectCvc", _CVC),
    TestCard("4000000000000119", "Declined: processing error", "pm_card_chargeDeclinedProcessingError",
    _PROCESSING),
    TestCard("4000000000000341", "Can be saved; later charges are declined", "pm_card_chargeCustomerFail",
             DECLINED, attaches=True),
)  # fmt: skip
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {card.token: card for card in CARDS}


def digits(text: str) -> str:
    """Latin digits of a number typed in any script; separators and direction marks go."""
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Pd"))
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in kept)


def passes_luhn(number: str) -> bool:
    """Whether the check digit is right."""
    if not re.fullmatch(r"[0-9]{12,19}", number):
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def behaviour(number: str) -> TestCard:
    """What the number does; a real card is declined as Stripe's test mode declines it."""
    return BY_NUMBER.get(number) or TestCard(number, "Not a test card", "", NOT_A_TEST_CARD)


def brand(number: str) -> str:
    """The card scheme."""
    if number.startswith("4"):
        return "visa"
    if re.match(r"5[1-5]|2[2-7]", number):
        return "mastercard"
    return "amex" if re.match(r"3[47]", number) else "unknown"


def card_details(number: str, month: int, year: int) -> Json:
    """The `card` of a payment method: never the whole number."""
    return {
        "brand": brand(number), "checks": {
            "address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US", "display_brand": brand(number), "exp_month": month, "exp_year": year,
        "fingerprint": f"fp{hash_of(number)}", "funding": "credit", "generated_from": None,
        "last4": number[-4:], "networks": {"available": [brand(number)], "preferred": None},
        "regulated_status": "unregulated", "three_d_secure_usage": {"supported": True}, "wallet": None,
    }  # fmt: skip


def hash_of(number: str) -> str:
    """A short stable mark, so that the same card is seen to be the same."""
    return format(int(number or "0") * 2_654_435_761 % 2**48, "012x")


def is_past(month: int, year: int, now: float) -> bool:
    """Whether a card of this date is no longer good."""
    last = calendar.timegm((year, month, calendar.monthrange(year, month)[1], 23, 59, 59))
    return last < now


def later_year(now: float) -> int:
    """An expiry year for ready-made cards."""
    return time.gmtime(now).tm_year + 4
