"""What a sale earns: the rules of a version against the lines of the sale. Nothing is read or written here.

Amounts are whole minor units; the parts add up to the whole exactly (RELIABILITY 20). A rule's share is reckoned
on all the lines together that it fits and rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import BASIS_POINTS, Money, total
from shared_apps.kernel.periods import period_end

from .cards import PurchaseLine
from .models import Occasion, Rule


@dataclass(frozen=True, slots=True)
class Case:
    """Whose sale it is: in which currency rules name amounts, since when and how often the client bought, the
    affiliate's tier (a slug), and what each rule (by key) has brought from this client so far, in minor units."""

    currency: str
    attributed_at: datetime
    at: datetime
    tier: str = ""
    purchases: int = 0
    earned: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """What one line of a sale earns, and by which rule: none where no rule fits."""

    line: PurchaseLine
    rule: Rule | None
    amount: Money


def reckon(lines: Sequence[PurchaseLine], rules: Iterable[Rule], case: Case) -> list[Share]:
    """The share of each line, in their order. In all never more than what was paid for them."""
    ranked = in_force(rules)
    chosen = [next((rule for rule in ranked if fits(rule, line, case)), None) for line in lines]
    amounts = [Money.zero(line.net.currency) for line in lines]
    for rule in ranked:
        places = [place for place, one in enumerate(chosen) if one is rule]
        bases = [lines[place].net for place in places]
        if not bases:
            continue
        parts = spread(_earned(rule, total(bases, bases[0].currency), case), bases)
        for place, part in zip(places, parts, strict=True):
            amounts[place] = part
    amounts = _within(amounts, [line.net for line in lines])
    return [Share(*one) for one in zip(lines, chosen, amounts, strict=True)]


def in_force(rules: Iterable[Rule]) -> list[Rule]:
    """Rules in the order in which they are tried: the most specific first, equals as they were put."""
    ordered = sorted(rules, key=lambda rule: (rule.position, rule.pk or 0))
    return sorted(ordered, key=lambda rule: rule.weight, reverse=True)


def fits(rule: Rule, line: PurchaseLine, case: Case) -> bool:
    """Whether a rule is for this line of this sale. One that names an amount is for its own currency alone."""
    return (
        rule.sku in ("", line.sku)
        and rule.product_sku in ("", line.product_sku)
        and rule.tier in ("", case.tier)
        and _is_occasion(rule, line)
        and (line.net.currency == case.currency or not _names_money(rule))
        and (rule.purchases is None or case.purchases < rule.purchases)
        and (rule.months is None or case.at < period_end(case.attributed_at, "month", rule.months))
    )


def spread(whole: Money, bases: Sequence[Money]) -> list[Money]:
    """Parts of `whole` in proportion to `bases`, credits among them, that add up to it exactly."""
    base = sum(one.minor for one in bases)
    if not base:
        return [Money.zero(whole.currency) for _ in bases]
    sign = 1 if base > 0 else -1
    parts, counted, given = [], 0, Money.zero(whole.currency)
    for one in bases:
        counted += one.minor
        until = whole.fraction(sign * counted, sign * base)
        parts.append(until - given)
        given = until
    return parts


def taken_back(amount: Money, refunded: Money, of: Money) -> Money:
    """What of a commission goes back once `refunded` of a sale of `of` has, all refunds together: all with all."""
    return amount.fraction(refunded.minor, of.minor)


def rate_of(amount: Money, base: Money) -> int:
    """The part of the base that an amount is, in basis points, rounded half up."""
    return Money(BASIS_POINTS, amount.currency).fraction(amount.minor, base.minor).minor


def _earned(rule: Rule, base: Money, case: Case) -> Money:
    if rule.percent_bp is not None:
        minor = base.share(rule.percent_bp).minor
    else:
        minor = max(0, min(rule.amount_minor or 0, base.minor))
    if rule.cap_minor is not None:
        minor = min(minor, rule.cap_minor)
    if rule.total_cap_minor is not None:
        minor = min(minor, max(0, rule.total_cap_minor - case.earned.get(rule.key, 0)))
    return Money(minor, base.currency)


def _within(amounts: list[Money], bases: list[Money]) -> list[Money]:
    """Cut in proportion where credits at other rates would make the commission more than what was paid."""
    currency = bases[0].currency if bases else ""
    whole, paid = sum(one.minor for one in amounts), sum(one.minor for one in bases)
    if whole <= max(0, paid):
        return amounts
    return spread(Money(max(0, paid), currency), amounts)


def _is_occasion(rule: Rule, line: PurchaseLine) -> bool:
    return rule.occasion == Occasion.ANY or (
        bool(line.occasion) and (rule.occasion == Occasion.FIRST) == (line.occasion == Occasion.FIRST)
    )


def _names_money(rule: Rule) -> bool:
    return any(minor is not None for minor in (rule.amount_minor, rule.cap_minor, rule.total_cap_minor))
