"""The world of the matrix: two tenants, in each two clients with everything that an address can name.

Alpha's first client is one's own, its second one another client; beta is another tenant. The rows of
`examples.py` pick from these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared_apps.catalog import verbs as catalog
from shared_apps.isolation.registry import plant
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import acting_in, acting_on_shared_data
from tenants.records import TenantRecord

BY = Actor.system("tests")
WORDS = {"alpha": "zqalpha7", "beta": "zqbeta9"}


@dataclass(frozen=True)
class Goods:
    """What belongs to one client of a tenant, and what belongs to that tenant as a whole."""

    tenant: TenantRecord
    word: str
    number: str

    @property
    def person(self) -> Any:
        from tenant_apps.accounts.models import User

        return User.objects.get(email=f"{self.number}.{self.word}@proof.invalid")

    @property
    def client(self) -> Any:
        from tenant_apps.clients.models import Client

        return Client.objects.get(email=self.person.email)

    def first(self, label: str, **filters: Any) -> Any:
        """The first row of a model, such as `orders.Invoice`; a row without the client's is a defect here."""
        from django.apps import apps

        found = apps.get_model(label)._default_manager.filter(**filters).order_by("pk").first()
        assert found is not None, f"The world holds no {label} of {filters}: plant one (tenant_apps/probes/)."
        return found

    def own(self, label: str, **filters: Any) -> Any:
        """The first row of a tenant's model that belongs to this client."""
        return self.first(label, client=self.client, **filters)

    def shared(self, label: str, **filters: Any) -> Any:
        """The first row of a shared model that belongs to this tenant."""
        return self.first(label, tenant_id=self.tenant.id, **filters)

    def payment(self, **filters: Any) -> Any:
        return self.shared("payments.Payment", client_uuid=self.client.uuid, **filters)


def fill_shelves() -> None:
    """Two plans, priced in the money of both tenants."""
    group = catalog.put_group("all", name={"en": "All"}, by=BY)
    product = catalog.put_product("web", group=group, name={"en": "Web"}, summary={"en": "Web"}, by=BY)
    for sku, unit in (("hosting-m", 2000), ("mail-m", 800)):
        plan = catalog.put_plan(sku, product=product, name={"en": sku}, provisioner="none", by=BY)
        for currency, rate in (("TRY", 100), ("IRR", 1_000_000)):
            steps = (0.6, 1.0, 0.8, 2.0)
            wholesale, suggested, floor, ceiling = (
                Money(int(unit * rate * step), currency) for step in steps
            )
            prices = {"wholesale": wholesale, "suggested": suggested, "floor": floor, "ceiling": ceiling}
            catalog.put_price(plan, **prices, by=BY)


def build(*tenants: TenantRecord) -> None:
    """Plant the same things in each tenant, every text of which holds the tenant's word."""
    with acting_on_shared_data():
        fill_shelves()
    for tenant in tenants:
        with acting_in(tenant):
            plant(WORDS[tenant.slug])
