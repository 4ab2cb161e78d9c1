"""Each tenant's people visit their own pages: what opens there is what others are then kept from.

An open page is asked for while the other tenant's one is still warm in every cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..addresses import Address, addresses_of
from ..people import Member
from ..report import Report
from ..sides import Opened, Side, is_refused, kind_of, leak_in
from ..things import Thing

_MOST_GUESSES = 18
_THERE = (200, 302, 303)


def visit_pages(here: Side, other: Side, report: Report) -> None:
    """Every page without a thing in its path, by who may most: nothing in it is the other tenant's."""
    for address in addresses_of(here.tenant.kind):
        if address.converters:
            continue
        if address.is_open:
            # The other tenant's page is warm in every cache when this one's is asked for.
            for member in other.crowd.of_area(address.gate.area)[:1]:
                member.visitor.get(address.route)
        for member in here.crowd.for_pages(address.gate.area):
            _visit(address, member, other, report)


def open_things(side: Side, other: Side, report: Report) -> None:
    """Find for each address a thing of this tenant that opens there for its own people."""
    waiting = []
    by_stem: dict[str, Opened] = {}
    for address in addresses_of(side.tenant.kind):
        known = by_stem.get(address.stem)
        if len(address.converters) == 1 and (found := _opened(address, known, side, other, report)):
            side.opened.append(found)
            by_stem[address.stem] = found
        elif address.converters:
            waiting.append(address)
    for address in waiting:
        known = by_stem.get(address.stem)
        if known and len(address.converters) == 1:
            # An address for forms only: the thing under which it hangs is known.
            side.opened.append(Opened(address, known.value, "forms", known.by))
        elif address.name not in report.untried:
            report.untried.append(address.name)


def _visit(address: Address, member: Member, other: Side, report: Report) -> None:
    answer = member.visitor.get(address.route)
    leaked = leak_in(answer, other, asked=address.route)
    kind = kind_of(answer, "pages")
    report.probe(kind, leaked, what=f"GET {address.route}", who=member.visitor.label)


def _opened(address: Address, known: Opened | None, side: Side, other: Side, report: Report) -> Opened | None:
    for value, member in _tries(address, known, side, other):
        path = address.at(value)
        answer = member.visitor.get(path)
        if answer.status in _THERE and not is_refused(answer):
            leaked = leak_in(answer, other, asked=path)
            kind = kind_of(answer, "objects")
            report.probe(kind, leaked, what=f"GET {path}", who=member.visitor.label)
            return Opened(address, value, kind, member)
        if answer.status == 405:
            return None
    return None


def _tries(address: Address, known: Opened | None, side: Side, other: Side) -> Iterator[tuple[str, Member]]:
    """Whose thing may be there, and who asks; first the thing under which the address hangs, where one is `known`."""
    if known:
        yield known.value, known.by
    converter = address.converters[0]
    foreign = other.values(converter)
    for value in _guesses(address, side.things, converter):
        if value not in foreign:
            for member in side.crowd.rightful(address.gate.area):
                yield value, member


def _guesses(address: Address, things: Iterable[Thing], converter: str) -> list[str]:
    """Values to try, those of models first that the path's words speak of."""
    kind = converter if converter in ("uuid", "int", "slug") else "str"
    words = [word.rstrip("s") for word in address.words() if len(word) > 2]
    ranked = sorted(things, key=lambda thing: -_likeness(thing.model, words))
    found = list(dict.fromkeys(value for thing in ranked for value in thing.values[kind]))
    return found[:_MOST_GUESSES]


def _likeness(model: str, words: list[str]) -> float:
    return sum(
        (2.0 if word == model else 1.0) / (position + 1)
        for position, word in enumerate(words)
        if word in model
    )
