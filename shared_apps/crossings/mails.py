"""Mails about crossings. Who a client's people are, its own app knows: it has tasks for that."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from shared_apps.agenda.door import schedule_for
from tenants.hosts import portal_url
from tenants.tokens import sign_for

from .cards import Kind
from .models import Crossing

ANSWER = "crossings.answer"


def tell_asked(crossing: Crossing) -> None:
    """Ask those who decide: the client's owners, or the reseller's."""
    if crossing.kind == Kind.OFFICE_CLIENT:
        schedule_for(
            crossing.to_tenant_id, "clients.ask_for_entry", _named(crossing), key=_key(crossing, "asked")
        )
        return
    context = {**facts_of(crossing), "url": answer_url(crossing)}
    _mail(crossing, "asked_staff", crossing.to_tenant_id, {"permission": "access.view"}, context)


def tell_answered(crossing: Crossing, *, is_allowed: bool) -> None:
    """Tell who asked what the answer is."""
    url = portal_url(crossing.from_tenant.record, crossing.return_path)
    context = {**facts_of(crossing), "is_allowed": is_allowed, "url": url}
    to = {"person_uuid": str(crossing.from_person_uuid)}
    _mail(crossing, "answered_staff", crossing.from_tenant_id, to, context)


def tell_ended(crossing: Crossing) -> None:
    """Let the client know that somebody worked in their account."""
    if crossing.kind == Kind.OFFICE_CLIENT and crossing.mode == crossing.Mode.ACT:
        schedule_for(
            crossing.to_tenant_id, "clients.tell_of_visit", _named(crossing), key=_key(crossing, "ended")
        )


def answer_url(crossing: Crossing) -> str:
    """The page on which the request is answered without signing in; for the mail alone."""
    target = crossing.to_tenant.record
    token = sign_for(target, ANSWER, str(crossing.uuid))
    urlconf = str(settings.TENANT_TYPES[target.kind]["URLCONF"])
    return portal_url(target, reverse("crossing_answer", urlconf=urlconf, args=[token]))


def facts_of(crossing: Crossing) -> dict[str, Any]:
    """What every mail about a crossing says."""
    return {
        "person": crossing.from_person_label,
        "whom": crossing.to_person_label,
        "reason": crossing.reason,
        "until": crossing.usable_until.isoformat(),
    }


def _mail(crossing: Crossing, name: str, tenant_id: int, to: dict[str, str], context: dict[str, Any]) -> None:
    key = f"crossings.{name}:{crossing.uuid}"
    payload = {"template": f"crossings/{name}", "to": to, "context": context, "key": key}
    schedule_for(tenant_id, "notices.send_mail", payload, key=key)


def _named(crossing: Crossing) -> dict[str, str]:
    return {"crossing": str(crossing.uuid)}


def _key(crossing: Crossing, step: str) -> str:
    return f"crossing:{crossing.uuid}:{step}"
