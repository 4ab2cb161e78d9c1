"""Take in a receipt: images are encoded anew, so that nothing but pixels is kept (RELIABILITY 9, 28)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.papers import PaperRefused, read_paper

from ..errors import PaymentRefused, ReceiptRefused
from ..models import Payment, Receipt
from ..queries import payment_by

MOST_RECEIPTS = 5


def add_receipt(payment_uuid: UUID, file: UploadedFile[Any], *, by: Actor) -> Receipt:
    """Keep a receipt for a transfer that awaits approval. Raises `ReceiptRefused` and `PaymentRefused`."""
    payment = payment_by(payment_uuid)
    if payment.gateway != "bank" or payment.status != Payment.Status.PENDING:
        raise PaymentRefused("This payment awaits no receipt.")
    if payment.receipts.count() >= MOST_RECEIPTS:
        raise ReceiptRefused(_("There are enough receipts for this payment."))
    try:
        paper = read_paper(file, otherwise="receipt")
    except PaperRefused as refusal:
        raise ReceiptRefused(str(refusal)) from refusal
    receipt = Receipt.objects.create(
        payment=payment,
        name=paper.name,
        content_type=paper.content_type,
        content=paper.content,
        uploaded_at=now(),
    )
    record(payment, "add receipt", by=by, name=receipt.name)
    return receipt
