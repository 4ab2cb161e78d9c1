"""Bank transfers and their receipts (RELIABILITY 9, 28)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments import door as payments
from shared_apps.payments.models import Receipt
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import Invoice
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import BY


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def upload(content: bytes, name: str = "receipt.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.fixture
def invoice(shop: Any, carls_client: Any) -> Invoice:
    made: Invoice = shop.invoice(carls_client)
    return made


@pytest.fixture
def transfer(shop: Any, invoice: Invoice) -> Any:
    return shop.start(invoice, "bank").payment_uuid


def send(browser: Any, transfer: Any, content: bytes, name: str = "receipt.png") -> str:
    path = f"/my/payments/{transfer}/"
    browser.post(f"{path}receipt/", {"receipt": upload(content, name)})
    return str(browser.get(path).content.decode())


def test_client_uploads_staff_approves_invoice_is_paid(
    invoice: Invoice, transfer: Any, as_carl: Any, as_olga: Any
) -> None:
    assert "Send it to TR33." in as_carl.get(f"/my/payments/{transfer}/").content.decode()
    assert "We will check the receipt" in send(as_carl, transfer, picture())
    assert invoice.number in as_olga.get("/office/payments/").content.decode()
    assert as_olga.post(f"/office/payments/{transfer}/approval/").status_code == 302
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    assert MailMessage.objects.filter(template="orders/receipt_uploaded_staff").exists()


def test_an_advisor_may_not_approve(
    transfer: Any, invoice: Invoice, browse: Any, adel: Any, reseller: Any
) -> None:
    assert browse(adel, reseller).post(f"/office/payments/{transfer}/approval/").status_code == 403
    invoice.refresh_from_db()
    assert invoice.is_open


def test_a_refusal_needs_a_reason_and_lets_the_client_try_again(
    shop: Any, invoice: Invoice, transfer: Any, as_olga: Any, as_carl: Any
) -> None:
    path = f"/office/payments/{transfer}/refusal/"
    as_olga.post(path, {"reason": " "})
    assert payments.payment(transfer).status == "pending"
    as_olga.post(path, {"reason": "No such transfer."})
    assert payments.payment(transfer).status == "declined"
    assert "No such transfer." in as_carl.get(f"/my/payments/{transfer}/").content.decode()
    assert shop.start(invoice, "bank").payment_uuid != transfer


def test_it_is_approved_once(transfer: Any) -> None:
    payments.approve_transfer(transfer, by=BY)
    with pytest.raises(IllegalMove):
        payments.approve_transfer(transfer, by=BY)
    with pytest.raises(IllegalMove):
        payments.refuse_transfer(transfer, reason="late", by=BY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_first(transfer: Any, reseller: Any) -> None:
    decisions = [
        lambda: payments.approve_transfer(transfer, by=BY),
        lambda: payments.refuse_transfer(transfer, reason="no", by=BY),
    ]
    outcomes = at_once(reseller, decisions)
    assert sum(isinstance(one, IllegalMove) for one in outcomes) == 1
    with acting_in(reseller):
        assert payments.payment(transfer).status in {"settled", "declined"}


def test_a_card_payment_cannot_be_approved_by_hand(shop: Any, carls_client: Any, as_olga: Any) -> None:
    started = shop.start(shop.invoice(carls_client))
    as_olga.post(f"/office/payments/{started.payment_uuid}/approval/")
    assert payments.payment(started.payment_uuid).status == "started"


def test_a_picture_is_encoded_anew(transfer: Any, as_carl: Any) -> None:
    secret = b"<script>alert(1)</script>"
    send(as_carl, transfer, picture("PNG") + secret)
    kept = Receipt.objects.get()
    assert kept.content_type == "image/jpeg"
    assert bytes(kept.content).startswith(b"\xff\xd8")
    assert secret not in bytes(kept.content)


def test_what_a_camera_writes_into_a_photo_is_dropped(transfer: Any, as_carl: Any) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    send(as_carl, transfer, picture("JPEG", exif=exif), "photo.jpg")
    assert b"taken at home" not in bytes(Receipt.objects.get().content)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a;<script>",
        b"\x89PNG\r\n\x1a\nbroken",
        b"",
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=["html", "svg", "gif", "broken", "empty", "too large"],
)
def test_anything_else_is_refused(transfer: Any, as_carl: Any, content: bytes) -> None:
    send(as_carl, transfer, content, "receipt.svg")
    assert not Receipt.objects.exists()


def test_a_pixel_bomb_is_refused(transfer: Any, as_carl: Any) -> None:
    send(as_carl, transfer, picture("PNG", (7000, 7000)))
    assert not Receipt.objects.exists()


def test_a_pdf_is_only_ever_a_download(transfer: Any, as_carl: Any, as_olga: Any) -> None:
    send(as_carl, transfer, b"%PDF-1.7\n<script>alert(1)</script>", 'a"b\r\nX-Evil: 1.pdf')
    answer = as_olga.get(f"/office/payments/receipts/{Receipt.objects.get().pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "X-Evil" not in answer


def test_a_receipt_is_nobody_elses_business(
    transfer: Any, as_carl: Any, browse: Any, sam: Any, peer: Any, reseller: Any, other_reseller: Any
) -> None:
    send(as_carl, transfer, picture())
    path = f"/office/payments/receipts/{Receipt.objects.get().pk}/"
    assert browse(sam, reseller).get(path).status_code == 404
    assert browse(peer, other_reseller).get(path).status_code == 404


def test_a_stranger_cannot_add_a_receipt(transfer: Any, browse: Any, sam: Any, reseller: Any) -> None:
    answer = browse(sam, reseller).post(f"/my/payments/{transfer}/receipt/", {"receipt": upload(picture())})
    assert answer.status_code == 404
    assert not Receipt.objects.exists()


def test_no_more_than_five_receipts(transfer: Any, as_carl: Any) -> None:
    for _ in range(7):
        send(as_carl, transfer, picture())
    assert Receipt.objects.count() == 5


def test_whoever_has_sent_a_receipt_is_not_sent_to_pay_by_card(
    shop: Any, invoice: Invoice, transfer: Any, as_carl: Any
) -> None:
    send(as_carl, transfer, picture())
    with pytest.raises(payments.PaymentUnderReview):
        shop.start(invoice)
    assert payments.payment(transfer).status == "pending"
