"""The batch as ISO 20022 pain.001: customer credit transfer initiation."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from sepaxml import SepaTransfer
from text_unidecode import unidecode

from shared_apps.kernel.money import Money, total

from .lines import Payer, PaymentFile, PaymentLine, amount_text

SCHEMA = "pain.001.001.09"
# What the standard's text may consist of; banks refuse anything else.
_STRANGE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")


def payment_order(file: PaymentFile, payer: Payer, *, validate: bool = False) -> bytes:
    """The IBAN lines of a batch; `validate` checks the file against the standard's own schema (slow).

    The same batch gives the same message id: a bank refuses to execute it a second time.
    """
    document = _document(file, payer)
    _name(document, file)
    # The library writes two places whatever the currency is.
    _write_amounts(document, file.lines, file.currency)
    out: bytes = b'<?xml version="1.0" encoding="UTF-8"?>' + ET.tostring(document, "utf-8")
    if validate:
        from sepaxml.validation import try_valid_xml

        try_valid_xml(out, SCHEMA)
    return out


def _document(file: PaymentFile, payer: Payer) -> ET.Element:
    account = {
        "name": latin(payer.holder, 70),
        "IBAN": payer.iban,
        "batch": True,
        "currency": file.currency,
        # Only euro transfers are SEPA; others go by the bank's own rules.
        "domestic": file.currency != "EUR",
    }
    order = SepaTransfer(account | ({"BIC": payer.bic} if payer.bic else {}), schema=SCHEMA, clean=False)
    for line in file.lines:
        order.add_payment(
            {
                "name": latin(line.holder, 70) or line.code,
                "IBAN": line.number,
                "amount": 1,
                "execution_date": file.execute_on,
                "description": latin(line.remark, 140) or line.code,
                "endtoend_id": line.code,
            }
        )
    order.export(validate=False)
    found: ET.Element = order._xml
    return found


def latin(text: str, most: int) -> str:
    """A text in the signs that the standard allows: other scripts are written in Latin letters."""
    return _STRANGE.sub(" ", unidecode(text)).strip()[:most].strip()


def _name(document: ET.Element, file: PaymentFile) -> None:
    for tag in ("MsgId", "PmtInfId"):
        for node in document.iter(tag):
            node.text = file.number


def _write_amounts(document: ET.Element, lines: Sequence[PaymentLine], currency: str) -> None:
    for node, line in zip(document.iter("InstdAmt"), lines, strict=True):
        node.text = amount_text(line.amount)
    whole: Money = total([line.amount for line in lines], currency)
    for node in document.iter("CtrlSum"):
        node.text = amount_text(whole)
