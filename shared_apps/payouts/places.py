"""What of a page differs between the office and the console: the same pages are mounted in both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from tenants.context import current_tenant

from .models import BatchLine, PayoutBatch
from .queries import batches, lines_of


def shell() -> str:
    """The page's frame."""
    return "shells/console.html" if current_tenant().is_operator else "shells/office.html"


def person_of(request: HttpRequest) -> Any:
    return request.user


def text_of(request: HttpRequest, name: str, most: int = 120) -> str:
    """What somebody typed into a filter."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def found_batch(uuid: UUID) -> PayoutBatch:
    """A batch of the current tenant, or 404."""
    found = batches().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def found_line(batch: PayoutBatch, uuid: UUID) -> BatchLine:
    found = lines_of(batch).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
