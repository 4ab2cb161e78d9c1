"""Whose figures a page shows: all resellers' in the console, the current reseller's in its office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from tenants.context import current_tenant

from .models import RecurringMove, SaleFact, ServiceFact
from .recurring import moves_of, services_of
from .sums import KEYS, Source, facts_of, sums_of


@dataclass(frozen=True, slots=True)
class Scope:
    """`area` is the shell and the beginning of URL names; `tenant_id` is None for all resellers together."""

    area: str
    tenant_id: int | None
    choices: tuple[str, ...]

    @property
    def shell(self) -> str:
        return f"shells/{self.area}.html"

    @property
    def is_console(self) -> bool:
        return self.area == "console"

    def url(self, page: str) -> str:
        return reverse(f"{self.area}_{page}")

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the two reports, for the tabs above each."""
        return {"sales_url": self.url("reports"), "recurring_url": self.url("report_recurring")}

    @property
    def keys(self) -> list[str]:
        """What the rows behind a report are narrowed by: the period is asked for by itself."""
        return [by for by in self.choices if by in KEYS]

    def facts(self) -> QuerySet[SaleFact]:
        return facts_of(self.tenant_id)

    def sums(self, by: str = "") -> Source:
        """What a report arranged so is summed from."""
        return sums_of(self.tenant_id, by)

    def moves(self) -> QuerySet[RecurringMove]:
        return moves_of(self.tenant_id)

    def services(self) -> QuerySet[ServiceFact]:
        return services_of(self.tenant_id)


def console_scope() -> Scope:
    return Scope("console", None, ("reseller", "product", "plan", "country", "occasion", "when"))


def office_scope() -> Scope:
    return Scope("office", current_tenant().id, ("client", "product", "plan", "country", "occasion", "when"))
