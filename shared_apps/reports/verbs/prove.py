"""Prove the ledger and keep what came of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.ledger.proof import Check, checks

from ..models import LedgerProof, ProofStatus

SHOWN, MOST_COUNTED = 20, 10_000
# Far longer than a run takes: what runs longer has died.
LONGEST = timedelta(hours=1)


class ProofUnderWay(RuntimeError):
    """Another run has not finished."""


def prove_ledger(*, by: Actor) -> LedgerProof:
    """Run every check, one after the other, and keep the result. Not inside a transaction. Raises `ProofUnderWay`."""
    proof = _begin(by)
    try:
        for one in checks():
            proof.results.append(_result(one))
            proof.done += 1
            proof.save(update_fields=["results", "done"])
    except BaseException:
        _finish(proof, ProofStatus.STOPPED)
        raise
    proof.gap_count = sum(result["count"] for result in proof.results)
    _finish(proof, ProofStatus.BROKEN if proof.gap_count else ProofStatus.HELD)
    return proof


def _begin(by: Actor) -> LedgerProof:
    at = now()
    dead = LedgerProof.objects.filter(status=ProofStatus.RUNNING, started_at__lt=at - LONGEST)
    dead.update(status=ProofStatus.STOPPED, finished_at=at)
    try:
        with transaction.atomic():
            return LedgerProof.objects.create(asked_by=by.label, started_at=at, total=len(checks()))
    except IntegrityError as running:
        raise ProofUnderWay from running


def _result(one: Check) -> dict[str, Any]:
    search = one.search()
    found = list(islice(search, SHOWN))
    count = len(found) + sum(1 for _ in islice(search, MOST_COUNTED))
    gaps = [[gap.tenant_id, gap.subject, str(gap.expected), str(gap.found)] for gap in found]
    return {"check": one.name, "title": str(one.title), "count": count, "gaps": gaps}


def _finish(proof: LedgerProof, status: str) -> None:
    proof.status, proof.finished_at = status, now()
    proof.save(update_fields=["status", "finished_at", "gap_count"])
