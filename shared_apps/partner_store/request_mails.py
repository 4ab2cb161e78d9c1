"""Mails about extra services: to a reseller's owners and whoever asked, and to the operator's reviewers (S4.25)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import override

from shared_apps.agenda.door import schedule_for
from shared_apps.catalog.wording import spoken, spoken_list
from shared_apps.kernel.money import Money, total
from tenants.hosts import portal_url

from .mails import Owner, operator_id
from .models import ExtraService, RequestLine, ServiceRequest

TASK = "partner_store.tell_of_request"


def tell(request: ServiceRequest, template: str, *, key: str = "", **more: Any) -> None:
    """Mail the reseller about one step of a request; `more` is JSON.

    The owners' addresses lie in their tenant. So that a verb on shared data needs not enter it, a task does.
    """
    payload = {"request": str(request.uuid), "template": template, "key": key, "context": more}
    schedule_for(request.tenant_id, TASK, payload, key=f"{request.uuid}:{template}:{key}")


def tell_of_extra(extra: ExtraService, template: str, *, key: str, **more: Any) -> None:
    """The same about an extra service that it has."""
    payload = {"extra": str(extra.uuid), "template": template, "key": key, "context": more}
    schedule_for(extra.tenant_id, TASK, payload, key=f"{extra.uuid}:{template}:{key}")


def tell_reviewers(request: ServiceRequest, template: str, *, key: str = "", **more: Any) -> None:
    """Mail everybody who may answer that a request waits for them."""
    _send(
        template,
        {"permission": "requests.review"},
        f"request:{request.uuid}:{template}:{key}",
        {
            "company": request.tenant.name,
            "number": request.number,
            "request_uuid": str(request.uuid),
            "due_at": request.answer_due_at.isoformat(),
            "total": _json(total_of(list(request.lines.all()), request.currency)),
            **more,
        },
    )


def write_to(owners: Sequence[Owner], payload: dict[str, Any]) -> None:
    """The mail of a scheduled `tell` to each of those who read it, in their own languages."""
    about = _extra(payload) if "extra" in payload else _request(payload)
    asked_by = [] if isinstance(about, ExtraService) else [_requester(about)]
    readers = {reader["email"].lower(): reader for reader in [*asked_by, *owners]}
    for address, reader in readers.items():
        with override(reader["language"] or about.tenant.default_language):
            own = _of_extra(about) if isinstance(about, ExtraService) else _of_request(about)
        key = f"{TASK}:{about.uuid}:{payload['template']}:{payload['key']}:{address}"
        _send(payload["template"], reader, key, {**own, **payload["context"]})


def total_of(lines: Sequence[RequestLine], currency: str) -> Money:
    """What a request comes to, without what was not accepted."""
    return total([line.total for line in lines if not line.is_rejected], currency)


def _of_request(request: ServiceRequest) -> dict[str, Any]:
    lines = list(request.lines.select_related("item"))
    return {
        "company": request.tenant.name,
        "number": request.number,
        "lines": [_line(line) for line in lines if not line.is_rejected],
        "refused": [{"name": str(line), "reason": line.reason} for line in lines if line.is_rejected],
        "steps": [step for line in lines if line.is_approved for step in spoken_list(line.item.steps)],
        "total": _json(total_of(lines, request.currency)),
        "reason": request.reason,
        "next_steps": request.next_steps,
        "url": portal_url(request.tenant.record, f"/office/store/requests/{request.uuid}/"),
    }


def _of_extra(extra: ExtraService) -> dict[str, Any]:
    return {
        "company": extra.tenant.name,
        "service": str(spoken(extra.name)),
        "note": extra.work_note,
        "ends_on": extra.paid_until.isoformat() if extra.paid_until else None,
        "url": portal_url(extra.tenant.record, "/office/subscriptions/"),
    }


def _line(line: RequestLine) -> dict[str, Any]:
    return {"name": str(line), "quantity": line.quantity, "total": _json(line.total)}


def _json(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}


def _request(payload: dict[str, Any]) -> ServiceRequest:
    return ServiceRequest.objects.select_related("tenant").get(uuid=UUID(payload["request"]))


def _extra(payload: dict[str, Any]) -> ExtraService:
    return ExtraService.objects.select_related("tenant").get(uuid=UUID(payload["extra"]))


def _requester(request: ServiceRequest) -> Owner:
    return {
        "email": request.requester_email,
        "name": request.requester_name,
        "language": request.requester_language,
    }


def _send(template: str, to: dict[str, str], key: str, context: dict[str, Any]) -> None:
    mail = {"template": f"partner_store/{template}", "to": to, "key": key, "context": context}
    schedule_for(operator_id(), "notices.send_mail", mail, key=key)
