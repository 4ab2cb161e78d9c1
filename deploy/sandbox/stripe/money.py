"""Currencies, fees and amounts as people read them.

Amounts are integers in the currency's minor unit, with the platform's exponents: IRR 0, JPY 0,
USD, EUR, TRY, THB 2, KWD 3. Real Stripe does not offer IRR and counts some currencies otherwise;
the sandbox takes any three-letter code.

The fee of a charge is 2.9 % rounded half up, plus 0.30 of the major unit rounded down to whole
minor units: 30 where the exponent is 2, 300 where it is 3, nothing where it is 0; never more than
the amount. Refunds cost nothing and give no fee back.
"""

from __future__ import annotations

import re
from copy import copy
from decimal import Decimal

from babel import Locale
from babel.numbers import NumberPattern, format_decimal, get_currency_symbol

from deploy.sandbox.stripe.errors import StripeError

NO_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "IRR", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV",
    "XAF", "XOF",
     "XPF"}
)  # fmt: skip
THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
LARGEST = 999_999_999_999


def exponent(currency: str) -> int:
    """Decimal places of the currency's minor unit."""
    code = currency.upper()
    return 0 if code in NO_DECIMALS else 3 if code in THREE_DECIMALS else 2


def fee(amount: int, currency: str) -> int:
    """What the gateway keeps of a charge, in minor units."""
    fixed = 30 * 10 ** exponent(currency) // 100
    return min(amount, (amount * 29 + 500) // 1000 + int(fixed))


def check_currency(currency: str, param: str) -> str:
    """The code in lower case, or Stripe's refusal."""
    if not re.fullmatch(r"[A-Za-z]{3}", currency):
        raise StripeError(f"Invalid currency: {currency}.", param=param)
    return currency.lower()


def check_amount(amount: int, param: str) -> int:
    """An amount that can be charged, or Stripe's refusal."""
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise StripeError(
            message, code="parameter_invalid_integer" if amount < 0 else "amount_too_small", param=param
        )
    if amount > LARGEST:
        raise StripeError("Amount must be no more than 12 digits.", code="amount_too_large", param=param)
    return amount


def written(amount: int, currency: str, locale: str) -> str:
    """The amount as a reader of `locale` writes it, in the locale's own digits."""
    reader, value = Locale.parse(locale), Decimal(amount).scaleb(-exponent(currency))
    if locale == "fa":
        # The locale data puts the currency first, which Persian readers do not.
        digits = _exact(reader.decimal_formats[None], currency).apply(
            value, reader, numbering_system="default"
        )
        return f"{_persian(digits)}\u00a0{get_currency_symbol(currency.upper(), reader)}"
    pattern = _exact(reader.currency_formats["standard"], currency)
    text = pattern.apply(value, reader, currency=currency.upper(), currency_digits=False)
    return re.sub(r"(?<=[A-Z]{3})(?=[0-9])", "\u00a0", text)


def number(value: int, locale: str) -> str:
    """A whole number in the locale's own digits."""
    written_out = format_decimal(value, locale=locale, numbering_system="default")
    return _persian(written_out) if locale == "fa" else written_out


def _exact(pattern: NumberPattern, currency: str) -> NumberPattern:
    """The pattern with the currency's decimals; a copy, since Babel shares its own between threads."""
    exact = copy(pattern)
    exact.frac_prec = (exponent(currency), exponent(currency))
    return exact


def _persian(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
