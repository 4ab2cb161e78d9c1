"""What may be chosen with a plan: configurable options, counted extras, plain add-ons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from branding.formats import ascii_digits

from .queries import OfferCard

Form = QueryDict | MultiValueDict[str, str]
OPTION, COUNT = "option-", "count-"
_MOST_CHOSEN = 50


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """A configurable option, such as an operating system: one of its choices, or none where it may be left."""

    slug: str
    name: str
    is_required: bool
    choices: tuple[OfferCard, ...]

    @property
    def field(self) -> str:
        return f"{OPTION}{self.slug}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form says: add-ons by uuid, and how many of those that are counted by themselves."""

    add_ons: tuple[str, ...]
    counts: Mapping[str, int]


def groups_of(plan: OfferCard) -> list[OptionGroup]:
    """The configurable options of a plan, in the catalogue's order."""
    found: dict[str, list[OfferCard]] = {}
    for one in plan.add_ons:
        if one.choice_group:
            found.setdefault(one.choice_group, []).append(one)
    return [
        OptionGroup(
            slug,
            next((one.choice_name for one in choices if one.choice_name), choices[0].name),
            any(one.is_required for one in choices),
            tuple(choices),
        )
        for slug, choices in found.items()
    ]


def counted_of(plan: OfferCard) -> list[OfferCard]:
    """Add-ons of which somebody takes so many, such as extra gigabytes."""
    return [one for one in plan.add_ons if not one.choice_group and one.has_own_quantity]


def plain_of(plan: OfferCard) -> list[OfferCard]:
    """Add-ons that one takes or leaves."""
    return [one for one in plan.add_ons if not one.choice_group and not one.has_own_quantity]


def always_of(plan: OfferCard) -> list[OfferCard]:
    """Add-ons without which the plan is not sold."""
    return [one for one in plan.add_ons if one.is_required and not one.choice_group]


def chosen_in(form: Form) -> Chosen:
    """Read the fields `add_ons`, `option-<group>` and `count-<uuid>`; whether they may be had is decided later."""
    picked = [*form.getlist("add_ons"), *(value for value in _values(form, OPTION) if value)]
    counts = {name.removeprefix(COUNT): _count(form.get(name) or "") for name in _names(form, COUNT)}
    counted = {uuid: count for uuid, count in counts.items() if count}
    plain = (uuid for uuid in dict.fromkeys(picked) if uuid not in counts)
    return Chosen(tuple(plain)[:_MOST_CHOSEN], counted)


def _names(form: Form, prefix: str) -> Sequence[str]:
    return [name for name in form if name.startswith(prefix)][:_MOST_CHOSEN]


def _values(form: Form, prefix: str) -> Iterator[str]:
    return (str(form.get(name) or "") for name in _names(form, prefix))


def _count(text: str) -> int:
    plain = ascii_digits(text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 0
