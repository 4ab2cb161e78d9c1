"""Agenda tasks: the ledger's proof each night and when somebody asks for it; the days' sums; the mail log's end."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from shared_apps.agenda.door import Later, handles, nightly, steady
from shared_apps.kernel.actor import Actor

from . import verbs

_ASK_AGAIN = timedelta(minutes=1)


@nightly(time(3, 15))
@handles("reports.prove_ledger", outside=True)
def prove_ledger(payload: dict[str, Any], *, by: Actor) -> None:
    """A second delivery meets the run and waits for its end."""
    try:
        verbs.prove_ledger(by=by)
    except verbs.ProofUnderWay as running:
        raise Later(_ASK_AGAIN, "A proof is under way.") from running


@steady(timedelta(minutes=1))
@handles("reports.move_sums_on")
def move_sums_on(payload: dict[str, Any], *, by: Actor) -> None:
    """However late, no figure is wrong: what waits is added when it is read."""
    verbs.move_sums_on()


@nightly(time(4, 5))
@handles("reports.forget_mails")
def forget_mails(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.forget_mails()
