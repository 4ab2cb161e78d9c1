"""The two tenants that the proof made for itself: met in its own process alone, and selling to nobody."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from shared_apps.catalog.models import Price
from shared_apps.kernel.actor import Actor
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.provisioning import finish, provision
from tenants.records import TenantRecord

from .registry import plant

SLUGS = ("probe-1", "probe-2")


def word_of(tenant: TenantRecord) -> str:
    """What every text of a probe holds and no other text does."""
    return f"zq{tenant.uuid.hex[:10]}x7"


def probe_pair(*, by: Actor) -> tuple[TenantRecord, TenantRecord]:
    """Both probes, provisioned and filled on the first call. Not inside a transaction."""
    first, second = (_probe(slug, by) for slug in SLUGS)
    return first, second


def _probe(slug: str, by: Actor) -> TenantRecord:
    with acting_on_shared_data():
        found = Tenant.objects.filter(slug=slug, is_probe=True).first() or _provision(slug, by)
        record = (found if found.status == Tenant.Status.LIVE else finish(found.pk, by=by)).record
    with acting_in(record), transaction.atomic():
        # All or nothing: a run that was killed here plants from the beginning.
        if not get_user_model()._default_manager.exists():
            plant(word_of(record))
    return record


def _provision(slug: str, by: Actor) -> Tenant:
    with transaction.atomic():
        return provision(
            slug=slug,
            name=f"Isolation proof {slug[-1]}",
            kind=Tenant.Kind.RESELLER,
            language="en",
            currency=_currency(),
            country="DE",
            time_zone="UTC",
            by=by,
            is_probe=True,
        )


def _currency() -> str:
    """Any money that the catalogue has prices in, so that there is something to sell."""
    return Price.objects.order_by("pk").values_list("currency", flat=True).first() or "USD"
