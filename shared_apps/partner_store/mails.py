"""Mails of the partner programme. They go out from the operator's tenant, through its agenda."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for
from tenants.models import Tenant

from .models import ANSWER_WITHIN, PartnerApplication, PlatformSubscription

Owner = dict[str, str]


def operator_id() -> int:
    """The key of the one operator."""
    return Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)


def mail_applicant(application: PartnerApplication, template: str, *, once: str = "", **context: Any) -> None:
    """Mail the applicant once about one step of their application: received, accepted or rejected.

    `once` tells steps apart that come more than once, such as questions.
    """
    to = {
        "email": application.applicant_email,
        "name": application.applicant_name,
        "language": application.applicant_language,
    }
    _mail(application, template, to, context, once)


def mail_reviewers(
    application: PartnerApplication, template: str = "waiting", *, once: str = "", **context: Any
) -> None:
    """Mail everybody who may answer that an application waits, or that its applicant has answered."""
    _mail(application, template, {"permission": "applications.review"}, context, once)


def mail_owners(plan: PlatformSubscription, template: str, *, key: str, **context: Any) -> None:
    """Mail the owners of a reseller about its own plan, from the platform; `key` makes it one mail each.

    The owners' addresses lie in their tenant. So that a verb on shared data needs not enter it, a task does.
    """
    payload = {"subscription": str(plan.uuid), "template": template, "key": key, "context": context}
    schedule_for(plan.tenant_id, "partner_store.mail_owners", payload, key=f"{plan.uuid}:{template}:{key}")


def mail_owner(plan: PlatformSubscription, owner: Owner, template: str, payload: dict[str, Any]) -> None:
    """The same to one owner: {"email", "name", "language"}."""
    key = f"platform_plan:{plan.uuid}:{template}:{payload['key']}:{owner['email']}"
    context = {"plan": plan.name, "company": plan.tenant.name, **payload["context"]}
    mail = {"template": f"partner_store/{template}", "to": owner, "key": key, "context": context}
    schedule_for(operator_id(), "notices.send_mail", mail, key=key)


def _mail(
    application: PartnerApplication, template: str, to: dict[str, str], context: dict[str, Any], once: str
) -> None:
    key = ":".join(filter(None, ("application", str(application.uuid), template, once)))
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
