"""Every task has a name for people: the agenda's page shows no code alone."""

from __future__ import annotations

from shared_apps.agenda import registry
from shared_apps.agenda.titles import TITLES

OURS = ("tests.", "bench.", "probes.")


def test_every_task_is_called_something() -> None:
    names = {name for name in registry._tasks if not name.startswith(OURS)}
    assert names - set(TITLES) == set()
    # The demonstration's own is registered by it alone.
    assert set(TITLES) - names <= {"demo.connect_stripe"}
