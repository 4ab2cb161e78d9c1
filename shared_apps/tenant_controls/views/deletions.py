"""How far a deletion is, and the certificates of those that are done."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from branding.documents import DocumentFailed, PressBusy
from shared_apps.kernel.paging import page_of
from tenants.access import console

from ..certificate import certificate_pdf
from ..models import Deletion, DeletionCertificate
from ..removal.steps import STEPS
from .finding import reseller

log = structlog.get_logger(__name__)


@console("tenants.delete")
@require_GET
def console_deletion_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The reseller's page asks again until all steps are done."""
    tenant = reseller(uuid)
    deletion = Deletion.objects.filter(tenant=tenant).first()
    if deletion is None:
        raise Http404
    context = {"tenant": tenant, "deletion": deletion, "steps": steps_of(deletion)}
    response = render(request, "console/_deletion.html", context)
    if deletion.finished_at:
        response["HX-Refresh"] = "true"
    return response


@console("tenants.delete")
@require_GET
def console_certificates(request: HttpRequest) -> HttpResponse:
    """Every reseller that was deleted."""
    page = page_of(DeletionCertificate.objects.all(), request.GET, order="deleted_at")
    return render(request, "console/certificates.html", {"page": page})


@console("tenants.delete")
@require_GET
def console_certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The certificate as a PDF, in the reader's language."""
    found = get_object_or_404(DeletionCertificate, uuid=uuid)
    try:
        content = certificate_pdf(found, get_language() or "en")
    except DocumentFailed as failed:
        log.error("document_failed", document="certificate", why=str(failed))
        is_busy = isinstance(failed, PressBusy)
        context = {"shell": "shells/console.html", "is_busy": is_busy}
        return render(request, "documents/refused.html", context, status=503 if is_busy else 500)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"certificate-{found.number}.pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def steps_of(deletion: Deletion) -> list[dict[str, object]]:
    return [
        {"label": step.label, "is_done": position < deletion.steps_done}
        for position, step in enumerate(STEPS)
    ]
