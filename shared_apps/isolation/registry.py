"""What the other apps give the proof: things of a tenant to go after, and the tokens that a tenant hands out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Plant = Callable[[str], None]
Make = Callable[[], "Token | None"]
Group = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the current tenant and how it is shown: at an address (with `path`), or in a cookie."""

    value: str
    path: str = ""
    cookie: str = ""
    # What only an accepted token brings about, such as a cookie that is set.
    accepted_sets: str = ""


_planters: dict[str, Plant] = {}
_tokens: dict[str, Make] = {}
_groups: list[Group] = []


def plants(name: str) -> Callable[[Plant], Plant]:
    """Register what makes things in the current tenant; called with a word that every text of them holds."""

    def register(plant: Plant) -> Plant:
        _planters[name] = plant
        return plant

    return register


def hands_out(kind: str) -> Callable[[Make], Make]:
    """Register how a token of a kind is made in the current tenant; None where there is nobody to make it for."""

    def register(make: Make) -> Make:
        _tokens[kind] = make
        return make

    return register


def tells_group(group: Group) -> Group:
    """Register what says which people of a tenant may see the same things: the contacts of one client."""
    _groups.append(group)
    return group


def group_of(person: Any) -> str:
    """The group of a person; empty for staff and for those in none."""
    return next((found for group in _groups if (found := group(person))), "")


def plant(word: str) -> None:
    """Make everything that is registered, in the order of registration, in the current tenant."""
    for make in _planters.values():
        make(word)


def token_kinds() -> dict[str, Make]:
    return dict(_tokens)
