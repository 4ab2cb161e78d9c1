"""The files that lie in tables: pictures of the brand, uploaded receipts, what a tenant's own tables keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps

from branding.models import BrandImage
from shared_apps.partner_store.models import ApplicationFile
from shared_apps.payments.models import Receipt

# Every binary field there is, and who writes it out; a guard looks for others.
_OWN = {"documents": "clients.ClientDocument", "tickets": "tickets.Attachment"}
HANDED_OUT = frozenset(
    {
        "branding.BrandImage.data",
        "partner_store.ApplicationFile.content",
        "payments.Receipt.content",
        *(f"{label}.content" for label in _OWN.values()),
    }
)
# What somebody's own spreadsheet or table for download is kept for some days: its rows are in the tables.
PASSING = frozenset({"clients.ClientExport.content", "clients.ClientImport.content"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def files_of(tenant_id: int) -> Iterator[tuple[str, bytes]]:
    """Name and content, one file in memory at a time. In the tenant's schema: its own tables are read too."""
    pictures = BrandImage.objects.filter(tenant_id=tenant_id).order_by("pk")
    for key in pictures.values_list("pk", flat=True):
        picture = pictures.get(pk=key)
        ending = picture.content_type.rpartition("/")[2].partition("+")[0]
        yield f"files/brand/{picture.sha256}.{_plain(ending)}", bytes(picture.data)
    receipts = Receipt.objects.filter(payment__tenant_id=tenant_id).order_by("pk")
    for key in receipts.values_list("pk", flat=True):
        receipt = receipts.get(pk=key)
        yield f"files/receipts/{key}-{_plain(receipt.name)}", bytes(receipt.content)
    papers = ApplicationFile.objects.filter(application__tenant_id=tenant_id).order_by("pk")
    for key in papers.values_list("pk", flat=True):
        paper = papers.get(pk=key)
        yield f"files/application/{key}-{_plain(paper.name)}", bytes(paper.content)
    for folder, label in _OWN.items():
        rows = apps.get_model(label)._default_manager.order_by("pk")
        for key in rows.values_list("pk", flat=True):
            row = rows.get(pk=key)
            yield f"files/{folder}/{key}-{_plain(row.name)}", bytes(row.content)


def _plain(name: str) -> str:
    """A name that no unpacker can mistake for a path."""
    return _UNSAFE.sub("-", name).strip(".-")[-80:] or "file"
