"""What stands in a payment file, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One transfer: `code` is how the bank's answer names it, `number` a card number or an IBAN."""

    code: str
    kind: str
    holder: str
    number: str
    amount: Money
    withheld: Money
    remark: str


@dataclass(frozen=True, slots=True)
class Payer:
    """The account that pays."""

    holder: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A batch as the bank gets it. Taken out again it has the same `number`, by which a bank knows it."""

    number: str
    currency: str
    execute_on: date
    lines: tuple[PaymentLine, ...]


def amount_text(amount: Money, *, has_comma: bool = False) -> str:
    """An amount in major units with exactly the currency's own places: `1250.00`, `1250` (IRR), `1.250` (KWD)."""
    text = f"{amount.major:f}"
    return text.replace(".", ",") if has_comma else text
