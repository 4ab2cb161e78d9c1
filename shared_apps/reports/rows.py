"""What goes in and out of the figures: frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A line's part of one ledger entry; all amounts in one currency, negative for a refund.

    `kind`: sale, refund or extra. `occasion`: first, renewal or change. `net` is without tax and after
    discount. `entry_uuid` and `position` make it one. `beneficiary` earns the commission.
    """

    entry_uuid: UUID
    position: int
    at: datetime
    invoice_uuid: UUID
    invoice_number: str
    client_uuid: UUID
    country: str
    sku: str
    product_sku: str
    kind: str
    occasion: str
    quantity: int
    discount: Money
    net: Money
    tax: Money
    wholesale: Money
    fee: Money
    commission: Money
    service_uuid: UUID | None = None
    beneficiary: UUID | None = None

    @property
    def retail(self) -> Money:
        """The price without tax, before discount."""
        return self.net + self.discount

    @property
    def margin(self) -> Money:
        """What is left to the reseller."""
        return self.net - self.wholesale - self.fee - self.commission


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as it is now; `monthly` and `monthly_wholesale` are normalised to a month, without tax."""

    service_uuid: UUID
    client_uuid: UUID
    country: str
    sku: str
    product_sku: str
    status: str
    quantity: int
    period: str
    monthly: Money
    monthly_wholesale: Money
    created_at: datetime
    at: datetime
    trial_started_at: datetime | None = None
    trial_ends_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SkuMonth:
    """What one plan or add-on brought a reseller within a month, in one currency."""

    sku: str
    currency: str
    quantity: int
    net: Money
    wholesale: Money
    margin: Money
