"""Agenda tasks of imports. Each works in one transaction with its own mark in the agenda."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from ..models import ClientImport
from .begin import forget, read_file
from .steps import step


@handles("clients.import_read")
def import_read(payload: dict[str, Any], *, by: Actor) -> None:
    """Turn a file into rows."""
    for batch in _meant(payload):
        if batch.status == ClientImport.Status.CHECKING:
            read_file(batch, by=by)


@handles("clients.import_step")
def import_step(payload: dict[str, Any], *, by: Actor) -> None:
    """Check, write or take back some rows; the next ones are a task of their own."""
    for batch in _meant(payload):
        step(batch, payload["step"], payload["after"], by=by)


@handles("clients.import_forget")
def import_forget(payload: dict[str, Any], *, by: Actor) -> None:
    """What stood in the file is kept no longer than it can be of use."""
    for batch in ClientImport.objects.filter(uuid=payload["import"]):
        forget(batch)


def _meant(payload: dict[str, Any]) -> list[ClientImport]:
    """The import, locked; none for a task of an earlier turn."""
    rows = ClientImport.objects.select_for_update()
    return list(rows.filter(uuid=payload["import"], turn=payload["turn"]))
