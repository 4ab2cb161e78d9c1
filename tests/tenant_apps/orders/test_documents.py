"""Invoices, receipts and statements as files: whose they are, what stands in them, in which language."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import caches
from pypdf import PdfReader

from branding.documents import press
from branding.queries import forget_brand
from branding.verbs import save_brand
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client
from tenant_apps.orders.documents import (
    credit_note_pdf,
    invoice_pdf,
    invoices_pdf,
    receipt_pdf,
    statement_pdf,
)
from tenant_apps.orders.models import BilledTo, Invoice
from tenant_apps.orders.verbs.refund import refund_invoice
from tests.tenant_apps.orders.stage import BY

LANGUAGES = ("en", "fa", "tr", "th")


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def paid(shop: Any, carls_client: Any) -> Invoice:
    invoice: Invoice = shop.paid(carls_client, shop.wish("hosting-m", 2, "backups-m"))
    return invoice


@pytest.fixture
def unpaid(shop: Any, carls_client: Any) -> Invoice:
    invoice: Invoice = shop.invoice(carls_client)
    return invoice


def test_an_invoice_says_who_owes_what_to_whom(unpaid: Invoice) -> None:
    text = text_of(invoice_pdf(unpaid, "en"))
    for words in (unpaid.number, "Invoice", "Open", "Billed to", unpaid.client.name, "Web Hosting", "100.00"):
        assert words in text, words
    assert "Send it to TR33." in text
    assert f"/my/invoices/{unpaid.uuid}/" in text.replace("\u200b", "").replace("\n", "")


def test_a_paid_invoice_shows_its_payment_and_no_instructions(paid: Invoice) -> None:
    text = text_of(invoice_pdf(paid, "en"))
    assert "Payments received" in text
    assert "Card" in text
    assert "Amount due" in text
    assert "TR33" not in text


def test_every_language_has_its_words_digits_and_calendar(unpaid: Invoice) -> None:
    unpaid.issued_at = unpaid.issued_at.replace(2026, 3, 25, 12)
    shown = {language: text_of(invoice_pdf(unpaid, language)) for language in LANGUAGES}
    assert "Mar 25, 2026" in shown["en"]
    assert "۱۴۰۵" in shown["fa"] or "۱۴۰۵"[::-1] in shown["fa"]  # readers differ in how they turn it
    assert "25 Mar 2026" in shown["tr"]
    assert "2569" in shown["th"]
    assert "₺100,00" in shown["tr"]
    for text in shown.values():
        assert unpaid.number in text


def test_a_persian_document_is_right_to_left_and_embeds_only_shipped_fonts(unpaid: Invoice) -> None:
    reader = PdfReader(io.BytesIO(invoice_pdf(unpaid, "fa")))
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert reader.trailer["/Root"]["/Lang"] == "fa"
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("+Inter" in font or "+Vazirmatn" in font for font in fonts), fonts


def test_no_metadata_names_the_platform(unpaid: Invoice, settings: Any) -> None:
    settings.PLATFORM_NAME = "Unmistakable Platform"
    pdf = invoice_pdf(unpaid, "en")
    meta = PdfReader(io.BytesIO(pdf)).metadata
    assert meta is not None
    assert meta.title == f"Invoice {unpaid.number}"
    assert meta.author == "Alpha Bulut"
    readable = (str(dict(meta)) + text_of(pdf)).encode() + pdf
    assert b"Unmistakable" not in readable
    assert b"vitrine" not in readable.lower().replace(b"vitrine.localhost", b"")


def test_the_same_invoice_gives_the_same_file(unpaid: Invoice) -> None:
    assert invoice_pdf(unpaid, "en") == invoice_pdf(unpaid, "en")


def test_a_long_invoice_repeats_its_head_and_counts_its_pages(unpaid: Invoice) -> None:
    line = unpaid.lines.get()
    for _ in range(120):
        line.pk = None
        line.save()
    reader = PdfReader(io.BytesIO(invoice_pdf(unpaid, "en")))
    assert len(reader.pages) > 3
    for at, page in enumerate(reader.pages[:-1], 1):
        text = page.extract_text().replace("\u2068", "").replace("\u2069", "")
        assert "Unit price" in text
        assert f"Page {at} of {len(reader.pages)}" in text


def test_several_invoices_stand_in_one_file(paid: Invoice, unpaid: Invoice) -> None:
    reader = PdfReader(io.BytesIO(invoices_pdf([paid, unpaid], "en")))
    assert len(reader.pages) == 2
    assert paid.number in reader.pages[0].extract_text()
    assert unpaid.number in reader.pages[1].extract_text()


def test_a_receipt_says_what_came_in_and_how(paid: Invoice) -> None:
    card = payments.payments_of(paid.uuid)[0]
    text = text_of(receipt_pdf(card, "en"))
    for words in ("Receipt", "Amount received", "220.00", "Card", paid.number, card.reference[:20]):
        assert words in text, words


def test_a_statement_adds_up(shop: Any, carls_client: Any, paid: Invoice, unpaid: Invoice) -> None:
    refund_invoice(paid, paid.total.share(5000), reason="Half", key=carls_client.uuid, by=BY)
    today = unpaid.issued_at.date()
    text = text_of(statement_pdf(carls_client, today - timedelta(days=1), today + timedelta(days=1), "en"))
    for words in (
        "Opening balance",
        "Closing balance",
        paid.number,
        unpaid.number,
        "Refund for invoice",
        "Charged",
    ):
        assert words in text, words
    assert text.count("₺100.00") >= 3


def test_a_statement_begins_with_what_was_owed_before(carls_client: Any, unpaid: Invoice) -> None:
    later = unpaid.issued_at.date() + timedelta(days=30)
    text = text_of(statement_pdf(carls_client, later, later, "en"))
    assert unpaid.number not in text
    assert text.count("₺100.00") >= 4


def test_documents_ask_little(
    paid: Invoice, carls_client: Any, django_assert_max_num_queries: Any, monkeypatch: Any
) -> None:
    invoice_pdf(paid, "en")
    card = payments.payments_of(paid.uuid)[0]
    today = paid.issued_at.date()
    with django_assert_max_num_queries(5):
        invoice_pdf(Invoice.objects.select_related("client", "order").get(pk=paid.pk), "en")
    with django_assert_max_num_queries(3):
        receipt_pdf(card, "en")
    with django_assert_max_num_queries(9):
        statement_pdf(carls_client, today, today, "en")


# Pages -------------------------------------------------------------------------------------------


@pytest.fixture
def paths(paid: Invoice, unpaid: Invoice, carls_client: Any) -> dict[str, list[str]]:
    payment = payments.payments_of(paid.uuid)[0].uuid
    own = [f"/my/invoices/{paid.uuid}/pdf/", f"/my/payments/{payment}/pdf/"]
    office = [
        f"/office/invoices/{unpaid.uuid}/pdf/",
        f"/office/payments/{payment}/pdf/",
        f"/office/clients/{carls_client.uuid}/statement/pdf/",
        f"/office/clients/{carls_client.uuid}/statement/",
    ]
    return {"own": own, "office": office}


def test_files_go_to_their_owner_and_to_staff_only(
    paths: Any,
    as_carl: Any,
    as_olga: Any,
    browse: Any,
    sam: Any,
    peer: Any,
    reseller: Any,
    other_reseller: Any,
) -> None:
    as_sam, as_peer, visitor = browse(sam, reseller), browse(peer, other_reseller), browse(None, reseller)
    for path in paths["own"]:
        answer = as_carl.get(path)
        assert answer.status_code == 200, path
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Language"] == "en"
        assert answer["Content-Disposition"].startswith('attachment; filename="')
        assert as_sam.get(path).status_code == 404
        assert as_olga.get(path).status_code == 404
        assert visitor.get(path).status_code == 302
        assert as_carl.post(path).status_code == 405
    for path in paths["office"]:
        assert as_olga.get(path).status_code == 200, path
        assert as_carl.get(path).status_code == 404
        assert as_peer.get(path).status_code == 404


def test_the_clients_statement_is_the_clients_own(
    paths: Any, as_carl: Any, browse: Any, sam: Any, reseller: Any, paid: Invoice
) -> None:
    assert paid.number in as_carl.get("/my/invoices/statement/").content.decode()
    assert as_carl.get("/my/invoices/statement/pdf/").content.startswith(b"%PDF-")
    assert paid.number not in browse(sam, reseller).get("/my/invoices/statement/").content.decode()


def test_the_period_is_typed_in_the_readers_calendar(paths: Any, as_carl: Any, carl: Any) -> None:
    carl.language = "fa"
    carl.save()
    good = as_carl.get("/my/invoices/statement/pdf/", {"start": "۱۴۰۰/۰۱/۰۱", "end": "۱۴۰۲/۰۱/۰۱"})
    assert good.content.startswith(b"%PDF-")
    assert 'filename="statement-2021-03-21-2023-03-21.pdf"' in good["Content-Disposition"]
    for start, end in (("x", "y"), ("1400/01/01", "1399/01/01"), ("0001/01/01", "1400/01/01"), ("", "")):
        assert as_carl.get("/my/invoices/statement/pdf/", {"start": start, "end": end}).status_code == 422


def test_only_offered_languages_are_spoken(paths: Any, as_carl: Any) -> None:
    path = paths["own"][0]
    assert b"/Lang(fa)" in as_carl.get(path, {"lang": "fa"}).content.replace(b" ", b"")
    for wish in ("xx", "../../etc", "fa\r\nX: y"):
        assert b"/Lang(en)" in as_carl.get(path, {"lang": wish}).content.replace(b" ", b"")


def test_staff_take_several_invoices_at_once(
    paid: Invoice, unpaid: Invoice, as_olga: Any, as_carl: Any
) -> None:
    chosen = {"invoice": [str(paid.uuid), str(unpaid.uuid), "no uuid"]}
    assert len(PdfReader(io.BytesIO(as_olga.get("/office/invoices/pdf/", chosen).content)).pages) == 2
    assert as_olga.get("/office/invoices/pdf/").status_code == 302
    assert (
        as_olga.get("/office/invoices/pdf/", {"invoice": [str(i) * 8 for i in range(60)]}).status_code == 302
    )
    assert as_carl.get("/office/invoices/pdf/", chosen).status_code == 404


def test_no_receipt_before_the_money(shop: Any, unpaid: Invoice, as_carl: Any, as_olga: Any) -> None:
    started = shop.start(unpaid, "bank")
    assert as_carl.get(f"/my/payments/{started.payment_uuid}/pdf/").status_code == 404
    assert as_olga.get(f"/office/payments/{started.payment_uuid}/pdf/").status_code == 404


def test_a_failure_is_a_page_and_never_half_a_file(paths: Any, as_carl: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(press, "SECONDS_TO_SET", 0.001)
    answer = as_carl.get(paths["own"][0])
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert b"%PDF" not in answer.content


def test_a_crowd_waits_and_is_then_sent_away(paths: Any, as_carl: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(press, "SECONDS_IN_LINE", 0.05)
    for _ in range(press.AT_ONCE):
        press._places.acquire()
    try:
        answer = as_carl.get(paths["own"][0])
    finally:
        for _ in range(press.AT_ONCE):
            press._places.release()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert as_carl.get(paths["own"][0]).status_code == 200


def test_one_person_has_one_document_set_at_a_time(paths: Any, as_carl: Any, carl: Any) -> None:
    key = f"document:{carl.pk}"
    caches["default"].add(key, True, 30)
    assert as_carl.get(paths["own"][0]).status_code == 503
    caches["default"].delete(key)
    assert as_carl.get(paths["own"][0]).status_code == 200
    assert caches["default"].get(key) is None


@pytest.mark.parametrize(
    ("changes", "stamp"),
    [
        ({}, "Open"),
        ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, "Overdue"),
        ({"status": "void"}, "Void"),
        ({"status": "paid", "paid_minor": 10_000}, "Paid"),
        ({"status": "paid", "paid_minor": 10_000, "refunded_minor": 100}, "Partly refunded"),
        ({"status": "refunded", "paid_minor": 10_000, "refunded_minor": 10_000}, "Refunded"),
    ],
)
def test_an_invoice_bears_the_stamp_of_its_state(
    unpaid: Invoice, changes: dict[str, Any], stamp: str
) -> None:
    for name, value in changes.items():
        setattr(unpaid, name, value)
    text = text_of(invoice_pdf(unpaid, "en"))
    assert f"\n{stamp}\n" in f"\n{text}\n"
    assert ("How to pay" in text) is unpaid.is_open


def test_the_seller_is_named_as_the_law_asks(unpaid: Invoice, reseller: Any) -> None:
    words = {
        "legal_name": "Alpha Bulut A.Ş.",
        "address": "Bağdat Cad. 1\n34000 İstanbul",
        "tax_id": "VKN 12345",
        "invoice_footer": "Teşekkürler.",
    }
    save_brand(reseller, fields=words, by=BY)
    forget_brand(reseller)
    text = text_of(invoice_pdf(unpaid, "tr"))
    for line in ("Alpha Bulut A.Ş.", "Bağdat Cad. 1", "34000 İstanbul", "VKN 12345", "Teşekkürler."):
        assert line in text, line


def test_a_link_to_a_document_lets_a_refusal_be_read(paid: Invoice, as_carl: Any, as_olga: Any) -> None:
    """With `download` a browser would save the page that says why, instead of showing it."""
    for browser, path in (
        (as_carl, f"/my/invoices/{paid.uuid}/"),
        (as_olga, f"/office/invoices/{paid.uuid}/"),
        (as_carl, "/my/invoices/statement/"),
    ):
        page = BeautifulSoup(browser.get(path).content, "html.parser")
        links = [link for link in page.find_all("a") if "/pdf/" in str(link["href"])]
        assert links, path
        assert not [link for link in links if link.has_attr("download")]


def test_a_document_bears_the_name_and_address_of_its_day(
    shop: Any, paid: Invoice, carls_client: Any
) -> None:
    """Issue 5: editing or merging a client changes no old invoice, credit note or receipt."""
    refund_invoice(paid, paid.total, reason="All", key=uuid4(), by=BY)
    carls_client.name, carls_client.city, carls_client.email = "Moved Away", "Elsewhere", "new@example.com"
    carls_client.save()
    old = Invoice.objects.get(pk=paid.pk)
    assert old.billed_to["name"] == "Carl Client"
    for pdf in (invoice_pdf(old, "en"), credit_note_pdf(old.credit_notes.get(), "en")):
        assert "Carl Client" in text_of(pdf)
        assert "Moved Away" not in text_of(pdf)
    newer = shop.invoice(Client.objects.get(pk=carls_client.pk))
    assert (newer.billed.name, newer.billed.address_lines) == ("Moved Away", ["Elsewhere"])


def test_invoices_of_before_get_the_address_of_today(paid: Invoice) -> None:
    Invoice.objects.update(billed_to={})
    import_module("tenant_apps.orders.migrations.0011_billed_to").write_addresses(apps, None)
    assert Invoice.objects.get().billed_to == BilledTo.of(paid.client).saved
