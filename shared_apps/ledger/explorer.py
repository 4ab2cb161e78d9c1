"""What the console's explorer adds to a list of entries: running balances and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer

from .models import Account, Entry, Leg
from .rows import Text, account_label, kind_label, party_shown

MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True)
class RunningLine:
    """One leg of an account, and what the account stood at after it; a debit is positive."""

    uuid: UUID
    label: Text
    at: datetime
    memo: str
    amount: Money
    balance: Money


def balance_after(account: Account, leg: Leg | None = None) -> Money:
    """What an account stood at after one of its legs, or stands at now. One query."""
    legs = account.legs.filter(pk__lte=leg.pk) if leg else account.legs.all()
    return Money(int(legs.aggregate(sum=Sum("amount_minor", default=0))["sum"]), account.currency)


def running(account: Account, legs: Sequence[Leg]) -> list[RunningLine]:
    """Legs, the newest first and without a gap between them, with the balance after each. One query."""
    if not legs:
        return []
    balance, lines = balance_after(account, legs[0]), []
    for leg in legs:
        amount = Money(leg.amount_minor, leg.currency)
        entry = leg.entry
        lines.append(RunningLine(entry.uuid, kind_label(entry.kind), entry.at, entry.memo, amount, balance))
        balance -= amount
    return lines


def entries_download(form: str, entries: QuerySet[Entry]) -> HttpResponse:
    """A row for each leg of the entries that fit, the newest first."""
    legs = (
        Leg.objects.filter(entry__in=entries.order_by())
        .select_related("entry__tenant", "account")
        .order_by("-entry__at", "-entry_id", "pk")
    )
    heads = [_("Time"), _("Tenant"), _("Entry"), _("Document"), _("Reference"), _("Account"), _("Party")]
    rows = (
        [
            leg.entry.at.isoformat(),
            leg.entry.tenant.name,
            kind_label(leg.entry.kind),
            leg.entry.memo,
            leg.entry.reference,
            account_label(leg.account.kind),
            party_shown(leg.account.party),
            leg.currency,
            float(Money(leg.amount_minor, leg.currency).major),
        ]
        for leg in legs[:MOST_EXPORTED]
    )
    return table_answer(form, "ledger", [*heads, _("Currency"), _("Amount")], rows)
