"""Begin an import: take the file, match its columns, have it tried out, have it written, have it taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..models import Client, ClientImport, ImportRow
from .encodings import guess_encoding
from .fields import fields, guessed
from .reading import Unreadable, is_workbook, peek, rows_of

Status = ClientImport.Status
# So long an import may be taken back; then the cells of its rows are forgotten.
KEPT_FOR = timedelta(days=30)


class NothingToImport(Exception):
    """No row of the file is without error and new."""


class TooLate(Exception):
    """The rows of the import are forgotten; it cannot be taken back any more."""


def take_file(content: bytes, *, name: str, by: Actor) -> ClientImport:
    """Keep a file and guess what its columns are; nothing is imported yet. Raises `Unreadable`."""
    language = get_language() or ""
    encoding = "" if is_workbook(content) else guess_encoding(content, language)
    first = peek(content, encoding=encoding, language=language)
    with transaction.atomic():
        batch = ClientImport.objects.create(
            file_name=name[:200],
            content=content,
            encoding=encoding,
            heads=first[0],
            columns=guessed(first[0], fields()),
            country=current_tenant().country,
            actor_kind=by.kind,
            actor_key=by.key,
            actor_label=by.label,
            acting_for=by.acting_for,
        )
        record(batch, "upload", by=by)
        schedule(
            "clients.import_forget", {"import": str(batch.uuid)}, key=str(batch.uuid), due_at=now() + KEPT_FOR
        )
    return batch


def samples_of(batch: ClientImport, encoding: str = "") -> list[list[str]]:
    """The first rows of the file, all of one width, in another encoding than the guessed one if wished."""
    content = bytes(batch.content or b"")
    rows = peek(content, encoding=encoding or batch.encoding)
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def match_columns(
    batch: ClientImport,
    columns: Sequence[str],
    *,
    duplicates: str,
    country: str,
    encoding: str,
    has_heads: bool,
    by: Actor,
) -> None:
    """Say what the columns are, and try all rows out. Raises `IllegalMove` where that is not the time."""
    with transaction.atomic():
        batch.move(
            Status.CHECKING,
            by=by,
            columns=list(columns),
            duplicates=duplicates,
            country=country,
            encoding=encoding,
            has_heads=has_heads,
            trouble="",
            total=0,
            turn=batch.turn + 1,
        )
        batch.rows.all().delete()
        schedule(
            "clients.import_read", {"import": str(batch.uuid), "turn": batch.turn}, key=_key(batch, "read")
        )


def read_file(batch: ClientImport, *, by: Actor) -> None:
    """Turn the file into rows and begin to check them; a file that breaks off ends the import."""
    try:
        rows = list(rows_of(bytes(batch.content or b""), encoding=batch.encoding))
    except Unreadable as wrong:
        batch.move(Status.FAILED, by=by, trouble=wrong.code)
        return
    heads = rows[0] if batch.has_heads else []
    body = rows[1:] if batch.has_heads else rows
    first = 2 if batch.has_heads else 1
    ImportRow.objects.bulk_create(
        (ImportRow(batch=batch, number=first + at, cells=row) for at, row in enumerate(body)), batch_size=1000
    )
    if not body:
        batch.move(Status.FAILED, by=by, trouble="empty")
        return
    ClientImport.objects.filter(pk=batch.pk).update(total=len(body), heads=heads)
    go_on(batch, "check", 0)


def start_import(batch: ClientImport, *, by: Actor) -> None:
    """Write the rows that are right. Raises `NothingToImport`, and `IllegalMove` for a second start."""
    if not batch.rows.filter(status__in=[ImportRow.Status.NEW, ImportRow.Status.UPDATE]).exists():
        raise NothingToImport
    with transaction.atomic():
        batch.move(Status.RUNNING, by=by, turn=batch.turn + 1, content=None)
        go_on(batch, "write", 0)


def take_back(batch: ClientImport, *, by: Actor) -> None:
    """Undo what an import did to clients with whom nothing has begun since. Raises `TooLate`, `IllegalMove`."""
    if now() > batch.created_at + KEPT_FOR:
        raise TooLate
    with transaction.atomic():
        batch.move(Status.UNDOING, by=by, turn=batch.turn + 1)
        go_on(batch, "undo", 0)


def go_on(batch: ClientImport, step: str, after: int) -> None:
    """Have the next rows done, in the transaction of those before them: one that is killed is done again whole."""
    payload = {"import": str(batch.uuid), "turn": batch.turn, "step": step, "after": after}
    schedule("clients.import_step", payload, key=_key(batch, f"{step}:{after}"))


def forget(batch: ClientImport) -> None:
    """Keep the outcome and forget the file and the cells: they are data of people."""
    ClientImport.objects.filter(pk=batch.pk).update(content=None)
    batch.rows.update(cells=[], email="", mobile="", before={})


def forget_client(client: Client) -> None:
    """Forget what stood in files of one client, who is erased."""
    ImportRow.objects.filter(client=client).update(cells=[], email="", mobile="", before={})


def _key(batch: ClientImport, step: str) -> str:
    return f"{batch.uuid}:{batch.turn}:{step}"
