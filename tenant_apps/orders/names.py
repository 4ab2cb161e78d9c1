"""Domain names in the shop: what is searched for, which endings are sold, and at what price.

Names are read in any script by IDNA 2008 (the idna package), kept in A-labels and shown in their own script;
what ends in a public suffix of others, and what is made to look like another name, is refused (RELIABILITY 32).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shared_apps.domains.names import claimable, registrable, shown
from tenant_apps.storefront.queries import OfferCard

from . import registrar
from .errors import NameTaken, NameUnchecked
from .models import Service
from .registrar import Availability

_LONGEST_TYPED = 253
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))
# Cyrillic and Greek letters that are drawn like Latin ones: a whole label of them imitates a Latin name.
_TWINS = frozenset("асԁеһіјӏорԛѕԝхуъьгпѵѡαικνορυχγω")
# Put before or behind a name that is taken.
_BEFORE, _BEHIND = ("get", "my", "the"), ("online", "shop", "group")


class BadSearch(ValueError):
    """What was typed is no name; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with the offer of its ending: the price is the plan's, never the registrar's."""

    name: str
    offer: OfferCard
    state: Availability

    @property
    def shown(self) -> str:
        return shown(self.name)

    @property
    def is_free(self) -> bool:
        return self.state == Availability.FREE

    @property
    def is_taken(self) -> bool:
        return self.state == Availability.TAKEN


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a search: the name that was meant under every ending, and other names for it."""

    exact: tuple[FoundName, ...]
    suggestions: tuple[FoundName, ...]

    @property
    def is_answered(self) -> bool:
        return any(one.state != Availability.UNKNOWN for one in self.exact)


def endings(offers: Sequence[OfferCard]) -> dict[str, OfferCard]:
    """The offers that are domain names, by their ending."""
    return {offer.tld: offer for offer in offers if offer.tld}


def search(typed: str, offers: Sequence[OfferCard]) -> Search:
    """Ask the registrar once about a name under every ending on sale; raises `BadSearch`.

    The ending that was typed comes first. Where that name is taken, similar ones are suggested that are free.
    """
    sold = endings(offers)
    label, wished = _label_of(typed, sold)
    order = sorted(sold, key=lambda tld: tld != wished)
    exact = [f"{label}.{tld}" for tld in order]
    similar = [f"{one}.{order[0]}" for one in _similar(label)] if order else []
    answers = registrar.availability([*exact, *similar])
    taken = _held({name for name, state in answers.items() if state == Availability.FREE})
    answers |= dict.fromkeys(taken, Availability.TAKEN)
    found = {name: FoundName(name, sold[tld_of(name, sold)], answers[name]) for name in answers}
    is_taken = bool(exact) and found[exact[0]].is_taken
    free = [found[name] for name in similar if found[name].is_free]
    return Search(tuple(found[name] for name in exact), tuple(free) if is_taken else ())


def fitting_name(typed: str, tld: str) -> str:
    """The name in A-labels that may be registered under an ending; raises `BadSearch`."""
    name = _read(typed)
    if tld_of(name, [tld]) != tld or name.count(".") != tld.count(".") + 1 or registrable(name) != name:
        raise BadSearch(_("Choose a name that ends in .%(ending)s.") % {"ending": shown(tld)})
    return name


def tld_of(name: str, endings: Sequence[str] | dict[str, OfferCard]) -> str:
    """The longest of the endings that a name has; empty where it has none."""
    return max((tld for tld in endings if name.endswith(f".{tld}")), key=len, default="")


def availability_of(names: Sequence[str]) -> dict[str, Availability]:
    """Asked anew of the registrar; a name that a service here already has is taken."""
    answers = registrar.availability(list(names))
    return answers | dict.fromkeys(_held(set(names)), Availability.TAKEN)


def require_free(names: Sequence[str]) -> None:
    """Ask again, when it is ordered; raises `NameTaken` and `NameUnchecked`. Not inside a transaction."""
    for name, state in availability_of(names).items():
        if state == Availability.TAKEN:
            raise NameTaken(shown(name))
        if state == Availability.UNKNOWN:
            raise NameUnchecked(name)


def _label_of(typed: str, sold: dict[str, OfferCard]) -> tuple[str, str]:
    """The label that is meant, and the ending that was typed with it."""
    text = typed.strip().translate(_DOTS).strip(".")
    if not text or len(text) > _LONGEST_TYPED:
        raise BadSearch(_("Type the name that you wish for, such as yourname or yourname.com."))
    name = _read(text if "." in text else f"{text}.com")
    if "." not in text:
        return name.removesuffix(".com"), ""
    wished = tld_of(name, sold)
    label = name.removesuffix(f".{wished}") if wished else (registrable(name) or name).partition(".")[0]
    # Of www.name.com the name is meant.
    return label.rpartition(".")[2], wished


def _read(typed: str) -> str:
    try:
        name = claimable(typed.replace(" ", ""))
    except ValidationError as wrong:
        raise BadSearch(" ".join(wrong.messages)) from wrong
    _refuse_imitations(name)
    return name


def _refuse_imitations(name: str) -> None:
    """A label that is made of another script's look-alikes alone, under an ending in Latin letters."""
    labels = shown(name).split(".")
    if not labels[-1].isascii():
        return
    for label in labels[:-1]:
        letters = {sign for sign in label if sign.isalpha()}
        if letters and letters <= _TWINS:
            raise BadSearch(_("The letters of this name imitate those of another script."))


def _similar(label: str) -> list[str]:
    if label.startswith("xn--"):
        return []
    made = [*(f"{word}{label}" for word in _BEFORE), *(f"{label}-{word}" for word in _BEHIND)]
    return [one for one in made if len(one) <= 63]


def _held(names: set[str]) -> set[str]:
    """Those that a service of this shop has, or will have."""
    if not names:
        return set()
    return set(
        Service.objects.filter(label__in=names)
        .exclude(status=Service.Status.ENDED)
        .values_list("label", flat=True)
    )
