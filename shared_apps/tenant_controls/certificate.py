"""The deletion certificate as a paper: what was deleted, when, by whom, why, and what the export was."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from branding import formats
from branding.documents import render
from branding.documents.labels import labels
from branding.documents.rendering import LOGO
from branding.queries import brand_of, logo_of
from tenants.context import current_tenant

from .models import DeletionCertificate

Data = dict[str, Any]


def certificate_pdf(certificate: DeletionCertificate, language: str) -> bytes:
    """Under the operator's own brand, in its time zone. Raises `DocumentFailed`."""
    operator = current_tenant()
    look = brand_of(operator)
    logo = logo_of(operator, look.logo_sha256) if look.logo_sha256 else None
    pictures = {LOGO: bytes(logo.data)} if logo else {}
    with translation.override(language), timezone.override(operator.time_zone):
        return render("certificate", _data(certificate), language=language, look=look, pictures=pictures)


def _data(certificate: DeletionCertificate) -> Data:
    at = timezone.localtime(certificate.deleted_at)
    filled = {table: rows for table, rows in sorted(certificate.counts.items()) if rows}
    return {
        "dated": [at.year, at.month, at.day],
        "title": _("Deletion certificate %(number)s") % {"number": certificate.number},
        "heading": _("Deletion certificate"),
        "number": certificate.number,
        "words": labels() | {"table": _("Table"), "rows": _("Rows"), "deleted": _("What was deleted")},
        "said": _("The data of the portal below were deleted for good on %(day)s.")
        % {"day": formats.isolated(formats.date(certificate.deleted_at, "long"))},
        "facts": _facts(certificate),
        "reason": {"label": _("Reason"), "text": certificate.reason},
        "rows": [[table, formats.number(rows)] for table, rows in filled.items()],
        "sums": [{"label": _("Rows in all"), "value": formats.number(certificate.rows), "strong": True}],
        "kept": _(
            "Books of account (ledger, payments, commissions) and the records of who did what are kept as the law"
            " requires."
        ),
        "export": _export(certificate),
    }


def _facts(certificate: DeletionCertificate) -> list[Data]:
    moment = "datetime"
    return [
        {"label": _("Organisation"), "value": certificate.tenant_name},
        {"label": _("Domains"), "value": "\n".join(certificate.hosts)},
        {"label": _("Identifier"), "value": str(certificate.tenant_uuid)},
        {"label": _("Since"), "value": formats.date(certificate.since)},
        {"label": _("Archived"), "value": formats.date(certificate.archived_at, moment)},
        {"label": _("Deleted"), "value": formats.date(certificate.deleted_at, moment)},
        {"label": _("Ordered by"), "value": certificate.asked_by},
    ]


def _export(certificate: DeletionCertificate) -> Data:
    if not certificate.manifest_sha256:
        return {"label": _("Export"), "text": _("Deleted without an export, as was ordered."), "digest": ""}
    return {
        "label": _("Export"),
        "text": _("SHA-256 of the manifest of the export that was made before:"),
        "digest": certificate.manifest_sha256,
    }
