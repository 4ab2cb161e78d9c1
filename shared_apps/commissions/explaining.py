"""Why an earning is what it is: its lines with their rules, and everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shared_apps.kernel.actor import ActorKind
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import Money

from .goods import names_of
from .models import Earning, EarningLine
from .rows import EarningRow, earning_row
from .wording import RuleCard, rule_cards


@dataclass(frozen=True, slots=True)
class LineCard:
    """What one line of the sale brought; `rule` is None where no rule fitted."""

    name: str
    base: Money
    rule: RuleCard | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of an earning's life: earned, held, pending, available, reversed, or in_part with what it took.

    `by` is empty where nobody did it: the programme's own jobs.
    """

    kind: str
    at: datetime
    by: str
    reason: str
    taken: Money | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An earning with all that tells how it came about. `net` is what is left of it."""

    earning: Earning
    row: EarningRow
    lines: list[LineCard]
    happenings: list[Happening]

    @property
    def net(self) -> Money:
        return self.earning.net

    @property
    def rate(self) -> Decimal:
        return Decimal(self.earning.rate_bp) / 100


_KINDS = {
    "earn": "earned",
    "become held": "held",
    "become pending": "pending",
    "become available": "available",
    "become reversed": "reversed",
    "reverse in part": "in_part",
}


def explain(earning: Earning) -> Explanation:
    """An earning of the current tenant, explained."""
    lines = list(earning.lines.select_related("rule__version").order_by("position"))
    return Explanation(earning, earning_row(earning, now()), _lines(earning, lines), _happenings(earning))


def _lines(earning: Earning, lines: list[EarningLine]) -> list[LineCard]:
    names = names_of(earning.currency) if any(line.sku for line in lines) else {}
    rules = list({line.rule.pk: line.rule for line in lines if line.rule}.values())
    cards = {card.key: card for card in rule_cards(rules, earning.version.currency)}
    return [
        LineCard(
            names.get(line.sku, line.sku),
            Money(line.base_minor, earning.currency),
            cards[line.rule.key] if line.rule else None,
            Money(line.amount_minor, earning.currency),
        )
        for line in lines
    ]


def _happenings(earning: Earning) -> list[Happening]:
    found = []
    for event in history_of(earning):
        kind = _KINDS.get(event.verb)
        if kind:
            minor = event.data.get("minor")
            taken = None if minor is None else Money(minor, earning.currency)
            by = "" if event.actor_kind == ActorKind.SYSTEM else event.actor_label
            found.append(Happening(kind, event.at, by, event.reason, taken))
    return found
