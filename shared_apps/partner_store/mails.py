"""Mails of the partner programme. They go out from the operator's tenant, through its agenda."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for
from tenants.models import Tenant

from .models import ANSWER_WITHIN, PartnerApplication


def operator_id() -> int:
    """The key of the one operator."""
    return Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)


def mail_applicant(application: PartnerApplication, template: str, **context: Any) -> None:
    """Mail the applicant once about one step of their application: received, accepted or rejected."""
    to = {
        "email": application.applicant_email,
        "name": application.applicant_name,
        "language": application.applicant_language,
    }
    _mail(application, template, to, context)


def mail_reviewers(application: PartnerApplication) -> None:
    """Mail everybody who may answer that an application waits."""
    _mail(application, "waiting", {"permission": "applications.review"}, {})


def _mail(
    application: PartnerApplication, template: str, to: dict[str, str], context: dict[str, Any]
) -> None:
    key = f"application:{application.uuid}:{template}"
    payload = {
        "template": f"partner_store/{template}",
        "to": to,
        "key": key,
        "context": {
            "application_uuid": str(application.uuid),
            "company": application.company_name,
            "applicant": application.applicant_name,
            "answer_due_at": application.answer_due_at.isoformat(),
            "answer_days": ANSWER_WITHIN.days,
            **context,
        },
    }
    schedule_for(operator_id(), "notices.send_mail", payload, key=key)
