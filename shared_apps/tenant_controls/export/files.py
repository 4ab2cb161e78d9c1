"""The files that lie in shared tables: pictures of the brand, uploaded receipts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from branding.models import BrandImage
from shared_apps.payments.models import Receipt

# Every binary field there is, and who writes it out; a guard looks for others.
HANDED_OUT = frozenset({"branding.BrandImage.data", "payments.Receipt.content"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def files_of(tenant_id: int) -> Iterator[tuple[str, bytes]]:
    """Name and content, one file in memory at a time."""
    pictures = BrandImage.objects.filter(tenant_id=tenant_id).order_by("pk")
    for key in pictures.values_list("pk", flat=True):
        picture = pictures.get(pk=key)
        ending = picture.content_type.rpartition("/")[2].partition("+")[0]
        yield f"files/brand/{picture.sha256}.{_plain(ending)}", bytes(picture.data)
    receipts = Receipt.objects.filter(payment__tenant_id=tenant_id).order_by("pk")
    for key in receipts.values_list("pk", flat=True):
        receipt = receipts.get(pk=key)
        yield f"files/receipts/{key}-{_plain(receipt.name)}", bytes(receipt.content)


def _plain(name: str) -> str:
    """A name that no unpacker can mistake for a path."""
    return _UNSAFE.sub("-", name).strip(".-")[-80:] or "file"
