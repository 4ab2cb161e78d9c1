"""The same story told in two languages: who, in which money, and what everything then costs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tale:
    """Names and amounts as the people type them, and as the pages show them.

    The shop sells web hosting "Start" and its backups; a friend orders six and one. Of the demonstration's
    suggested prices the floor is 85 %, the ceiling 160 %, wholesale 65 %.
    """

    language: str
    slug: str
    company: str
    country: str
    currency: str
    phone: str
    too_low: str
    too_high: str
    floor: str
    ceiling: str
    hosting: str
    backups: str
    workplace: str
    total: str
    commission: str
    withdrawn: str
    iban: str
    bank: str

    def email(self, name: str) -> str:
        return f"{name}@{self.slug}.example"


# 6 × 250.00 + 110.00 = 1,610.00; 20 % of it is 322.00.
ENGLISH = Tale(
    language="en", slug="gamma", company="Gamma Cloud", country="TR", currency="TRY", phone="0212 555 01 00",
    too_low="203.99", too_high="384.01", floor="204.00", ceiling="384.00",
    hosting="250", backups="110", workplace="160",
    total="1,610.00", commission="322.00", withdrawn="300.00",
    iban="TR33 0006 1005 1978 6457 8413 26", bank="Ziraat Bankası, TR33 0006 1005 1978 6457 8413 26",
)  # fmt: skip
# In toman: 6 × 375,000 + 165,000 = 2,415,000; 20 % of it is 483,000.
PERSIAN = Tale(
    language="fa", slug="delta", company="دلتا ابر", country="IR", currency="IRR", phone="۰۲۱ ۵۵۵۵ ۰۱۰۰",
    too_low="۳۰۵٬۹۹۹", too_high="۵۷۶٬۰۰۱", floor="۳۰۶٬۰۰۰", ceiling="۵۷۶٬۰۰۰",
    hosting="۳۷۵٬۰۰۰", backups="۱۶۵٬۰۰۰", workplace="۲۴۰٬۰۰۰",
    total="۲٬۴۱۵٬۰۰۰", commission="۴۸۳٬۰۰۰", withdrawn="۴۵۰٬۰۰۰",
    iban="IR06 2960 0000 0010 0324 2000 01", bank="بانک ملت، شبا IR06 2960 0000 0010 0324 2000 01",
)  # fmt: skip
