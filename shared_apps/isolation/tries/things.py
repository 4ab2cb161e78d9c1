"""Things of another tenant, and of another client: asked for at the addresses where their owners find them."""

from __future__ import annotations

from uuid import uuid4

from ..addresses import addresses_of
from ..people import Member
from ..report import Report
from ..sides import Opened, Side, is_refused, leak_in
from ..visitor import Answer

# Names under which forms send what they are about.
_FIELDS = (
    "uuid", "uuids", "id", "ids", "client", "clients", "client_uuid", "invoice", "invoices", "order", "service",
    "payment", "offer", "method", "method_uuid", "domain", "person", "member", "tenant", "key", "rows", "selected",
)  # fmt: skip
_MOST_VALUES = 20


def ask_for_foreign_things(victim: Side, by: Side, report: Report) -> None:
    """Every thing that opened for its own people, asked for by everybody of another tenant on their host."""
    for opened in victim.opened:
        for member in by.crowd.strangers(opened.address.gate.area):
            _ask(opened, member, victim, by, report)


def ask_as_another_client(side: Side, report: Report) -> None:
    """Every thing that opened for a client, asked for by the clients of the same tenant whose it is not."""
    for opened in (one for one in side.opened if one.by.area == "client" and one.by.group):
        for member in side.crowd.of_area("client"):
            if member.group != opened.by.group:
                answer = member.visitor.get(opened.address.at(opened.value))
                leaked = "" if is_refused(answer) else f"answered {answer.status}"
                what = f"GET {opened.address.at(opened.value)}"
                report.probe("clients", leaked, what=what, who=member.visitor.label)


def send_foreign_ids(victim: Side, by: Side, report: Report) -> None:
    """Every form of one's own that has no thing in its path, filled with the keys of another tenant's things."""
    if not by.may_write:
        return
    values = _one_of_each(victim)[:_MOST_VALUES]
    fields = dict.fromkeys(_FIELDS, values)
    for address in addresses_of(by.tenant.kind):
        # Pages about oneself ask for no thing, and must not end the session.
        if address.converters or address.route.startswith("/accounts/"):
            continue
        for member in by.crowd.of_area(address.gate.area)[:1]:
            answer = member.visitor.post(address.route, fields)
            leaked = leak_in(answer, victim, asked=" ".join(values))
            report.probe("forms", leaked, what=f"POST {address.route}", who=member.visitor.label)


def _one_of_each(victim: Side) -> list[str]:
    """A key of one thing of each kind: with more of them a form would be refused for its length."""
    return list(
        {thing.model: thing.values["uuid"][0] for thing in victim.things if thing.values["uuid"]}.values()
    )


def _ask(opened: Opened, member: Member, victim: Side, by: Side, report: Report) -> None:
    path = opened.address.at(opened.value)
    answers = [("GET", member.visitor.get(path))]
    if by.may_write:
        answers.append(("POST", member.visitor.post(path)))
    for method, answer in answers:
        leaked = _judged(answer, opened, member, victim, path)
        report.probe(opened.kind, leaked, what=f"{method} {path}", who=member.visitor.label)


def _judged(answer: Answer, opened: Opened, member: Member, victim: Side, path: str) -> str:
    if leaked := leak_in(answer, victim, asked=path):
        return leaked
    if is_refused(answer):
        return ""
    if opened.address.is_open and _is_the_same(
        answer, member.visitor.get(opened.address.at(_nonsense(opened)))
    ):
        return ""
    return f"answered {answer.status} {answer.location}".strip()


def _is_the_same(answer: Answer, nonsense: Answer) -> bool:
    """An open page that takes any value answers a foreign one as it answers a meaningless one."""
    return (answer.status, answer.location, answer.cookies) == (
        nonsense.status,
        nonsense.location,
        nonsense.cookies,
    )


def _nonsense(opened: Opened) -> str:
    converter = opened.address.converters[0]
    return {"uuid": str(uuid4()), "int": "999999999"}.get(converter, "zz" + opened.value[:8][::-1])
