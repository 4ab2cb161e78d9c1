"""The database itself, read from its catalogue: what lies where, and what must not exist (DESIGN)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.records import OPERATOR, RESELLER
from tenants.schemas.plans import labels_of, plan_of
from tenants.schemas.records import bare_record
from tenants.schemas.stock import migrate_here
from tenants.schemas.template import create_schema

# Made by other people's migrations, and never named from outside their own schema.
INTEGER_KEYS_OF_OTHERS = {"account_emailaddress", "account_emailconfirmation", "allauth_idp_oidc_client"}

EVERYTHING = {
    "relations": """SELECT relname, relkind::text, relpersistence::text, relrowsecurity, relreplident::text,
        reloptions::text, relacl::text, am.amname
        FROM pg_class c LEFT JOIN pg_am am ON am.oid = c.relam WHERE relnamespace = {here}""",
    "columns": """SELECT c.relname, a.attname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text, a.attgenerated::text,
        pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text, a.attstorage::text
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = {here} AND c.relkind = 'r'""",
    "constraints": """SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid),
        k.condeferrable, k.condeferred, k.convalidated, x.relname
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class x ON x.oid = k.conindid
        WHERE k.connamespace = {here} AND k.contype <> 'n'""",
    "indexes": """SELECT pg_get_indexdef(indexrelid), indisunique, indisprimary, indisvalid, indnullsnotdistinct
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = {here}""",
    "sequences": """SELECT s.relname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement,
        q.seqmax, q.seqcycle, pg_get_serial_sequence(c.relname::text, a.attname::text)
        FROM pg_sequence q JOIN pg_class s ON s.oid = q.seqrelid
        JOIN pg_depend p ON p.objid = s.oid AND p.deptype = 'i'
        JOIN pg_class c ON c.oid = p.refobjid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.refobjsubid
        WHERE s.relnamespace = {here}""",
    "triggers": """SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = {here} AND NOT t.tgisinternal""",
    "functions": """SELECT proname, pg_get_functiondef(oid), proacl::text FROM pg_proc
        WHERE pronamespace = {here}""",
    "types": """SELECT typname, typtype::text FROM pg_type WHERE typnamespace = {here} AND typtype <> 'c'
        AND typcategory <> 'A'""",
    "statistics": """SELECT stxname, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
        WHERE stxnamespace = {here}""",
    "policies": """SELECT p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = {here}""",
    "comments": """SELECT c.relname, d.objsubid, d.description FROM pg_description d
        JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
        WHERE c.relnamespace = {here}""",
}


def rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def contents_of(schema: str) -> dict[str, set[Any]]:
    """Every object of the schema in force, without its name."""
    here = f"'{schema}'::regnamespace"
    found: dict[str, set[Any]] = {
        what: {
            tuple(str(value).replace(f"{schema}.", "") for value in row)
            for row in rows(sql.format(here=here))
        }
        for what, sql in EVERYTHING.items()
    }
    for (table,) in rows(f"SELECT relname FROM pg_class WHERE relnamespace = {here} AND relkind = 'r'"):
        listed = "app, name" if table == "django_migrations" else "*"
        found[f"rows of {table}"] = set(rows(f'SELECT {listed} FROM "{table}"'))
    return found


@pytest.fixture
def resellers_and_operator(in_shared: None) -> list[Tenant]:
    return list(Tenant.objects.order_by("pk"))


@pytest.mark.parametrize("kind", [OPERATOR, RESELLER])
def test_a_provisioned_schema_is_a_migrated_one_object_by_object(kind: str, in_shared: None) -> None:
    from tenants.schemas.building import replay
    from tenants.schemas.template import template_sql

    replayed, migrated = bare_record("t_replayed", kind), bare_record("t_migrated", kind)
    sql = template_sql(kind)
    replay(replayed, sql)
    create_schema("t_migrated")
    with acting_in(migrated, unfinished=True):
        migrate_here("t_migrated", kind, ledger=False)
        by_migrations = contents_of("t_migrated")
    with acting_in(replayed, unfinished=True):
        by_template = contents_of("t_replayed")
    assert by_template.keys() == by_migrations.keys()
    for what, objects in by_migrations.items():
        assert by_template[what] == objects, what
    assert len(by_migrations["columns"]) > 30


@pytest.mark.parametrize("kind", [OPERATOR, RESELLER])
def test_the_first_row_after_a_replay_gets_a_free_key(kind: str, in_shared: None) -> None:
    tenant = Tenant.objects.filter(kind=kind).first()
    assert tenant
    with acting_in(tenant.record):
        rows("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now()) RETURNING id")


def test_no_app_lies_in_public_and_in_a_tenant_kind() -> None:
    assert not labels_of("public") & (labels_of(OPERATOR) | labels_of(RESELLER))


def test_every_app_with_models_lies_somewhere_or_is_listed_as_without_tables() -> None:
    placed = labels_of("public") | labels_of(OPERATOR) | labels_of(RESELLER)
    tableless = {config.label for config in apps.get_app_configs() if config.name in settings.TABLELESS_APPS}
    with_models = {model._meta.app_label for model in apps.get_models()}
    assert with_models <= placed | tableless
    assert not placed & tableless


def test_accounts_lie_in_both_tenant_kinds_and_never_in_public() -> None:
    for label in ("accounts", "sessions"):
        assert label in labels_of(OPERATOR) & labels_of(RESELLER)
        assert label not in labels_of("public")


def test_public_holds_no_users_and_no_sessions(in_shared: None) -> None:
    tables = {
        row[0] for row in rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    }
    assert not [
        table for table in tables if any(word in table for word in ("user", "session", "auth_", "login"))
    ]


def test_public_and_tenants_share_no_table_name_but_djangos_own_record(
    resellers_and_operator: list[Tenant],
) -> None:
    public = tables_of("public")
    for tenant in resellers_and_operator:
        assert tables_of(tenant.schema_name) & public == {"django_migrations"}


def tables_of(schema: str) -> set[str]:
    named = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = ANY (%s)"
    return {row[0] for row in rows(named, [schema, list("rvmp")])}


# The only views: the days' sums of the reports together with what is fresh.
VIEWS = {"reports_dayfigure", "reports_freshfigure"}


def test_each_schema_holds_the_tables_of_its_kind_alone(resellers_and_operator: list[Tenant]) -> None:
    for tenant in resellers_and_operator:
        assert tables_of(tenant.schema_name) == tables_for(tenant.kind)
    assert tables_of("public") == tables_for("public") | VIEWS


def tables_for(kind: str) -> set[str]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    mine = {model._meta.db_table for model in models if model._meta.app_label in labels_of(kind)}
    return mine | {"django_migrations"}


def test_no_foreign_key_leaves_its_schema(in_shared: None) -> None:
    crossing = rows(
        "SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text FROM pg_constraint k "
        "JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid "
        "WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace"
    )
    assert crossing == []


def test_every_table_has_a_primary_key(in_shared: None) -> None:
    without = rows(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'r' AND (n.nspname = 'public' OR n.nspname LIKE 't\\_%') "
        "AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')"
    )
    assert without == []


def test_ids_are_bigint_or_uuid(in_shared: None) -> None:
    narrow = rows(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' "
        "WHERE c.relkind = 'r' AND (n.nspname = 'public' OR n.nspname LIKE 't\\_%') "
        "AND a.atttypid NOT IN ('bigint'::regtype, 'uuid'::regtype)"
    )
    assert {row[0] for row in narrow} <= INTEGER_KEYS_OF_OTHERS


def test_no_extension_is_needed(in_shared: None) -> None:
    assert rows("SELECT extname FROM pg_extension") == [("plpgsql",)]


def test_text_columns_have_no_second_index(in_shared: None) -> None:
    assert rows("SELECT relname FROM pg_class WHERE relkind = 'i' AND relname LIKE '%\\_like'") == []
    doubled = rows(
        "SELECT i.indrelid::regclass::text, array_agg(i.indexrelid::regclass::text) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' OR n.nspname LIKE 't\\_%' "
        "GROUP BY i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indpred::text, "
        "i.indexprs::text HAVING count(*) > 1"
    )
    assert doubled == []


def test_the_ledger_agrees_with_every_schema(in_shared: None) -> None:
    from tenants.schemas.audit import audit

    assert not audit()


def test_a_plan_is_complete_and_in_order() -> None:
    from tenants.schemas.plans import migration

    for kind in ("public", OPERATOR, RESELLER):
        seen: set[tuple[str, str]] = set()
        for key in plan_of(kind).keys:
            wanted = {each for each in migration(key).dependencies if not each[1].startswith("__")}
            assert wanted <= seen
            seen.add(key)


def test_shared_data_is_all_that_is_reachable_without_a_tenant(in_shared: None) -> None:
    with acting_on_shared_data():
        assert rows("SELECT current_schemas(false)::text[]") == [(["public"],)]
