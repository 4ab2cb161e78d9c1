"""New tenants: at once from the pool, whole or not at all, a hundred at a time (RELIABILITY 17)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from tenant_apps.accounts.models import User
from tenants import provisioning
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Domain, SharedEvent, SpareSchema, Tenant
from tenants.provisioning import BadSlug, SlugTaken, finish, provision
from tenants.schemas import building, pool
from tenants.schemas.audit import audit
from tests.killing import dies, kill_myself

from .conftest import BY, new_tenant, rows, wish

real = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Any) -> list[Any]:
    """What `work(number)` returns or raises in `count` threads that begin together."""
    together = threading.Barrier(count)

    def run(number: int) -> Any:
        together.wait()
        try:
            with acting_on_shared_data():
                return work(number)
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


@real
def test_a_spare_schema_makes_a_tenant_live_at_once(in_shared: None) -> None:
    pool.fill(most=1)
    tenant = provision(**wish("gamma"))
    assert tenant.status == "live"
    with acting_in(tenant.record):
        assert User.objects.count() == 0
    assert not SpareSchema.objects.exists()
    assert Domain.objects.get(tenant=tenant, is_canonical=True).host == "gamma.vitrine.localhost"
    assert SharedEvent.objects.filter(verb="provision", subject_key=str(tenant.pk)).count() == 1


def test_with_an_empty_pool_finish_builds_the_schema(in_shared: None) -> None:
    tenant = provision(**wish("gamma"))
    assert tenant.status == "provisioning"
    tenant = finish(tenant.pk, by=BY)
    assert tenant.status == "live"
    with acting_in(tenant.record):
        assert User.objects.count() == 0


def test_finishing_twice_changes_nothing(in_shared: None) -> None:
    tenant = new_tenant("gamma")
    assert finish(tenant.pk, by=BY).schema_name == tenant.schema_name


def test_names_say_nothing_of_the_tenant(in_shared: None) -> None:
    tenant = provision(**wish("gamma"))
    assert tenant.schema_name.startswith("t_")
    assert len(tenant.schema_name) == 18
    assert "gamma" not in tenant.schema_name


@pytest.mark.parametrize(
    "slug", ["", "-a", "a-", "A", "a.b", "a b", "a/b", "ü", "x" * 41, "www", "api", "a_b", "a\n"]
)
def test_a_slug_that_cannot_be_a_host_is_refused(slug: str, in_shared: None) -> None:
    with pytest.raises(BadSlug):
        provision(**wish(slug))


def test_a_taken_slug_is_refused_and_the_spare_goes_back(in_shared: None) -> None:
    SpareSchema.objects.create(
        schema_name="t_spare", kind="reseller", fingerprint=pool.plan_of("reseller").fingerprint
    )
    with pytest.raises(SlugTaken):
        provision(**wish("alpha"))
    assert SpareSchema.objects.count() == 1


def test_a_taken_host_is_refused(in_shared: None) -> None:
    Domain.objects.create(tenant=Tenant.objects.get(slug="beta"), host="gamma.vitrine.localhost")
    with pytest.raises(SlugTaken):
        provision(**wish("gamma"))
    assert not Tenant.objects.filter(slug="gamma").exists()


@real
def test_a_rollback_of_the_caller_takes_everything_back(in_shared: None) -> None:
    pool.fill(most=1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        provision(**wish("gamma"))
        raise ZeroDivisionError
    assert SpareSchema.objects.count() == 1
    assert not Tenant.objects.filter(slug="gamma").exists()


def test_a_spare_schema_of_other_migrations_is_not_claimed(in_shared: None) -> None:
    SpareSchema.objects.create(schema_name="t_old", kind="reseller", fingerprint="0" * 64)
    assert provision(**wish("gamma")).status == "provisioning"


@real
def test_stale_spare_schemas_are_removed(in_shared: None) -> None:
    pool.fill(most=1)
    SpareSchema.objects.update(fingerprint="0" * 64)
    assert pool.discard_stale() == 1
    assert not audit()


@real
def test_a_hundred_at_once_share_the_pool_without_a_failure(in_shared: None) -> None:
    pool.fill(pause=0, most=5)
    made = at_once(100, lambda number: provision(**wish(f"shop-{number}")))
    assert [each for each in made if isinstance(each, Exception)] == []
    assert sum(tenant.status == "live" for tenant in made) == 5
    assert len({tenant.schema_name for tenant in made}) == 100
    waiting = [tenant for tenant in made if tenant.status == "provisioning"][:8]
    finished = at_once(8, lambda number: finish(waiting[number].pk, by=BY))
    assert {getattr(tenant, "status", tenant) for tenant in finished} == {"live"}
    assert not audit()


@real
def test_ten_who_want_the_same_name_get_one_tenant(in_shared: None) -> None:
    made = at_once(10, lambda number: provision(**wish("gamma")))
    assert sum(isinstance(each, SlugTaken) for each in made) == 9
    assert Tenant.objects.filter(slug="gamma").count() == 1


@real
def test_finishing_five_times_at_once_makes_one_schema(in_shared: None) -> None:
    tenant = provision(**wish("gamma"))
    finished = at_once(5, lambda number: finish(tenant.pk, by=BY))
    assert len({each.schema_name for each in finished}) == 1
    assert not audit()


@real
def test_two_that_fill_the_pool_at_once_do_not_overfill_it(in_shared: None) -> None:
    pool.template_sql("reseller")
    at_once(3, lambda number: pool.fill(pause=0, most=2))
    assert SpareSchema.objects.count() == 2


def provision_and_finish() -> None:
    provisioning.finish(provision(**wish("gamma")).pk, by=BY)


def kill_at(place: Any, name: str, work: Callable[[], object] = provision_and_finish) -> None:
    """Run the work in a process of its own, which is killed (-9) where it calls `name`."""

    def until_there() -> None:
        setattr(place, name, kill_myself)
        work()

    assert dies(until_there)
    _wait_until_the_server_noticed()


def _wait_until_the_server_noticed() -> None:
    for _ in range(100):
        others = rows(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        if others == [(0,)]:
            return
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (provisioning, "finish"),
        (provisioning, "template_sql"),
        (building, "enter"),
        (Tenant, "move"),
    ],
    ids=["between the two", "before the schema", "in the middle of the schema", "before it is live"],
)
@real
def test_a_kill_in_the_middle_resumes_to_one_tenant(place: Any, name: str, in_shared: None) -> None:
    kill_at(place, name)
    tenant = Tenant.objects.get(slug="gamma")
    assert tenant.status == "provisioning"
    with pytest.raises(SlugTaken):
        provision(**wish("gamma"))
    assert finish(tenant.pk, by=BY).status == "live"
    assert Tenant.objects.filter(slug="gamma").count() == Domain.objects.filter(tenant=tenant).count() == 1
    assert not audit()


@real
def test_a_kill_while_the_pool_is_filled_leaves_no_schema(in_shared: None) -> None:
    kill_at(building, "enter", lambda: pool.fill(most=1))
    assert not SpareSchema.objects.exists()
    assert not audit()
    assert pool.fill(most=1) == 1


@real
def test_the_agenda_fills_the_pool_again(settings: Any, operator: Any) -> None:
    from shared_apps.agenda.registry import task

    settings.SPARE_SCHEMAS = 1
    found = task("partner_store.refill_pool")
    assert found.outside
    with acting_in(operator):
        found.work({}, by=BY)
    with acting_on_shared_data():
        assert SpareSchema.objects.count() == 1
