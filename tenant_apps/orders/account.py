"""A client's account over a period, derived from invoices, their payments and refunds. One for each currency.

A refund takes back what was charged and gives back what was paid: both are entries, and the balance stays right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet, Sum
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from branding.formats import isolated
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client

from .models import AppliedPayment, AppliedRefund, CreditNote, Invoice

MOST_ENTRIES = 1200
NOTE_LENGTH = 90
Row = TypeVar("Row", bound=Model)


class AccountTooLong(ValueError):
    """The period holds more than `MOST_ENTRIES` entries."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that changed what is owed: plus was charged, minus was credited."""

    at: datetime
    text: str
    note: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry(Movement):
    """A movement with the balance after it."""

    balance: Money

    @property
    def credited(self) -> Money:
        """What it took off the balance, as a positive amount."""
        return -self.amount


@dataclass(frozen=True, slots=True)
class Account:
    """What was owed at first, what moved, and what is owed at last."""

    opening: Money
    entries: tuple[Entry, ...] = field(default_factory=tuple)

    @property
    def charged(self) -> Money:
        return self._sum(entry.amount.minor for entry in self.entries if entry.amount.minor > 0)

    @property
    def credited(self) -> Money:
        return self._sum(-entry.amount.minor for entry in self.entries if entry.amount.minor < 0)

    @property
    def closing(self) -> Money:
        return self.entries[-1].balance if self.entries else self.opening

    def _sum(self, minors: Iterable[int]) -> Money:
        return Money(sum(minors), self.opening.currency)


def accounts_of(client: Client, start: date, end: date) -> list[Account]:
    """The accounts from the first day to the last, in the active time zone and language. Nine queries.

    A client without any entry has one account, at zero. Raises `AccountTooLong`.
    """
    since, until = _midnight(start), _midnight(end + timedelta(days=1))
    openings = _openings(client, since)
    moved: dict[str, list[Movement]] = defaultdict(list)
    for movement in sorted(_movements(client, since, until), key=lambda one: one.at):
        moved[movement.amount.currency].append(movement)
    currencies = dict.fromkeys((client.currency, *sorted({*openings, *moved})))
    accounts = [_account(Money(openings.get(code, 0), code), moved.get(code, [])) for code in currencies]
    return [one for one in accounts if one.entries or one.opening] or accounts[:1]


def _account(opening: Money, movements: Iterable[Movement]) -> Account:
    balance, entries = opening, []
    for one in movements:
        balance += one.amount
        entries.append(Entry(one.at, one.text, one.note, one.amount, balance))
    return Account(opening, tuple(entries))


def _billed(client: Client) -> QuerySet[Invoice]:
    return client.invoices.exclude(status__in=[Invoice.Status.DRAFT, Invoice.Status.VOID])


def _openings(client: Client, since: datetime) -> dict[str, int]:
    """What was owed before, by currency. Refunds change nothing: they are charged back and given back."""
    owed: dict[str, int] = defaultdict(int)
    charged = _billed(client).filter(issued_at__lt=since).values_list("currency")
    paid = AppliedPayment.objects.filter(invoice__in=_billed(client), at__lt=since)
    for currency, minor in charged.annotate(sum=Sum("total_minor")):
        owed[currency] += minor
    for currency, minor in paid.values_list("invoice__currency").annotate(sum=Sum("amount_minor")):
        owed[currency] -= minor
    for currency, minor in (
        _notes(client).filter(issued_at__lt=since).values_list("currency").annotate(sum=Sum("credited_minor"))
    ):
        owed[currency] -= minor
    return {currency: minor for currency, minor in owed.items() if minor}


def _movements(client: Client, since: datetime, until: datetime) -> Iterator[Movement]:
    inside = {"at__gte": since, "at__lt": until}
    issued = {"issued_at__gte": since, "issued_at__lt": until}
    invoices = _some(_billed(client).filter(**issued).prefetch_related("lines").order_by("issued_at", "pk"))
    paid = AppliedPayment.objects.filter(invoice__in=_billed(client), amount_minor__gt=0, **inside)
    received = _some(paid.select_related("invoice").order_by("at", "pk"))
    credited = _some(_notes(client).filter(**issued).select_related("invoice").order_by("issued_at", "pk"))
    refunds = _some(_refunds(client).filter(**inside).select_related("invoice").order_by("at", "pk"))
    if len(invoices) + len(received) + len(credited) + len(refunds) > MOST_ENTRIES:
        raise AccountTooLong(f"More than {MOST_ENTRIES} entries.")
    methods = payments.methods_of(one.payment_uuid for one in received)
    yield from (_charge(invoice) for invoice in invoices)
    yield from (_payment(one, methods.get(one.payment_uuid, "")) for one in received)
    yield from (_credit(note) for note in credited)
    for refund in refunds:
        yield from _given_back(refund)


def _some(rows: QuerySet[Row]) -> list[Row]:
    return list(rows[: MOST_ENTRIES + 1])


def _notes(client: Client) -> QuerySet[CreditNote]:
    """The credit notes that took something off what was due."""
    return client.credit_notes.filter(invoice__isnull=False, credited_minor__gt=0)


def _refunds(client: Client) -> QuerySet[AppliedRefund]:
    return AppliedRefund.objects.filter(invoice__client=client)


def _charge(invoice: Invoice) -> Movement:
    note = ", ".join(line.name for line in invoice.lines.all())
    text = _("Invoice %(number)s") % {"number": isolated(invoice.label)}
    return Movement(invoice.issued_at, text, Truncator(note).chars(NOTE_LENGTH), invoice.total)


def _payment(paid: AppliedPayment, method: str) -> Movement:
    text = _("Payment for invoice %(number)s") % {"number": isolated(paid.invoice.label)}
    return Movement(paid.at, text, method, -paid.amount)


def _credit(note: CreditNote) -> Movement:
    number = isolated(note.invoice.label if note.invoice else note.number)
    text = _("Credit on invoice %(number)s") % {"number": number}
    return Movement(note.issued_at, text, note.number, -Money(note.credited_minor, note.currency))


def _given_back(refund: AppliedRefund) -> Iterator[Movement]:
    amount = Money(refund.amount_minor, refund.invoice.currency)
    number = {"number": isolated(refund.invoice.label)}
    yield Movement(refund.at, _("Credit on invoice %(number)s") % number, "", -amount)
    yield Movement(refund.at, _("Refund for invoice %(number)s") % number, "", amount)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
