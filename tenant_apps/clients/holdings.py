"""What is kept of a client, as files that it takes along. Apps above this one add theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from shared_apps.kernel.history import history_of

from .models import Client
from .queries import contacts_for

Files = Iterable[tuple[str, bytes]]
Holding = Callable[[Client], Files]
_holdings: list[Holding] = []
_PROFILE = (
    "uuid", "kind", "name", "email", "mobile", "company_name", "tax_id", "tax_status", "registration_number",
    "national_id", "country", "region", "city", "street", "postal_code", "currency", "language", "domain",
    "domain_verified_at", "created_at", "status", "access_consent", "consolidates", "auto_charge",
)  # fmt: skip


def holds(holding: Holding) -> Holding:
    """Register a function that gives files (path, content) of what an app keeps of a client."""
    _holdings.append(holding)
    return holding


def files_of(client: Client) -> Iterator[tuple[str, bytes]]:
    """Every file, as it is written: one at a time in memory."""
    for holding in _holdings:
        yield from holding(client)


def archive_of(client: Client) -> bytes:
    """All of it as one zip archive."""
    out = BytesIO()
    taken: set[str] = set()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in files_of(client):
            name = path if path not in taken else f"{len(taken)}-{path}"
            taken.add(name)
            archive.writestr(name, content)
    return out.getvalue()


def as_json(value: object) -> bytes:
    """A file that people and programs read."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def rows_as_json(rows: QuerySet[Any], *names: str) -> bytes:
    """Some columns of some rows."""
    return as_json(list(rows.values(*names)))


def plain_name(name: str) -> str:
    """A name that every file system takes."""
    return (
        "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name).strip(".-")[:80] or "file"
    )


@holds
def _of_the_client(client: Client) -> Files:
    profile: Mapping[str, Any] = {name: getattr(client, name) for name in _PROFILE}
    people: Sequence[Mapping[str, Any]] = [
        {"name": one.person.name, "email": one.person.email, "role": one.role, "since": one.created_at}
        for one in contacts_for(client)
    ]
    yield "profile.json", as_json({**profile, "own_fields": client.custom})
    yield "people.json", as_json(people)
    yield (
        "addresses.json",
        rows_as_json(
            client.addresses.all(), "kind", "label", "street", "postal_code", "city", "region", "country"
        ),
    )
    events = history_of(client).order_by("at").values("at", "verb")
    yield "log.json", as_json(list(events))


@holds
def _papers(client: Client) -> Files:
    papers = client.documents.all()
    yield "documents.json", rows_as_json(papers, "kind", "title", "name", "size", "uploaded_at", "is_shared")
    for paper in papers.filter(is_shared=True).iterator(chunk_size=1):
        ending = ".jpg" if paper.is_image else ".pdf"
        yield f"documents/{plain_name(paper.title)}{ending}", bytes(paper.content)
