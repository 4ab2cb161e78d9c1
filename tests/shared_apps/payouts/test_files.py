"""Files for the bank: the tenant's columns, the standard's schema, no formulas (RELIABILITY 25)."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.payouts.files.lines import Payer, PaymentFile, PaymentLine
from shared_apps.payouts.files.pain import payment_order
from shared_apps.payouts.files.table import payment_table

IBAN = "TR330006100519786457841326"
PAYER = Payer("Güneş & Söhne A.Ş.", IBAN, "TCZBTR2A")


def file_of(*holders: str, currency: str = "TRY", minor: int = 123_450) -> PaymentFile:
    lines = tuple(
        PaymentLine(
            f"PO-{at}", "iban", name, IBAN, Money(minor, currency), Money(0, currency), f"Güneş PO-{at}"
        )
        for at, name in enumerate(holders, 1)
    )
    return PaymentFile("PO2026-0001", currency, date(2026, 12, 1), lines)


@pytest.mark.parametrize("currency", ["EUR", "TRY"])
def test_the_order_follows_the_standards_own_schema(currency) -> None:
    order = payment_order(
        file_of("Ayşe Yılmaz", "سارا احمدی", "สมชาย", currency=currency), PAYER, validate=True
    ).decode()
    assert "<MsgId>PO2026-0001</MsgId>" in order
    assert "<CtrlSum>3703.50</CtrlSum>" in order
    assert "<Nm>Ayse Yilmaz</Nm>" in order
    assert ("<Cd>SEPA</Cd>" in order) is (currency == "EUR")


@pytest.mark.parametrize(("currency", "text"), [("IRR", "123450"), ("KWD", "123.450"), ("USD", "1234.50")])
def test_amounts_have_the_places_of_their_currency(currency, text) -> None:
    order = payment_order(file_of("A", currency=currency), PAYER).decode()
    assert f'<InstdAmt Ccy="{currency}">{text}</InstdAmt>' in order
    assert set(EXPONENTS) >= {currency}


def test_the_same_batch_is_the_same_order_twice() -> None:
    orders = [payment_order(file_of("A"), PAYER).decode().partition("<NbOfTxs>")[2] for _ in range(2)]
    assert orders[0] == orders[1]


def test_the_table_has_the_chosen_columns_in_their_order_and_no_formula() -> None:
    content = payment_table(
        file_of("=cmd|' /C calc'!A0", "-Ali"),
        columns=["amount", "holder", "code", "nonsense"],
        delimiter=";",
        has_decimal_comma=True,
    )
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["amount", "name", "id"],
        ["1234,50", "'=cmd|' /C calc'!A0", "PO-1"],
        ["1234,50", "'-Ali", "PO-2"],
    ]
