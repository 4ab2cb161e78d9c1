"""How far an export is, and the file itself."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tenants.access import console

from ..export.parts import read_parts
from ..models import ExportStatus, TenantExport
from ..verbs import note_download
from .finding import actor_of, reseller


@console("tenants.export")
@require_GET
def console_export_progress(request: HttpRequest, uuid: UUID, export: UUID) -> HttpResponse:
    """The reseller's page asks again until the file is there."""
    found = _export(uuid, export)
    response = render(request, "console/_export.html", {"tenant": found.tenant, "export": found})
    if found.status != ExportStatus.WAITING:
        response["HX-Refresh"] = "true"
    return response


@console("tenants.export")
@require_GET
def console_export_file(request: HttpRequest, uuid: UUID, export: UUID) -> HttpResponseBase:
    """The ZIP, part by part. 404 once it has expired; who fetched it is written down."""
    found = _export(uuid, export)
    if not found.is_fetchable:
        raise Http404
    note_download(found, by=actor_of(request))
    answer = StreamingHttpResponse(read_parts(found), content_type="application/zip")
    name = f"{found.tenant.slug}-{found.asked_at:%Y-%m-%d}.zip"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = str(found.size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _export(uuid: UUID, export: UUID) -> TenantExport:
    exports = TenantExport.objects.select_related("tenant")
    return get_object_or_404(exports, uuid=export, tenant=reseller(uuid))
