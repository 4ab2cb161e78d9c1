"""Agenda tasks: the proof each night, and when somebody asks for it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from shared_apps.agenda.door import Later, handles, nightly
from shared_apps.kernel.actor import Actor

from .runs import AlreadyRunning, run_on_probes

_ASK_AGAIN = timedelta(minutes=3)


@nightly(time(2, 30))
@handles("isolation.prove", outside=True)
def prove_isolation(payload: dict[str, Any], *, by: Actor) -> None:
    """Longer than a lease of the agenda: a second delivery meets the run and waits for its end."""
    try:
        run_on_probes(by=by)
    except AlreadyRunning as running:
        raise Later(_ASK_AGAIN, "A proof is under way.") from running
