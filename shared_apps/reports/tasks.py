"""Agenda tasks: the ledger's proof each night and when somebody asks for it; old rows of the mail log."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from shared_apps.agenda.door import Later, handles, nightly
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


@nightly(time(4, 5))
@handles("reports.forget_mails")
def forget_mails(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.forget_mails()
