"""Whether a reseller may have an item: what the system can answer by itself (REQUIREMENTS S4.14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branding import formats

from .models import StoreItem


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a reseller. `has`: the keys of the items that it may use now; `tiers`: names by slug."""

    is_live: bool
    age_days: int
    tier: str
    tiers: Mapping[str, str] = field(default_factory=dict)
    has: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule and whether it is met. `may_follow`: it can still be met by what is chosen beside it."""

    key: str
    text: str
    is_met: bool
    may_follow: bool = False


def answers(item: StoreItem, standing: Standing) -> list[Answer]:
    """Every rule of an item for one reseller, in the order in which a reviewer reads them."""
    found = [Answer("live", _("The portal is live"), standing.is_live)]
    if item.min_age_days:
        found.append(Answer("age", _age(item.min_age_days), standing.age_days >= item.min_age_days))
    if item.tiers:
        names = " / ".join(standing.tiers.get(slug, slug) for slug in item.tiers)
        found.append(Answer("tier", _("Tier: %(tiers)s") % {"tiers": names}, standing.tier in item.tiers))
    for needed in item.needs.all():
        text = _("Needs “%(item)s”") % {"item": needed}
        found.append(Answer(f"needs:{needed.sku}", text, needed.pk in standing.has, may_follow=True))
    return found


def _age(days: int) -> str:
    said = ngettext("The portal is open for %(days)s day", "The portal is open for %(days)s days", days)
    return said % {"days": formats.number(days)}
