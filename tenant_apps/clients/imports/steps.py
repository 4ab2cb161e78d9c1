"""What the agenda does of an import: some rows at a time, each time in one transaction with its own mark.

A worker that is killed leaves no half step: the rows and the mark commit together, so no row is written twice
(RELIABILITY 16).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..marking import forget, mark_again
from ..models import Client, ClientGroup, ClientImport, ImportRow, Tag
from ..obstacles import obstacles_of
from ..verbs import MobileTaken, add_client, edit_client
from .begin import go_on
from .judging import Verdict, judge

AT_ONCE = 200
Status = ImportRow.Status
Step = Callable[[ClientImport, Sequence[ImportRow]], None]


def step(batch: ClientImport, name: str, after: int, *, by: Actor) -> None:
    """Do the next rows after a number; at the end of the file the import moves on."""
    work, running, then = _STEPS[name]
    if batch.status != running:
        return
    rows = list(batch.rows.filter(number__gt=after, status__in=_TAKEN[name]).order_by("number")[:AT_ONCE])
    if rows:
        work(batch, rows)
        go_on(batch, name, rows[-1].number)
        return
    done: dict[str, Any] = {} if name == "check" else {"done_at": now()}
    batch.move(then, by=by, **done)


def check(batch: ClientImport, rows: Sequence[ImportRow]) -> None:
    """Say of each row what would become of it; no client is touched."""
    for verdict in judge(batch, rows):
        _note(verdict)
    _save(rows)


def write(batch: ClientImport, rows: Sequence[ImportRow]) -> None:
    """Add and update clients. Things are judged anew: others have been at work since the check."""
    tags: dict[str, Tag] = {}
    for verdict in judge(batch, rows):
        _note(verdict)
        if verdict.status in (Status.NEW, Status.UPDATE):
            _write(verdict, tags, by=batch.actor)
    _save(rows)


def undo(batch: ClientImport, rows: Sequence[ImportRow]) -> None:
    """Remove the clients that were added and put back what was replaced, unless it changed since."""
    for row in rows:
        if row.client is None:
            row.status = Status.UNDONE
        elif row.status == Status.ADDED:
            row.status = Status.UNDONE if _remove(row.client, by=batch.actor) else Status.KEPT
            row.client = None if row.status == Status.UNDONE else row.client
        else:
            _put_back(row, row.client, by=batch.actor)
    _save(rows)


def _note(verdict: Verdict) -> None:
    verdict.row.status, verdict.row.errors = verdict.status, [list(error) for error in verdict.errors]
    verdict.row.client = verdict.client if verdict.status in (Status.UPDATE, Status.SKIPPED) else None


def _save(rows: Sequence[ImportRow]) -> None:
    ImportRow.objects.bulk_update(
        rows, ["status", "errors", "email", "mobile", "client", "before"], batch_size=200
    )


def _write(verdict: Verdict, tags: dict[str, Tag], *, by: Actor) -> None:
    row = verdict.row
    try:
        with transaction.atomic():
            if verdict.client is None:
                row.client, row.status = add_client(_defaults(verdict, tags), by=by), Status.ADDED
            else:
                row.before = _before(verdict.client, verdict)
                row.client = edit_client(verdict.client, _details(verdict, verdict.client, tags), by=by)
                row.status = Status.UPDATED
            _keep_domain(row.client, verdict.domain)
    except MobileTaken:
        row.status, row.errors, row.client = Status.WRONG, [["mobile", "taken"]], None


def _defaults(verdict: Verdict, tags: dict[str, Tag]) -> dict[str, Any]:
    is_company = bool(verdict.details.get("company_name"))
    kind = Client.Kind.ORGANISATION if is_company else Client.Kind.PERSON
    return {"kind": kind, **_details(verdict, None, tags)}


def _details(verdict: Verdict, client: Client | None, tags: dict[str, Tag]) -> dict[str, Any]:
    """What the row says, added to the own fields and tags that a client has."""
    found = dict(verdict.details)
    if verdict.group:
        found["group"] = verdict.group
    if verdict.custom:
        found["custom"] = {**(client.custom if client else {}), **verdict.custom}
    if verdict.tags:
        found["tags"] = [*(client.tags.all() if client else ()), *(_tag(word, tags) for word in verdict.tags)]
    return found


def _before(client: Client, verdict: Verdict) -> dict[str, Any]:
    """What the row replaces, as JSON."""
    kept = {name: getattr(client, name) for name in verdict.details}
    custom = {key: client.custom[key] for key in verdict.custom if key in client.custom}
    return {"details": kept, "group": client.group_id, "custom": custom}


def _keep_domain(client: Client, domain: str) -> None:
    """A domain that is proved stays; any other is replaced."""
    if domain:
        Client.objects.filter(pk=client.pk, domain_verified_at=None).update(domain=domain)
        mark_again(client.pk)


def _tag(word: str, known: dict[str, Tag]) -> Tag:
    key = word.casefold()
    if key not in known:
        known[key] = Tag.objects.filter(name__iexact=word).first() or Tag.objects.create(name=word)
    return known[key]


def _remove(client: Client, *, by: Actor) -> bool:
    """Whether the client is gone; where an order, a person, a paper or money stands on it, it stays."""
    if obstacles_of(client):
        return False
    try:
        with transaction.atomic():
            record(client, "remove", by=by, reason="import")
            forget(client)
            client.delete()
    except ProtectedError:
        return False
    return True


def _put_back(row: ImportRow, client: Client, *, by: Actor) -> None:
    """Only what still is as the import left it: later work of others is not undone."""
    said = judge(row.batch, [row])[0]
    before = row.before.get("details", {})
    back = {name: value for name, value in before.items() if getattr(client, name) == said.details.get(name)}
    if said.group and client.group_id == said.group.pk:
        back["group"] = ClientGroup.objects.filter(pk=row.before["group"]).first()
    if said.custom:
        back["custom"] = _custom_before(client, said.custom, row.before["custom"])
    try:
        edit_client(client, back, by=by)
    except MobileTaken:
        row.status = Status.KEPT
    else:
        row.status = Status.UNDONE


def _custom_before(client: Client, said: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    stale = {key for key, value in said.items() if client.custom.get(key) == value}
    kept = {key: value for key, value in client.custom.items() if key not in stale}
    return kept | {key: value for key, value in before.items() if key in stale}


_STEPS: dict[str, tuple[Step, str, str]] = {
    "check": (check, ClientImport.Status.CHECKING, ClientImport.Status.CHECKED),
    "write": (write, ClientImport.Status.RUNNING, ClientImport.Status.DONE),
    "undo": (undo, ClientImport.Status.UNDOING, ClientImport.Status.UNDONE),
}
_TAKEN: dict[str, list[str]] = {
    "check": [Status.WAITING],
    "write": [Status.NEW, Status.UPDATE],
    "undo": [Status.ADDED, Status.UPDATED],
}
