"""The isolation proof: people of two tenants try everything of the other one (RELIABILITY 1, 3, 4, 33, 34, 36).

It counts each try. It has held when not one answer gave anything away and no table of the other tenant changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord

from .digests import differences, digests_of
from .markers import markers_of
from .people import Crowd, crowd_of
from .report import Report, Tell
from .sides import Side
from .things import things_of
from .tries import keys, own, things, work

Step = Callable[[], None]


def prove(
    first: TenantRecord,
    second: TenantRecord,
    *,
    words: tuple[str, str] = ("", ""),
    may_write: bool = False,
    thoroughly: bool = True,
    tell: Tell = lambda percent: None,
) -> Report:
    """Everything of two tenants, tried by the other one's people.

    `words`: what every text of each holds. `may_write`: both were made for proofs, so that forms are sent too.
    `thoroughly`: every role tries, in both directions; otherwise who may most in each area of the first tenant
    tries everything of the second one. `tell`: percents done.
    """
    report = Report()
    with ExitStack() as signed_in:
        crowds = [signed_in.enter_context(crowd_of(tenant, whole=thoroughly)) for tenant in (first, second)]
        a, b = _sides(crowds, words, may_write)
        steps = _steps(a, b, report, thoroughly)
        for number, step in enumerate(steps, start=1):
            step()
            tell(number * 100 // len(steps))
    return report


def _sides(crowds: list[Crowd], words: tuple[str, str], may_write: bool) -> list[Side]:
    found = [things_of(crowd.tenant) for crowd in crowds]
    pairs = zip(crowds, found, reversed(found), words, strict=True)
    return [
        Side(crowd.tenant, mine, markers_of(crowd.tenant, mine, others, word), crowd, may_write)
        for crowd, mine, others, word in pairs
    ]


def _steps(a: Side, b: Side, report: Report, thoroughly: bool) -> list[Step]:
    ways = ((b, a), (a, b)) if thoroughly else ((b, a),)
    return [
        lambda: keys.hand_out(a),
        lambda: keys.hand_out(b),
        *(step for victim, by in ways for step in _within(victim, by, report)),
        *(step for victim, by in ways for step in _against(victim, by, report)),
    ]


def _within(victim: Side, by: Side, report: Report) -> list[Step]:
    """What a tenant's own people see on their hosts, and what its clients see of each other."""
    return [
        lambda: own.visit_pages(by, victim, report),
        lambda: own.open_things(victim, by, report),
        lambda: things.ask_as_another_client(victim, report),
    ]


def _against(victim: Side, by: Side, report: Report) -> list[Step]:
    """What one tenant's people try on the other; its tables are compared before and after."""
    before: list[dict[str, str]] = []

    def compare() -> None:
        changed = differences(before[0], digests_of(victim.tenant))
        leaked = f"changed: {', '.join(changed)}" if changed else ""
        report.probe("writes", leaked, what=f"tables of {victim.tenant.slug}", who=by.tenant.slug)

    return [
        lambda: before.append(digests_of(victim.tenant)),
        lambda: things.ask_for_foreign_things(victim, by, report),
        lambda: things.send_foreign_ids(victim, by, report),
        lambda: _carry(victim, by, report),
        lambda: work.hand_foreign_work(victim, by, report),
        compare,
    ]


def _carry(victim: Side, by: Side, report: Report) -> None:
    keys.carry_sessions(victim, by.tenant, report, may_write=by.may_write)
    keys.carry_sessions(victim, _operator(), report, may_write=False)
    keys.post_from_elsewhere(victim, by, report)
    keys.carry_signed_values(victim, by, report)
    keys.read_cache(victim, by, report)
    keys.carry_tokens(victim, by, report)


def _operator() -> TenantRecord:
    with acting_on_shared_data():
        return Tenant.objects.get(kind=Tenant.Kind.OPERATOR).record
