"""Rules and versions in words: for which sales a rule is, what it pays, within which limits, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branding import formats
from shared_apps.kernel.money import Money

from .goods import names_of
from .models import Occasion, ProgrammeVersion, Rule
from .terms import rules_of
from .tiers import tier_names


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule as pages say it."""

    key: UUID
    applies: str
    pays: str
    limits: tuple[str, ...]

    @property
    def text(self) -> str:
        return ", ".join([self.pays, *self.limits])


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a version has otherwise than another; empty where it was not, or is no more."""

    what: str
    old: str
    new: str


def cards_of(version: ProgrammeVersion) -> list[RuleCard]:
    """The rules of a version in the order in which they are tried."""
    return rule_cards(rules_of(version), version.currency)


def rule_cards(rules: Sequence[Rule], currency: str) -> list[RuleCard]:
    """Rules in words; names are read only where a rule names something."""
    goods = names_of(currency) if any(rule.sku or rule.product_sku for rule in rules) else {}
    tiers = tier_names() if any(rule.tier for rule in rules) else {}
    return [RuleCard(rule.key, _applies(rule, goods, tiers), pays(rule), limits(rule)) for rule in rules]


def pays(rule: Rule) -> str:
    """What a rule gives: a percentage, or an amount a sale."""
    if rule.percent is not None:
        return str(formats.percent(rule.percent))
    return _("%(amount)s a sale") % {"amount": _said(rule.amount)}


def limits(rule: Rule) -> tuple[str, ...]:
    """What bounds a rule."""
    found = []
    if rule.cap:
        found.append(_("at most %(amount)s a sale") % {"amount": _said(rule.cap)})
    if rule.total_cap:
        found.append(_("at most %(amount)s for one client") % {"amount": _said(rule.total_cap)})
    if rule.months:
        said = ngettext("in the first month", "in the first %(n)s months", rule.months)
        found.append(said % {"n": formats.number(rule.months)})
    if rule.purchases:
        said = ngettext("on the first purchase", "on the first %(n)s purchases", rule.purchases)
        found.append(said % {"n": formats.number(rule.purchases)})
    return tuple(found)


def differences(old: ProgrammeVersion, new: ProgrammeVersion) -> list[Difference]:
    """What `new` has otherwise than `old`: terms first, then rules."""
    codes = sorted({code for version in (old, new) for code, _minimum, _limit in version.others})
    before, after = dict(_terms(old, codes)), dict(_terms(new, codes))
    terms = [Difference(what, before[what], after[what]) for what in after if before[what] != after[what]]
    was = {card.key: card for card in cards_of(old)}
    now = {card.key: card for card in cards_of(new)}
    changed = [
        Difference(card.applies, was[key].text if key in was else "", card.text)
        for key, card in now.items()
        if key not in was or (was[key].applies, was[key].text) != (card.applies, card.text)
    ]
    gone = [Difference(card.applies, card.text, "") for key, card in was.items() if key not in now]
    return [*terms, *changed, *gone]


def _terms(version: ProgrammeVersion, codes: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (_("Hold in days"), formats.number(version.hold_days)),
        (_("A click counts for (days)"), formats.number(version.cookie_days)),
        (
            _("Earning ends after (days)"),
            formats.number(version.earning_days) if version.earning_days else _("never"),
        ),
        (_("Smallest withdrawal"), _said(version.minimum)),
        (
            _("A second person approves above"),
            _said(version.second_approval) if version.second_approval else _("never"),
        ),
        *(pair for code in codes for pair in _terms_in(version, code)),
    ]


def _terms_in(version: ProgrammeVersion, code: str) -> list[tuple[str, str]]:
    """What holds in another currency."""
    limit = version.second_approval_in(code)
    return [
        (in_currency(_("Smallest withdrawal"), code), _said(version.minimum_in(code))),
        (
            in_currency(_("A second person approves above"), code),
            _("never") if limit is None else formats.money(limit, trim=True),
        ),
    ]


def in_currency(label: str, code: str) -> str:
    """The name of a term that is about another currency."""
    return f"{label} ({code})"


def _applies(rule: Rule, goods: dict[str, str], tiers: dict[str, str]) -> str:
    named = [goods.get(sku, sku) for sku in (rule.sku or rule.product_sku,) if sku]
    if rule.tier:
        named.append(tiers.get(rule.tier, rule.tier))
    if rule.occasion != Occasion.ANY or not named:
        named.append(str(rule.get_occasion_display()))
    return " · ".join(named)


def _said(amount: Money | None) -> str:
    return formats.money(amount, trim=True) if amount else ""
