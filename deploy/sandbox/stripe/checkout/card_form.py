"""What the buyer typed, checked; digits of any script are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deploy.sandbox.stripe import cards

EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+|[^@\s<>]+@localhost")


@dataclass
class CardForm:
    """The posted fields; `errors` maps a field to the name of its message."""

    fields: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def saved(self) -> str:
        """The kept card chosen, or nothing for a new one."""
        chosen = self.fields.get("method", "")
        return chosen if chosen.startswith("pm_") else ""

    @property
    def number(self) -> str:
        """The card number in plain digits."""
        return cards.digits(self.fields.get("number", ""))

    @property
    def expiry(self) -> tuple[int, int]:
        """Month and year; (0, 0) when they cannot be read."""
        text = re.sub(r"[^0-9]+", "/", _plain(self.fields.get("expiry", ""))).strip("/")
        match = re.fullmatch(r"(\d{1,2})/(\d{4}|\d{2})|(\d{2})(\d{4}|\d{2})", text)
        if not match:
            return 0, 0
        month, year = int(match[1] or match[3]), int(match[2] or match[4])
        return (month, year + 2000 if year < 100 else year) if 1 <= month <= 12 else (0, 0)

    @property
    def name(self) -> str:
        """The holder's name."""
        return self.fields.get("name", "").strip()[:120]

    @property
    def email(self) -> str:
        """The buyer's address."""
        return self.fields.get("email", "").strip()[:254]

    def check(self, now: float, *, asks_email: bool) -> bool:
        """Whether it can be charged; writes `errors`."""
        self.errors = {}
        if asks_email and not EMAIL.fullmatch(self.email):
            self.errors["email"] = "bad_email"
        if not self.saved:
            self._check_card(now)
        return not self.errors

    def _check_card(self, now: float) -> None:
        month, year = self.expiry
        if not cards.passes_luhn(self.number):
            self.errors["number"] = "bad_number"
        if not month or year > 2100:
            self.errors["expiry"] = "bad_expiry"
        elif cards.is_past(month, year, now):
            self.errors["expiry"] = "past_expiry"
        if not re.fullmatch(r"[0-9]{3,4}", cards.digits(self.fields.get("cvc", ""))):
            self.errors["cvc"] = "bad_cvc"
        if not self.name:
            self.errors["name"] = "bad_name"


def _plain(text: str) -> str:
    return "".join(cards.digits(c) if c.isdigit() else c for c in text)
