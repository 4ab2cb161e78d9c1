"""What the door offers to the app that knows a reseller's clients: visits of staff to one client's account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .answering import answer_and_say
from .cards import Kind, Wish
from .handover import hand_over
from .listing import export, listed, steps_page
from .mails import answer_url, facts_of
from .models import Crossing, CrossingStep, Membership
from .queries import asked, crossings, crossings_of_client, unfinished_by
from .verbs import ask, call_off


def enter(request: HttpRequest, wish: Wish, *, consent: str, by: Actor, waiting_url: str) -> HttpResponse:
    """Take the person over, or to `waiting_url` when it has to be allowed first. Raises `ConsentRefused`."""
    crossing = ask(wish, consent=consent, by=by)
    if crossing.status == Crossing.Status.ASKED:
        messages.success(request, _("Your request is sent. You get a mail when it is answered."))
    return hand_over(request, crossing, by=by, waiting_url=waiting_url)


def resume(
    request: HttpRequest, uuid: UUID, *, client_uuid: UUID, by: Actor, waiting_url: str
) -> HttpResponse:
    """Begin one's own crossing that was allowed; 404 for another's, `NotReady` when it is too late."""
    own = crossings_of_client(current_tenant(), client_uuid).filter(from_person_uuid=by.key)
    return hand_over(request, get_object_or_404(own, uuid=uuid), by=by, waiting_url=waiting_url)


def requests_of(person_uuid: UUID, client_uuid: UUID) -> list[Crossing]:
    """What a person has asked of this client and not begun."""
    return list(
        unfinished_by(person_uuid).filter(to_tenant_id=current_tenant().id, client_uuid=client_uuid)[:5]
    )


def client_visits(request: HttpRequest, client_uuid: UUID) -> dict[str, Any]:
    """What the client's page shows: requests that wait, who is inside, the log."""
    found = crossings_of_client(current_tenant(), client_uuid)
    return {
        "waiting": list(asked(found).order_by("asked_at")[:20]),
        "one_kind": True,
        **listed(request, found),
    }


def waiting_visits(client_uuid: UUID) -> list[Crossing]:
    """Requests to act for a client that wait for its answer, the oldest first."""
    return list(asked(crossings_of_client(current_tenant(), client_uuid)).order_by("asked_at")[:5])


def client_visit(request: HttpRequest, client_uuid: UUID, uuid: UUID) -> dict[str, Any]:
    """One visit with its steps; 404 for a visit to somebody else."""
    crossing = get_object_or_404(crossings_of_client(current_tenant(), client_uuid), uuid=uuid)
    return {"crossing": crossing, "steps": steps_page(request, crossing)}


def client_visits_export(request: HttpRequest, client_uuid: UUID) -> HttpResponse:
    return export(request, crossings_of_client(current_tenant(), client_uuid))


def answer_visit(request: HttpRequest, client_uuid: UUID, uuid: UUID) -> None:
    """Allow or refuse what staff ask of this client, as the button that was pressed says."""
    answer_and_say(request, get_object_or_404(crossings_of_client(current_tenant(), client_uuid), uuid=uuid))


def call_off_visits(client_uuid: UUID, *, by: Actor) -> None:
    """End and refuse every visit to a client who has said never."""
    call_off(crossings_of_client(current_tenant(), client_uuid), by=by)


def facts_of_visit(uuid: str) -> tuple[UUID, dict[str, Any]] | None:
    """The client and what a mail says about a visit, with the number of things done; None when it is gone."""
    crossing = crossings().filter(uuid=uuid, kind=Kind.OFFICE_CLIENT).first()
    if crossing is None or crossing.client_uuid is None:
        return None
    deeds = CrossingStep.objects.filter(crossing=crossing, status__lt=400).exclude(method__in=["GET", "HEAD"])
    deeds = deeds.exclude(view__in=["crossing_stop", "set_language", "account_logout"])
    at = crossing.opened_at or crossing.asked_at
    facts = {
        **facts_of(crossing),
        "answer_url": answer_url(crossing),
        "deeds": deeds.count(),
        "at": at.isoformat(),
    }
    return crossing.client_uuid, facts


def remember_membership(*, platform_person_uuid: UUID, tenant_id: int, person_uuid: UUID) -> None:
    """A partner's account on the platform and a person of an office are the same human being."""
    Membership.objects.get_or_create(
        platform_person_uuid=platform_person_uuid, tenant_id=tenant_id, person_uuid=person_uuid
    )


def link_of_request() -> str:
    """The path by which the first request that waits here is answered from a mail; empty where none waits."""
    waiting = asked(crossings().filter(to_tenant_id=current_tenant().id)).order_by("pk").first()
    return urlsplit(answer_url(waiting)).path if waiting else ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a partner's account opens."""

    uuid: UUID
    name: str
    host: str
    is_live: bool


def offices_of(platform_person_uuid: UUID) -> list[Office]:
    """The offices that belong to an account on the platform. Two queries, however many there are."""
    mine = Membership.objects.filter(platform_person_uuid=platform_person_uuid, tenant__is_probe=False)
    found = mine.select_related("tenant").prefetch_related("tenant__domains").order_by("tenant__name", "pk")
    return [
        Office(
            each.uuid,
            each.tenant.name,
            next((domain.host for domain in each.tenant.domains.all() if domain.is_canonical), ""),
            each.tenant.status == each.tenant.Status.LIVE,
        )
        for each in found
    ]
