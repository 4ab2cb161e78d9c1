"""Account credit that comes of an invoice of less than nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft, post
from tenant_apps.clients.models import Client

from ..models import BilledTo, CreditNote, CreditNoteLine
from ..numbers import take_credit_note_number
from ..queries import billing_settings

if TYPE_CHECKING:
    from .bill import LineDraft


def credit_below_zero(
    client: Client, drafts: Sequence[LineDraft], *, about: str = "", by: Actor
) -> CreditNote | None:
    """What an invoice of nothing or less leaves behind, in the caller's transaction.

    Less than nothing becomes account credit, by a credit note. What the operator is owed for the lines is
    booked in both cases: a line given away is still delivered.
    """
    zero = Money.zero(drafts[0].unit.currency)
    wholesale = total([one.wholesale or zero for one in drafts], zero.currency)
    taxed = [one.taxed for one in drafts]
    tax = -total([one.tax for one in taxed], zero.currency)
    gross = -total([one.gross for one in taxed], zero.currency)
    note = _write(client, drafts, tax, gross, by=by) if gross else None
    if gross or wholesale:
        post(
            f"below-zero:{note.uuid if note else uuid4()}",
            kind=EntryKind.CREDIT if note else EntryKind.OTHER,
            reference=str(note.uuid) if note else about,
            memo=note.number if note else "",
            legs=[
                LegDraft(AccountName(AccountKind.CLIENT_CREDIT, str(client.uuid)), -gross),
                LegDraft(AccountName(AccountKind.TAX_PAYABLE), tax),
                LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -wholesale),
                LegDraft(AccountName(AccountKind.RESELLER_MARGIN), gross - tax + wholesale),
            ],
        )
    return note


def _write(client: Client, drafts: Sequence[LineDraft], tax: Money, gross: Money, *, by: Actor) -> CreditNote:
    note = CreditNote.objects.create(
        number=take_credit_note_number(billing_settings()),
        client=client,
        billed_to=BilledTo.of(client).saved,
        to=CreditNote.To.CREDIT,
        currency=gross.currency,
        net_minor=gross.minor - tax.minor,
        tax_minor=tax.minor,
        total_minor=gross.minor,
        returned_minor=gross.minor,
        issued_at=now(),
    )
    CreditNoteLine.objects.bulk_create(_line(note, one) for one in drafts)
    record(note, "issue", by=by, total_minor=note.total_minor)
    return note


def _line(note: CreditNote, one: LineDraft) -> CreditNoteLine:
    taxed = one.taxed
    return CreditNoteLine(
        note=note,
        name=one.name[:200],
        net_minor=-taxed.net.minor,
        tax_minor=-taxed.tax.minor,
        total_minor=-taxed.gross.minor,
        currency=note.currency,
        tax_name=one.tax.name,
        tax_bp=one.tax.basis_points,
    )
