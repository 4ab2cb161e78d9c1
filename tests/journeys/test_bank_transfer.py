"""A second client pays by bank transfer: the first one is refused by staff, the next one approved."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from tenant_apps.orders.models import Invoice
from tenants.context import acting_in
from tenants.hosts import tenant_at
from tests.journeys import chapters
from tests.journeys.chapters import PAULA, SHOP, TESS
from tests.journeys.letterbox import newest
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_transfer_is_approved_by_staff(shop: Visitor) -> None:
    tess = Visitor(SHOP)
    chapters.choose(tess, "hosting", "Start", 1)
    tess.follow("/accounts/signup/")
    chapters.sign_up(SHOP, "Tess Transfer", TESS, by=tess)
    chapters.place(tess, "Tess Transfer", method="bank")
    tess.says("250.00", "TR33 0006 1005")
    upload(tess, b"%PDF-1.4 not quite").says("Make the transfer")
    upload(tess, receipt())
    run_due()
    newest(PAULA, about="250.00")
    shop.open("/office/payments/").follow("/office/payments/<uuid>/").submit(
        "/refusal/", reason="The sum is 200.00"
    )
    tess.open(tess.path).says("The payment did not go through", "The sum is 200.00")
    pay_again(tess)
    shop.open("/office/payments/").follow("/office/payments/<uuid>/").submit("/approval/")
    run_due()
    tess.open(tess.path).says("Thank you, your payment has arrived")
    newest(TESS, about="250.00")
    booked()


def upload(client: Visitor, content: bytes) -> Visitor:
    return client.submit("/receipt/", receipt=SimpleUploadedFile("receipt.png", content))


def receipt() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (480, 320), "#e8eef4").save(picture, "PNG")
    return picture.getvalue()


def pay_again(client: Visitor) -> None:
    client.follow("/my/invoices/<uuid>/").submit("/payment/", method="bank")
    upload(client, receipt())


def booked() -> None:
    """No gateway took a fee, nobody referred Tess."""
    with acting_in(tenant_at(SHOP)):
        invoice = Invoice.objects.get(status=Invoice.Status.PAID)
        (sale,) = ledger.entries(str(invoice.uuid))
    assert {leg.account_kind: leg.amount.minor for leg in sale.legs} == {
        "gateway_clearing": 25_000,
        "wholesale_payable": -15_600,  # 65 % of the suggested 240.00
        "reseller_margin": -9_400,  # 250.00 - 156.00
    }
