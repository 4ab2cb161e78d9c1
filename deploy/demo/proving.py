"""The ledger of the demo is proved once, so that the page of proofs has a result."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from shared_apps.reports.alarms import last_proof
from shared_apps.reports.verbs import prove_ledger


def load(by: Actor) -> None:
    """Nothing where there is a result."""
    if last_proof() is None:
        prove_ledger(by=by)
