"""What a service is to be made of after a change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import Stretch

from ..models import Service, ServiceItem
from ..models.service import Billed


@dataclass(frozen=True, slots=True)
class Target:
    """One item to be. `keeps` is the item of today that it leaves as it is."""

    kind: str
    sku: str
    name: str
    quantity: int
    unit_minor: int
    wholesale_unit_minor: int
    currency: str
    period: str
    per_seat: bool
    discount_bp: int = 0
    discount_minor: int = 0
    discount_periods_left: int | None = 0
    keeps: int | None = None

    @classmethod
    def of(cls, item: ServiceItem, quantity: int | None = None) -> Target:
        """What there is today at its own price, in another quantity where one is named."""
        names = [name for name in cls.__slots__ if name not in {"keeps", "quantity"}]
        same = {name: getattr(item, name) for name in names}
        count = quantity or item.quantity
        return cls(**same, quantity=count, keeps=item.pk if count == item.quantity else None)

    @classmethod
    def read(cls, saved: dict[str, Any]) -> Target:
        return cls(**saved)

    @property
    def saved(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @property
    def is_recurring(self) -> bool:
        return self.period != "once"

    def item(self, service: Service, **more: Any) -> ServiceItem:
        """The row, not saved yet."""
        given = {name: value for name, value in self.saved.items() if name != "keeps"}
        return ServiceItem(service=service, **given, **more)

    def billed_for(self, service: Service, stretch: Stretch) -> Billed:
        return self.item(service).billed_for(stretch)

    def price(self, service: Service) -> Money:
        """What a whole period of it costs after discount."""
        return self.item(service).price
