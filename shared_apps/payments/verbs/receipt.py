"""Take in a receipt: images are encoded anew, so that nothing but pixels is kept (RELIABILITY 9, 28)."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..errors import PaymentRefused, ReceiptRefused
from ..models import Payment, Receipt
from ..queries import payment_by

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONGEST_EDGE = 2400
MOST_RECEIPTS = 5


def add_receipt(payment_uuid: UUID, file: UploadedFile[Any], *, by: Actor) -> Receipt:
    """Keep a receipt for a transfer that awaits approval. Raises `ReceiptRefused` and `PaymentRefused`."""
    payment = payment_by(payment_uuid)
    if payment.gateway != "bank" or payment.status != Payment.Status.PENDING:
        raise PaymentRefused("This payment awaits no receipt.")
    if payment.receipts.count() >= MOST_RECEIPTS:
        raise ReceiptRefused(_("There are enough receipts for this payment."))
    content_type, content = _read(file)
    receipt = Receipt.objects.create(
        payment=payment,
        name=_name(file.name or ""),
        content_type=content_type,
        content=content,
        uploaded_at=now(),
    )
    record(payment, "add receipt", by=by, name=receipt.name)
    return receipt


def _read(file: UploadedFile[Any]) -> tuple[str, bytes]:
    if not 0 < (file.size or 0) <= LARGEST_BYTES:
        raise ReceiptRefused(_("Choose a file of at most 5 MB."))
    raw = file.read(LARGEST_BYTES + 1)
    if raw.startswith(b"%PDF-"):
        return "application/pdf", raw
    return "image/jpeg", _encode_anew(raw)


def _encode_anew(raw: bytes) -> bytes:
    refusal = ReceiptRefused(_("Choose a photo (JPEG, PNG or WebP) or a PDF."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    raise refusal
                return _jpeg(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise refusal from wrong
    except Image.DecompressionBombWarning as bomb:
        raise refusal from bomb


def _jpeg(image: Image.Image) -> bytes:
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()


def _name(given: str) -> str:
    """The file's name without anything that a header or a file system could read otherwise."""
    return re.sub(r"[^\w.\- ]+", "_", given.replace("\\", "/").rsplit("/", 1)[-1])[-120:] or "receipt"
