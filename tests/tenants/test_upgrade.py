"""`migrate_tenants`: only who is behind, in batches, resumable, and no tenant stops another."""

from __future__ import annotations

import threading
import time
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SchemaMigration, SpareSchema, Tenant
from tenants.schemas import batches, ledger, pool, steps
from tenants.schemas.audit import audit
from tenants.schemas.database import direct_connection
from tenants.schemas.records import bare_record
from tenants.schemas.stock import migrate_here
from tenants.schemas.template import create_schema
from tests.guards.test_schemas import contents_of

from .conftest import execute, new_tenant, rows

pytestmark = pytest.mark.django_db(transaction=True)

ADD_COLUMN = "migrations.AddField('client', 'shoe_size', models.IntegerField(default=42)),"
ADD_INDEX = "migrations.AddIndex('client', models.Index(fields=['tax_id'], name='client_by_tax')),"
WRITE_ROWS = "migrations.RunPython(write),"
A_FUNCTION = """
def write(apps, editor):
    from tenants.context import current_tenant
    Client = apps.get_model("clients", "Client")
    Client.objects.update(tax_id=current_tenant().slug)
"""


def migrate() -> str:
    out = StringIO()
    call_command("migrate_tenants", stdout=out, stderr=out)
    return out.getvalue()


def columns(schema: str, table: str = "clients_client") -> set[str]:
    with acting_on_shared_data():
        return {
            row[0]
            for row in rows(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_schema = %s AND table_name = %s",
                [schema, table],
            )
        }


def resellers() -> list[Tenant]:
    with acting_on_shared_data():
        return list(Tenant.objects.filter(kind="reseller"))


def schemas() -> list[str]:
    with acting_on_shared_data():
        spares = list(SpareSchema.objects.values_list("schema_name", flat=True))
    return spares + [tenant.schema_name for tenant in resellers()]


@pytest.fixture(autouse=True)
def spare(in_shared_setup: None) -> None:
    pool.fill(most=1)


@pytest.fixture
def beta_holds_its_clients(other_reseller: Any) -> Any:
    with direct_connection() as other:
        other.autocommit = False
        other.execute(f'LOCK TABLE "{other_reseller.schema_name}".clients_client IN ROW SHARE MODE')
        yield other


def test_with_nothing_to_do_no_schema_is_read(django_assert_max_num_queries: Any) -> None:
    migrate()
    with django_assert_max_num_queries(12) as seen:
        assert "0 schemas migrated" in migrate()
    assert not [query for query in seen.captured_queries if "t_" in query["sql"].split("FROM")[-1][:4]]


def test_an_additive_migration_reaches_every_reseller_and_the_pool(later_release: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN + ADD_INDEX)
    assert "3 schemas migrated" in migrate()
    assert all("shoe_size" in columns(schema) for schema in schemas())
    assert "0 schemas migrated" in migrate()


def test_operators_do_not_get_what_is_the_resellers(later_release: Any, operator: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    migrate()
    assert not columns(operator.schema_name)


def test_an_app_of_every_tenant_reaches_the_operator_too(later_release: Any, operator: Any) -> None:
    later_release(
        "accounts", "0901_shoes", "migrations.AddField('user', 'shoe_size', models.IntegerField(default=4)),"
    )
    assert "4 schemas migrated" in migrate()
    assert "shoe_size" in columns(operator.schema_name, "accounts_user")


def test_the_schemas_own_record_says_the_same(later_release: Any, reseller: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    migrate()
    with acting_in(reseller):
        assert rows("SELECT name FROM django_migrations WHERE name = '0901_shoes'") == [("0901_shoes",)]
    with acting_on_shared_data():
        assert SchemaMigration.objects.filter(name="0901_shoes").count() == 3
        assert not audit()


def test_a_python_migration_runs_in_each_tenant(later_release: Any, carls_client: Any, reseller: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    later_release("clients", "0902_write", WRITE_ROWS, A_FUNCTION)
    later_release("clients", "0903_index", ADD_INDEX)
    assert "3 schemas migrated" in migrate()
    with acting_in(reseller):
        assert rows("SELECT DISTINCT tax_id FROM clients_client") == [("alpha",)]


def test_the_migrated_pool_serves_the_new_code(later_release: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    migrate()
    fresh = new_tenant("gamma")
    with acting_on_shared_data():
        assert not SpareSchema.objects.exists()
    assert "shoe_size" in columns(fresh.schema_name)


def test_a_schema_made_after_an_upgrade_is_a_migrated_one(later_release: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN + ADD_INDEX)
    migrate()
    with acting_on_shared_data():
        SpareSchema.objects.all().delete()
        create_schema("t_migrated")
    fresh, migrated = new_tenant("gamma"), bare_record("t_migrated", "reseller")
    with acting_in(migrated, unfinished=True):
        migrate_here("t_migrated", "reseller", ledger=False)
        by_migrations = contents_of("t_migrated")
    with acting_on_shared_data():
        made = fresh.record
    with acting_in(made):
        assert contents_of(fresh.schema_name) == by_migrations


def test_a_spare_schema_of_edited_migrations_is_not_adopted(later_release: Any) -> None:
    with acting_on_shared_data():
        SpareSchema.objects.update(fingerprint="0" * 64)
    later_release("clients", "0901_shoes", ADD_COLUMN)
    migrate()
    with acting_on_shared_data():
        assert not SpareSchema.objects.exists()
        assert not audit()


def test_a_failing_tenant_is_reported_and_stops_nobody(
    later_release: Any, reseller: Any, other_reseller: Any
) -> None:
    with acting_in(other_reseller):
        execute("ALTER TABLE clients_client ADD COLUMN shoe_size integer")
    later_release("clients", "0901_shoes", ADD_COLUMN)
    said = StringIO()
    with pytest.raises(CommandError, match="1 schemas could not"):
        call_command("migrate_tenants", stdout=said, stderr=said)
    assert f"{other_reseller.schema_name}: DuplicateColumn" in said.getvalue()
    assert "shoe_size" in columns(reseller.schema_name)
    with acting_on_shared_data():
        assert [group.members[0].slug for group in ledger.behind()] == ["beta"]


def test_a_wrong_migration_is_held_back_after_two_canaries(later_release: Any) -> None:
    new_tenant("gamma")
    later_release(
        "clients", "0901_wrong", "migrations.RunSQL('ALTER TABLE clients_client DROP COLUMN nobody'),"
    )
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("migrate_tenants", stdout=said, stderr=said)
    assert said.getvalue().count("nobody") == 2
    assert "Held" in said.getvalue()


def test_an_interrupted_run_goes_on_where_it_stopped(later_release: Any, monkeypatch: Any) -> None:
    for slug in ("gamma", "delta", "epsilon"):
        new_tenant(slug)
    later_release("clients", "0901_shoes", ADD_COLUMN)
    monkeypatch.setattr(batches, "SCHEMAS_IN_ONE", 1)
    taken = []

    def die_later(self: Any, link: Any, job: Any, company: Any) -> None:
        taken.append(job.schema)
        if len(taken) > 2:
            raise KeyboardInterrupt
        original(self, link, job, company)

    original = batches.Batches._take
    monkeypatch.setattr(batches.Batches, "_take", die_later)
    with pytest.raises((KeyboardInterrupt, CommandError)):
        call_command("migrate_tenants", connections=1, stdout=StringIO(), stderr=StringIO())
    monkeypatch.setattr(batches.Batches, "_take", original)
    done = [schema for schema in schemas() if "shoe_size" in columns(schema)]
    assert 0 < len(done) < len(schemas())
    migrate()
    assert all("shoe_size" in columns(schema) for schema in schemas())


def test_a_tenant_at_work_is_waited_for_and_does_not_hold_the_others(
    later_release: Any, beta_holds_its_clients: psycopg.Connection, reseller: Any, other_reseller: Any
) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    threading.Timer(1.5, beta_holds_its_clients.rollback).start()
    began = time.monotonic()
    migrate()
    assert time.monotonic() - began > 1.0
    assert "shoe_size" in columns(other_reseller.schema_name)


def test_visitors_never_wait_half_a_second_for_a_migration(
    later_release: Any, beta_holds_its_clients: psycopg.Connection, reseller: Any, other_reseller: Any
) -> None:
    """Beta's open transaction blocks the ALTER; readers of beta queue behind it, and alpha's may too."""
    later_release("clients", "0901_shoes", ADD_COLUMN)
    waits: list[float] = []
    finished = threading.Event()

    def visit() -> None:
        with direct_connection() as link:
            while not finished.is_set():
                for tenant in (reseller, other_reseller):
                    began = time.monotonic()
                    link.execute(f'SELECT count(*) FROM "{tenant.schema_name}".clients_client'.encode())
                    waits.append(time.monotonic() - began)
                time.sleep(0.002)

    visitor = threading.Thread(target=visit)
    visitor.start()
    threading.Timer(2, beta_holds_its_clients.rollback).start()
    migrate()
    finished.set()
    visitor.join()
    assert len(waits) > 100
    assert max(waits) < 0.5


def test_two_runs_at_once_do_the_work_once(later_release: Any) -> None:
    later_release("clients", "0901_shoes", ADD_COLUMN)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            migrate()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    both = [threading.Thread(target=run) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert not faults
    assert all("shoe_size" in columns(schema) for schema in schemas())


def test_only_check_changes_nothing_and_says_who_is_behind(later_release: Any) -> None:
    call_command("migrate_tenants", "--only-check", stdout=StringIO())
    later_release("clients", "0901_shoes", ADD_COLUMN)
    with pytest.raises(CommandError, match="3 reseller schemas lack 1"):
        call_command("migrate_tenants", "--only-check")
    assert not any("shoe_size" in columns(schema) for schema in schemas())


def test_an_audit_finds_drift_and_repairs_the_ledger(reseller: Any) -> None:
    with acting_on_shared_data():
        SchemaMigration.objects.filter(schema_name=reseller.schema_name, app="clients").delete()
        execute("CREATE SCHEMA t_nobody; CREATE TABLE t_nobody.django_migrations (id int)")
        drift = audit()
        assert drift.ownerless == ["t_nobody"]
        assert set(drift.unnoted) == {reseller.schema_name}
    with pytest.raises(CommandError):
        call_command("migrate_tenants", "--audit", stdout=StringIO())
    call_command("migrate_tenants", "--audit", "--repair", stdout=StringIO())
    with acting_on_shared_data():
        assert not ledger.behind()


def test_the_progress_bar_is_determinate() -> None:
    from tenants.schemas.progress import Progress

    out = StringIO()
    bar = Progress(200, out)
    for _ in range(8):
        bar.advance(25)
    assert out.getvalue().splitlines()[0].startswith("[####")
    assert "200/200 schemas, 0 s left" in out.getvalue()


def test_python_and_concurrent_operations_are_not_taken_for_plain_sql(later_release: Any) -> None:
    later_release("clients", "0901_write", WRITE_ROWS, A_FUNCTION)
    with acting_on_shared_data():
        group = next(group for group in ledger.behind() if group.kind == "reseller")
        assert [step.is_plain for step in steps.steps_of(group)] == [False]
