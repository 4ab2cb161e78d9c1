"""The bank's answer, as CSV or as ISO 20022 pain.002, read into lines without judging them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from branding.formats.digits import ascii_digits

from ..errors import ResultRefused

PAID, RETURNED, PENDING = "paid", "returned", "pending"
MOST_LINES = 50_000
# ISO 20022's own codes among them; "accepted" is not paid yet.
PAID_WORDS = frozenset(
    {"paid", "ok", "success", "successful", "settled", "completed", "executed", "accc", "acsc"}
)
RETURNED_WORDS = frozenset(
    {"returned", "rejected", "failed", "refused", "error", "unsuccessful", "rjct", "canc"}
)
PENDING_WORDS = frozenset(
    {"pending", "received", "processing", "accepted", "pdng", "rcvd", "actc", "accp", "acsp", "acwc"}
)
_HEADS = {
    "code": ("id", "code", "endtoendid", "end_to_end_id", "our reference", "payment_id"),
    "said": ("status", "result", "state"),
    "reference": ("reference", "bank_reference", "bank reference", "transaction_id", "trace"),
    "reason": ("reason", "message", "remark", "error"),
    "amount": ("amount",),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the bank's. `outcome` is empty where its word is not understood; `amount` as it was written.

    An empty `code` speaks of the whole batch.
    """

    code: str
    outcome: str
    said: str
    amount: str = ""
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What this tenant's bank calls a line, beside the usual words."""

    paid: Sequence[str] = ()
    returned: Sequence[str] = ()

    def outcome(self, said: str) -> str:
        word = said.strip().casefold()
        for outcome, usual, own in (
            (PAID, PAID_WORDS, self.paid),
            (RETURNED, RETURNED_WORDS, self.returned),
            (PENDING, PENDING_WORDS, ()),
        ):
            if word in usual or word in {one.strip().casefold() for one in own}:
                return outcome
        return ""


def read_result(content: bytes, batch_number: str, words: Words) -> list[Said]:
    """The lines of a file. Raises `ResultRefused` for what is no result, or one of another batch."""
    text = _decoded(content)
    is_xml = text.lstrip("\ufeff \r\n\t").startswith("<")
    said = _from_xml(content, batch_number, words) if is_xml else _from_csv(text, words)
    if not said:
        raise ResultRefused(_("The file names no payment."))
    if len(said) > MOST_LINES:
        raise ResultRefused(_("The file has too many lines."))
    return said


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise ResultRefused(_("This is neither CSV nor XML."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _from_csv(text: str, words: Words) -> list[Said]:
    rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    places = _places(rows[0] if rows else [])
    if not {"code", "said"} <= places.keys():
        raise ResultRefused(_("The first line must name the columns “id” and “status”."))
    return [_said(_cells(row, places), words) for row in rows[1:] if any(cell.strip() for cell in row)]


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _places(heads: Sequence[str]) -> dict[str, int]:
    """At which place of a row what stands."""
    known = {head: name for name, heads_of in _HEADS.items() for head in heads_of}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = known.get(head.strip().casefold())
        if name:
            found.setdefault(name, place)
    return found


def _cells(row: Sequence[str], places: dict[str, int]) -> Callable[[str], str]:
    def cell(name: str) -> str:
        place = places.get(name, len(row))
        # Our own files lead what looks like a formula with an apostrophe.
        return row[place].strip().removeprefix("'") if place < len(row) else ""

    return cell


def _said(cell: Callable[[str], str], words: Words) -> Said:
    return Said(
        code=cell("code")[:64],
        outcome=words.outcome(cell("said")),
        said=cell("said")[:40],
        amount=ascii_digits(cell("amount"))[:40],
        reference=cell("reference")[:80],
        reason=cell("reason")[:500],
    )


def _from_xml(content: bytes, batch_number: str, words: Words) -> list[Said]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as wrong:
        raise ResultRefused(_("The file is damaged or is not XML of a bank.")) from wrong
    original = _text(root, "OrgnlMsgId")
    if not original:
        raise ResultRefused(_("This is no payment status report (pain.002)."))
    if original != batch_number:
        raise ResultRefused(_("The file is about another batch: %(number)s.") % {"number": original[:40]})
    lines = [_transaction(node, words) for node in _all(root, "TxInfAndSts")]
    return lines or _of_group(root, words)


def _transaction(node: Element, words: Words) -> Said:
    said = _text(node, "TxSts")
    return Said(
        code=_text(node, "OrgnlEndToEndId")[:64],
        outcome=words.outcome(said),
        said=said[:40],
        amount=_text(node, "InstdAmt")[:40],
        reference=_text(node, "AcctSvcrRef")[:80],
        reason=_reason(node),
    )


def _of_group(root: Element, words: Words) -> list[Said]:
    """A report about the whole batch: one line without a code."""
    said = _text(root, "PmtInfSts") or _text(root, "GrpSts")
    return [Said("", words.outcome(said), said[:40], reason=_reason(root))] if said else []


def _reason(node: Element) -> str:
    parts = [_text(node, "AddtlInf"), *(_text(one, "Cd") for one in _all(node, "Rsn"))]
    return " ".join(part for part in parts if part)[:500]


def _all(node: Element, tag: str) -> Iterable[Element]:
    """Every descendant of a name, in whatever version of the standard's name space."""
    return (one for one in node.iter() if one.tag.rpartition("}")[2] == tag)


def _text(node: Element, tag: str) -> str:
    found = next(iter(_all(node, tag)), None)
    return (found.text or "").strip() if found is not None else ""
