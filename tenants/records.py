"""What a request knows of its tenant: a frozen record that caches may hold; never the model."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

OPERATOR = "operator"
RESELLER = "reseller"


@dataclass(frozen=True, slots=True)
class TenantRecord:
    """A tenant as it was read. `kind`: operator or reseller; `currency`: ISO 4217; `time_zone`: IANA."""

    id: int
    uuid: UUID
    kind: str
    schema_name: str
    slug: str
    name: str
    status: str
    default_language: str
    currency: str
    country: str
    time_zone: str
    canonical_host: str
    is_probe: bool = False

    @property
    def is_live(self) -> bool:
        return self.status == "live"

    @property
    def is_stopped(self) -> bool:
        """Whether it serves nobody now, with all its data in place."""
        return self.status in ("suspended", "archived")

    @property
    def is_operator(self) -> bool:
        return self.kind == OPERATOR

    def get_tenant_type(self) -> str:
        """The name under which django-tenants' router asks for the kind."""
        return self.kind
