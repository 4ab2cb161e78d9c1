"""Makes an export, from the first batch to the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Model, Q
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils import translation

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.models import SharedEvent, Tenant

from ..models import ExportPart, ExportStatus, TenantExport
from ..models.export import kept
from .bundle import Bundle
from .files import files_of
from .parts import PartsFile
from .reading import Row, batches, inside
from .secrets import HIDDEN, LEFT_OUT
from .tables import of_tenant, own_tables, shared_tables, written

Source = tuple[str, type[Model], list[Q]]


def make_export(export: TenantExport, *, by: Actor) -> None:
    """Write everything of the tenant into the export's parts. Not inside a transaction.

    A second try begins anew. Raises `Overtaken` when another worker took it over meanwhile.
    """
    ExportPart.objects.filter(export=export).exclude(run=export.worker).delete()
    tenant = export.tenant
    with inside(tenant.record):
        sources = [*_own(), *_shared(tenant)]
        total = sum(_count(model, wishes) for _name, model, wishes in sources)
        export.beat(rows_done=0, rows_total=total)
        file = PartsFile(export)
        manifest = _write(Bundle(file, now()), export, sources)
    at = now()
    export.move(
        ExportStatus.READY,
        by=by,
        ready_at=at,
        expires_at=at + kept(),
        size=file.size,
        manifest_sha256=manifest,
    )
    record(tenant, "export ready", by=by, export=str(export.uuid), manifest_sha256=manifest)


def _write(bundle: Bundle, export: TenantExport, sources: list[Source]) -> str:
    tenant = export.tenant
    with translation.override(tenant.default_language):
        context = {"tenant": tenant, "at": bundle.moment}
        bundle.add_file("README.txt", render_to_string("console/export_readme.txt", context).encode())
    for name, model, wishes in sources:
        bundle.add_rows(name, told(export, model, wishes))
    for name, content in files_of(tenant.pk):
        bundle.add_file(name, content)
        export.beat()
    return bundle.close(_about(tenant, bundle))


def told(export: TenantExport, model: type[Model], wishes: list[Q]) -> Iterator[list[Row]]:
    """The batches of a table, each of them told to whoever watches."""
    for wanted in wishes:
        for batch in batches(model, wanted):
            yield batch
            export.beat(rows_done=export.rows_done + len(batch))


def _own() -> list[Source]:
    return [
        (f"tenant/{model._meta.db_table}.jsonl", model, [Q()])
        for model in written(own_tables())
    ]  # fmt: skip


def _shared(tenant: Tenant) -> list[Source]:
    ways = shared_tables()
    rows: list[Source] = [
        (f"shared/{model._meta.db_table}.jsonl", model, [of_tenant(ways[model], tenant.pk)])
        for model in written(list(ways))
    ]
    own: Source = (f"shared/{Tenant._meta.db_table}.jsonl", Tenant, [Q(pk=tenant.pk)])
    return [own, *rows, (f"shared/{SharedEvent._meta.db_table}.jsonl", SharedEvent, _events(tenant))]


def _events(tenant: Tenant) -> list[Q]:
    """The shared history of the tenant and of each shared thing that is its own."""
    found = [Q(subject_type=Tenant._meta.label, subject_key=str(tenant.pk))]
    for model, ways in shared_tables().items():
        mine = model._base_manager.filter(of_tenant(ways, tenant.pk))
        keys = mine.annotate(as_text=Cast("pk", CharField())).values("as_text")
        found.append(Q(subject_type=model._meta.label, subject_key__in=keys))
    return found


def _count(model: type[Model], wishes: list[Q]) -> int:
    return sum(model._base_manager.filter(wanted).count() for wanted in wishes)


def _about(tenant: Tenant, bundle: Bundle) -> dict[str, Any]:
    return {
        "format": 1,
        "made_at": bundle.moment.isoformat(),
        "tenant": {
            "uuid": str(tenant.uuid),
            "name": tenant.name,
            "slug": tenant.slug,
            "status": tenant.status,
        },
        "left_out": {"tables": sorted(LEFT_OUT), "fields": sorted(HIDDEN)},
    }
