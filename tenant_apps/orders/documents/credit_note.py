"""The credit note: what was taken off an invoice, or what a client has as credit instead of a bill."""

from __future__ import annotations

from django.utils.translation import gettext as _

from branding import formats
from branding.documents.labels import labels

from ..models import CreditNote, CreditNoteLine
from .parts import Data, amount, buyer, dated, day, seller, set_document, state, tax_label, written_in


def credit_note_pdf(note: CreditNote, language: str) -> bytes:
    """One credit note, set as an invoice is; amounts are what is credited."""
    with written_in(language):
        title = _("Credit note %(number)s") % {"number": note.number}
        data = {
            "dated": dated(note.issued_at),
            "title": title,
            "words": labels() | {"payments": "", "how_to_pay": ""},
            "invoices": [_note(note)],
        }
        return set_document("invoice", data, language)


def _note(note: CreditNote) -> Data:
    return {
        "heading": _("Credit note"),
        "number": note.number,
        "state": state("credited"),
        "parties": [seller(), buyer(note.billed, _("Credited to"))],
        "facts": _facts(note),
        "lines": [_line(note, line) for line in note.lines.order_by("pk")],
        "sums": _sums(note),
        "payments": [],
        "notes": note.reason,
        "instructions": "",
        "link": "",
        "link_label": "",
    }


def _facts(note: CreditNote) -> list[Data]:
    facts = [{"label": _("Issued"), "value": day(note.issued_at)}]
    if note.invoice:
        facts.append({"label": _("Invoice"), "value": note.invoice.label})
    return [*facts, {"label": _("Method"), "value": str(note.get_to_display())}]


def _line(note: CreditNote, line: CreditNoteLine) -> Data:
    tax, value = tax_label(line.tax_name, line.tax_bp), amount(line.total)
    is_whole = bool(note.invoice) and line.invoice_line_id is None
    name = _("Invoice %(number)s") % {"number": line.name} if is_whole else line.name
    return {
        "name": name, "period": "", "quantity": formats.number(1), "unit": value, "tax": tax, "amount": value
    }  # fmt: skip


def _sums(note: CreditNote) -> list[Data]:
    taxed: list[Data] = [
        {"label": _("Net"), "value": amount(note.net)},
        {"label": _("Tax"), "value": amount(note.tax)},
    ]
    return [
        *(taxed if note.tax_minor else []),
        {"label": _("Total"), "value": amount(note.total), "strong": True},
    ]
