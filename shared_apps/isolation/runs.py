"""A run of the proof from its beginning to its row: never two at once, and one that was killed is marked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_on_shared_data
from tenants.records import TenantRecord

from .announcements import announce_broken
from .models import IsolationRun
from .pair import probe_pair, word_of
from .proof import prove
from .report import Report

# A run says after each step that it is alive, and one step takes minutes; a silent one was killed.
SILENCE = timedelta(minutes=30)
_OPEN = IsolationRun.Status.RUNNING


class AlreadyRunning(RuntimeError):
    """Another run is under way."""


class TakenForDead(AlreadyRunning):
    """This run was silent for so long that another one may have begun: it ends, so that there are never two."""


def run_on_probes(*, by: Actor) -> IsolationRun:
    """The proof on its own two tenants. Raises `AlreadyRunning`; a fault marks the run and goes on up."""
    with _opened("probe-1, probe-2", by=by) as run:
        first, second = probe_pair(by=by)
        return _prove_and_conclude(run, first, second, may_write=True)


def run_between(first: TenantRecord, second: TenantRecord, *, by: Actor) -> IsolationRun:
    """The proof on two tenants of one's choice; it writes only between the proof's own. Raises as above."""
    with _opened(f"{first.slug}, {second.slug}", by=by) as run:
        return _prove_and_conclude(run, first, second, may_write=first.is_probe and second.is_probe)


@contextmanager
def _opened(between: str, *, by: Actor) -> Iterator[IsolationRun]:
    """A claimed run; a fault, also an interrupt, marks it as stopped on its way up."""
    run = begin(between, by=by)
    try:
        yield run
    except BaseException as fault:
        finish_with(run, IsolationRun.Status.STOPPED, note=f"{type(fault).__name__}: {fault}"[:500])
        raise


def _prove_and_conclude(
    run: IsolationRun, first: TenantRecord, second: TenantRecord, *, may_write: bool
) -> IsolationRun:
    """Prove and write down what came of it; whoever looks after the platform is mailed when it does not hold."""
    words = (word_of(first), word_of(second))
    report = prove(first, second, words=words, may_write=may_write, tell=lambda percent: _tell(run, percent))
    return conclude(run, report)


def begin(between: str, *, by: Actor) -> IsolationRun:
    """Claim the one run. Raises `AlreadyRunning` while another one is alive."""
    with acting_on_shared_data():
        dead = IsolationRun.objects.filter(status=_OPEN, seen_at__lt=now() - SILENCE)
        dead.update(status=IsolationRun.Status.STOPPED, finished_at=now(), note="It fell silent.")
        try:
            with transaction.atomic():
                return IsolationRun.objects.create(between=between, asked_by=by.label)
        except IntegrityError as clash:
            raise AlreadyRunning(between) from clash


def conclude(run: IsolationRun, report: Report) -> IsolationRun:
    status = IsolationRun.Status.HELD if report.has_held else IsolationRun.Status.BROKEN
    with acting_on_shared_data(), transaction.atomic():
        finish_with(run, status, **report.as_json())
        if status == IsolationRun.Status.BROKEN:
            announce_broken(run)
    return run


def finish_with(run: IsolationRun, status: str, **fields: object) -> None:
    with acting_on_shared_data():
        values = {"status": status, "finished_at": now(), "percent": 100, **fields}
        if IsolationRun.objects.filter(pk=run.pk, status=_OPEN).update(**values):
            run.refresh_from_db()


def _tell(run: IsolationRun, percent: int) -> None:
    """Say that the run is alive. Raises `TakenForDead`."""
    with acting_on_shared_data():
        mine = IsolationRun.objects.filter(pk=run.pk, status=_OPEN)
        if not mine.update(percent=percent, seen_at=now()):
            raise TakenForDead(run.between)
