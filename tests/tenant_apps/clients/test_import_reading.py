"""Files of clients: read in any encoding, bounded, their columns recognised, their cells understood."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from shared_apps.kernel.sheets import workbook
from tenant_apps.clients.imports import reading
from tenant_apps.clients.imports.encodings import guess_encoding
from tenant_apps.clients.imports.fields import guessed
from tenant_apps.clients.imports.reading import Unreadable, delimiter_of, peek, rows_of
from tenant_apps.clients.imports.values import Wrong, value_of

TURKISH = "Adı;Şehir\nKübra Yılmaz;İstanbul"
PERSIAN = "نام;شهر\nكيان رضايي;تهران\nپروانه;قم"
THAI = "ชื่อ;เมือง\nสมชาย ใจดี;กรุงเทพ"


@pytest.mark.parametrize("language", ["en", "fa", "tr", "th"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TURKISH, "cp1254"), (PERSIAN, "cp1256"), (THAI, "cp874"), (PERSIAN, "utf-8"), (THAI, "utf-16")],
)
def test_the_encoding_is_recognised_whatever_the_reader_speaks(
    text: str, encoding: str, language: str
) -> None:
    assert guess_encoding(text.encode(encoding), language) == encoding


def test_a_byte_order_mark_is_no_part_of_the_first_heading() -> None:
    assert peek("Name;E\nA;b".encode("utf-8-sig"))[0] == ["Name", "E"]


def test_persian_out_of_the_arabic_code_page_has_persian_letters() -> None:
    assert peek(PERSIAN.encode("cp1256"))[1] == ["کیان رضایی", "تهران"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_what_separates_cells_is_seen(sign: str) -> None:
    assert delimiter_of(sign.join(["name", "mail", '"a, b; c"']) + "\n" + sign.join("xyz")) == sign


def test_a_workbook_is_read_as_a_person_would_have_typed_it() -> None:
    rows = list(rows_of(workbook(["Name", "Mobile"], [["Aras", 905321234567], [None, None], ["'=A", 1.5]])))
    assert rows == [["Name", "Mobile"], ["Aras", "905321234567"], ["=A", "1.5"]]


def test_what_our_exports_escape_comes_back_as_it_was() -> None:
    assert peek(b"Name;Mobile\nA;'+905321234567")[1] == ["A", "+905321234567"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n;;\n", "empty"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"%PDF-1.7", "kind"),
        (b"\xd0\xcf\x11\xe0 old xls", "kind"),
        (b"name\n\x00\x01", "text"),
        (b"a;" * 100, "columns"),
        (b"x\n" * 20_003, "rows"),
        (b'a;"' + b"x" * 200_000, "broken"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    """RELIABILITY 28."""
    with pytest.raises(Unreadable) as refused:
        list(rows_of(content))
    assert refused.value.code == code


def _archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: Any) -> None:
    """RELIABILITY 28."""
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unreadable, match="packed"):
        peek(_archive(sheet=b"0" * 2_000_000))


def test_a_document_that_defines_entities_is_refused() -> None:
    with pytest.raises(Unreadable, match="broken"):
        peek(_archive(**{"sheet.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}))


def test_headings_of_four_languages_are_recognised() -> None:
    known = [(name, name) for name in ("name", "email", "mobile", "company_name", "city", "custom:size")]
    assert guessed(["Full Name", "E-Mail", "Phone_Number", "Firma", "شهر", "Custom:Size"], known) == [
        "name", "email", "mobile", "company_name", "city", "custom:size",
    ]  # fmt: skip
    assert guessed(["نام مشتری", "ایمیل", "เบอร์โทร", "name", "?"], known) == [
        "name",
        "email",
        "mobile",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("mobile", "۰۵۳۲ ۱۲۳ ۴۵ ۶۷", "+905321234567"),
        ("mobile", "5321234567", "+905321234567"),
        ("mobile", "905321234567", "+905321234567"),
        ("email", "Info@Aras.Example", "info@aras.example"),
        ("country", "ترکیه", "TR"),
        ("country", "tr", "TR"),
        ("country", "Thailand", "TH"),
        ("language", "Türkçe", "tr"),
        ("kind", "شرکت", "organisation"),
        ("tax_status", "Muaf", "exempt"),
        ("postal_code", "๑๐๑๑๐", "10110"),
        ("domain", "https://Shop.Aras.com/x", "shop.aras.com"),
    ],
)
def test_cells_are_understood(field: str, cell: str, value: str) -> None:
    assert value_of(field, cell, country="TR") == value


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("mobile", "12", "mobile"),
        ("email", "a@", "email"),
        ("email", "a@b.example\r\nBcc: x@y", "lines"),
        ("name", "a\nb", "lines"),
        ("name", "x" * 201, "too_long"),
        ("country", "Atlantis", "country"),
        ("kind", "robot", "choice"),
        ("domain", "no domain", "domain"),
    ],
)
def test_wrong_cells_are_told(field: str, cell: str, code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        value_of(field, cell, country="TR")
    assert wrong.value.code == code
