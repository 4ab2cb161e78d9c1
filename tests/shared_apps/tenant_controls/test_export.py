"""Everything of a reseller as a file."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.db.models import BinaryField, Q

from branding.models import BrandImage
from shared_apps.agenda.door import run_due
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.tenant_controls import verbs
from shared_apps.tenant_controls.export import files, secrets, tables
from shared_apps.tenant_controls.export.bundle import Bundle
from shared_apps.tenant_controls.export.making import told
from shared_apps.tenant_controls.export.parts import PartsFile, read_parts
from shared_apps.tenant_controls.export.reading import inside
from shared_apps.tenant_controls.models import ExportPart, TenantExport
from shared_apps.tenant_controls.models.job import Overtaken
from shared_apps.tenant_controls.removal.fates import FATES
from shared_apps.tenant_controls.tasks import export as export_task
from tenant_apps.accounts.models import Event
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SharedEvent, Tenant

from .conftest import BY, WHY

pytestmark = pytest.mark.django_db


def exported(tenant: Tenant) -> tuple[TenantExport, zipfile.ZipFile]:
    wish = verbs.ask_for_export(tenant, reason=WHY, by=BY)
    run_due()
    with acting_on_shared_data():
        wish.refresh_from_db()
        content = b"".join(read_parts(wish))
    assert (wish.status, wish.size) == ("ready", len(content))
    return wish, zipfile.ZipFile(io.BytesIO(content))


def rows_in(bundle: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in bundle.read(name).decode().splitlines()]


def test_it_holds_the_portals_rows_and_the_shared_ones_of_nobody_else(alpha: Tenant) -> None:
    with acting_on_shared_data():
        BrandImage.objects.create(
            tenant=alpha, sha256="ab" * 32, content_type="image/png", data=b"png", width=1, height=1
        )
    wish, bundle = exported(alpha)
    people = rows_in(bundle, "tenant/accounts_user.jsonl")
    assert {"olga@example.com", "carl@example.com"} <= {person["email"] for person in people}
    assert [row["host"] for row in rows_in(bundle, "shared/tenants_domain.jsonl")] == [
        "alpha.vitrine.localhost"
    ]
    assert [row["slug"] for row in rows_in(bundle, "shared/tenants_tenant.jsonl")] == ["alpha"]
    assert rows_in(bundle, "shared/tenants_sharedevent.jsonl")
    assert bundle.read(f"files/brand/{'ab' * 32}.png") == b"png"
    for name in bundle.namelist():
        assert b"beta.vitrine" not in bundle.read(name)
        assert b"peer@example.com" not in bundle.read(name)
    assert "Alpha Bulut" in bundle.read("README.txt").decode()
    assert wish.rows_done == wish.rows_total


def test_the_manifest_lets_every_file_be_checked(alpha: Tenant) -> None:
    wish, bundle = exported(alpha)
    manifest = bundle.read("manifest.json")
    assert sha256(manifest).hexdigest() == wish.manifest_sha256
    members = json.loads(manifest)["members"]
    assert {member["name"] for member in members} | {"manifest.json"} == set(bundle.namelist())
    for member in members:
        content = bundle.read(member["name"])
        assert sha256(content).hexdigest() == member["sha256"]
        assert member.get("rows", 0) == (content.count(b"\n") if "rows" in member else 0)


def test_no_password_and_no_session_leaves(alpha: Tenant, browse: Any, olga: Any, reseller: Any) -> None:
    browse(olga, reseller).get("/office/")
    _wish, bundle = exported(alpha)
    assert not any("session" in name for name in bundle.namelist())
    whole = b"".join(bundle.read(name) for name in bundle.namelist() if name != "manifest.json")
    assert b"argon2" not in whole
    assert b'"password"' not in whole
    assert b"sealed" not in whole


def test_a_stopped_and_an_archived_reseller_can_be_exported_too(archived: Tenant) -> None:
    _wish, bundle = exported(archived)
    assert rows_in(bundle, "tenant/accounts_user.jsonl")
    with acting_on_shared_data():
        assert SharedEvent.objects.filter(verb="portal.export", reason=WHY).exists()
    assert any(row["verb"] == "portal.export" for row in rows_in(bundle, "tenant/accounts_event.jsonl"))


def test_one_that_is_being_deleted_cannot(alpha: Tenant, operator: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(pk=alpha.pk).update(status="deleting")
        the_operator = Tenant.objects.get(pk=operator.id)
    for tenant in (alpha, the_operator):
        with pytest.raises(IllegalMove):
            verbs.ask_for_export(tenant, reason=WHY, by=BY)


def test_one_at_a_time(alpha: Tenant) -> None:
    verbs.ask_for_export(alpha, reason=WHY, by=BY)
    with pytest.raises(verbs.AlreadyRunning):
        verbs.ask_for_export(alpha, reason=WHY, by=BY)


def test_five_thousand_rows_are_never_in_memory_at_once(alpha: Tenant, reseller: Any) -> None:
    with acting_in(reseller), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_event (at, verb, subject_type, subject_key, subject_label, from_status, to_status,"
            " actor_kind, actor_key, actor_label, acting_for, reason, data) SELECT now(), 'x', '', '', '', '', '',"
            " 'system', 't', 't', '', repeat('a', 4000), '{}' FROM generate_series(1, 5000)"
        )
    wish = verbs.ask_for_export(alpha, reason=WHY, by=BY)
    with acting_on_shared_data():
        assert wish.take()
        bundle = Bundle(PartsFile(wish), now())
    with inside(reseller):
        tracemalloc.start()
        bundle.add_rows("events.jsonl", told(wish, Event, [Q()]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert bundle.members[0]["rows"] == wish.rows_done > 5000
    assert peak < 12 * 2**20, "20 MB of rows"


def test_it_expires_and_leaves_nothing_but_its_record(alpha: Tenant, later: Any) -> None:
    wish, _bundle = exported(alpha)
    later(8)
    assert not wish.is_fetchable
    run_due()
    with acting_on_shared_data():
        wish.refresh_from_db()
        assert wish.status == "expired"
        assert not ExportPart.objects.filter(export=wish).exists()


def test_who_falls_silent_is_overtaken_and_stops(alpha: Tenant) -> None:
    """RELIABILITY 16: a worker that was thought dead does not write into another one's file."""
    wish = verbs.ask_for_export(alpha, reason=WHY, by=BY)
    with acting_on_shared_data():
        assert wish.take()
        assert not TenantExport.objects.get(pk=wish.pk).take()
        TenantExport.objects.update(beat_at="2020-01-01T00:00Z")
        assert TenantExport.objects.get(pk=wish.pk).take()
        with pytest.raises(Overtaken):
            wish.beat(rows_done=1)
        TenantExport.objects.update(beat_at="2020-01-01T00:00Z")
    export_task({"export": str(wish.uuid)}, by=BY)
    with acting_on_shared_data():
        wish.refresh_from_db()
        assert wish.status == "ready"


def _fields() -> list[Any]:
    models = [*tables.own_tables(), *tables.shared_tables(), Tenant, SharedEvent]
    return [field for model in tables.written(models) for field in model._meta.concrete_fields]


def test_every_field_named_like_a_secret_is_decided() -> None:
    """Whoever adds one says in export/secrets.py whether it may leave; until then it does not."""
    undecided = {secrets.name_of(field) for field in _fields() if secrets.sounds_secret(field)} - (
        secrets.SHOWN | secrets.HIDDEN
    )
    assert not undecided
    known = {secrets.name_of(field) for field in _fields()}
    assert not (secrets.SHOWN | secrets.HIDDEN) - known
    assert not secrets.SHOWN & secrets.HIDDEN


def test_every_file_in_a_table_is_handed_out() -> None:
    found = {secrets.name_of(field) for field in _fields() if isinstance(field, BinaryField)}
    assert found == files.HANDED_OUT | files.PASSING


def test_every_shared_table_with_a_tenants_rows_has_a_fate() -> None:
    """Whoever adds one says in removal/fates.py what deletion makes of it."""
    assert {model._meta.label for model in tables.shared_tables()} == set(FATES)
