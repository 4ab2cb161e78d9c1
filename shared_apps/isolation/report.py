"""What a proof counts and finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer too many: what was tried, by whom, and what came back."""

    kind: str
    what: str
    who: str
    leaked: str


@dataclass
class Report:
    """Probes by kind, findings, and addresses for which the other tenant had nothing to try."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)

    def probe(self, kind: str, leaked: str, *, what: str, who: str) -> None:
        """One try: `leaked` is empty where it was refused as it should be."""
        self.counts[kind] += 1
        if leaked:
            self.findings.append(Finding(kind, what, who, leaked[:500]))

    @property
    def probes(self) -> int:
        return sum(self.counts.values())

    @property
    def has_held(self) -> bool:
        return bool(self.probes) and not self.findings

    def as_json(self) -> dict[str, Any]:
        return {
            "probes": self.probes,
            "counts": dict(self.counts),
            "findings": [asdict(finding) for finding in self.findings],
            "untried": self.untried,
        }
