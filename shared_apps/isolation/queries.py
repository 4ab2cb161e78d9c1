"""Runs of the proof as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from shared_apps.kernel.clock import now

from .models import IsolationRun
from .runs import SILENCE

SHOWN = 30
_STAFF = ("owner", "manager", "advisor", "support", "accountant")


@dataclass(frozen=True, slots=True)
class Staff:
    """How many people work in an office, and how many of them have no second step."""

    count: int
    without_second_step: int


def newest_runs() -> QuerySet[IsolationRun]:
    return IsolationRun.objects.order_by("-started_at", "-pk")[:SHOWN]


def run_under_way() -> IsolationRun | None:
    """The run that is alive; one that fell silent is none."""
    return IsolationRun.objects.filter(
        status=IsolationRun.Status.RUNNING, seen_at__gte=now() - SILENCE
    ).first()


def last_result() -> IsolationRun | None:
    """The newest run that came to an end and says something."""
    said = (IsolationRun.Status.HELD, IsolationRun.Status.BROKEN)
    return IsolationRun.objects.filter(status__in=said).order_by("-started_at").first()


def staff_here() -> Staff:
    """The current tenant's staff. One query."""
    has_step = Exists(Authenticator.objects.filter(user_id=OuterRef("pk")))
    people = get_user_model()._default_manager.filter(is_active=True, role__in=_STAFF)
    steps = list(people.annotate(has_step=has_step).values_list("has_step", flat=True))
    return Staff(len(steps), steps.count(False))
