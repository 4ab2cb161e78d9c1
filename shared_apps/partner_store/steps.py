"""How far a request is, as the reseller reads it: sent, reviewed, paid, active."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import ServiceRequest

Status = ServiceRequest.Status
LABELS: tuple[str | Promise, ...] = (_("Sent"), _("Reviewed"), _("Paid"), _("Active"))
# The step that is under way in each status, counted from 1; past the last one, all is done.
_AT: dict[str, int] = {Status.SUBMITTED: 2, Status.QUESTION: 2, Status.APPROVED: 3, Status.ACTIVE: 5}


@dataclass(frozen=True, slots=True)
class Way:
    """The steps, and which one is under way; 0 where the request leads no further."""

    labels: tuple[str | Promise, ...]
    current: int


def steps_of(request: ServiceRequest) -> Way:
    return Way(LABELS, _AT.get(request.status, 0))
