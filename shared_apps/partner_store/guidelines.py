"""What a reviewer checks of a request: the platform's guidelines, and those of each item (REQUIREMENTS S4.13, S4.14).

Eligibility is answered by the system where it knows; the rest by a person, who says yes or no to each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branding import formats
from shared_apps.kernel.clock import now
from shared_apps.settlement import door as settlement
from tenants.models import Tenant

from .eligibility import Answer, answers
from .models import RequestLine, ServiceRequest, StoreItem
from .shelf import held, standing_of

GENERAL: tuple[tuple[str, str | Promise], ...] = (
    ("purpose", gettext_lazy("What it is wanted for fits the platform's guidelines.")),
    ("account", gettext_lazy("The company's data are complete and believable.")),
    ("capacity", gettext_lazy("We can deliver it in the time that was promised.")),
)
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check list that a person answers: `value` is yes, no or empty."""

    key: str
    text: str | Promise
    value: str = ""


def checks_of(request: ServiceRequest, lines: Sequence[RequestLine]) -> list[Check]:
    """The general guidelines, then those of the items asked for, with the answers so far."""
    own = [
        (f"{line.sku}:{number}", str(text))
        for line in lines
        for number, text in enumerate(line.item.guidelines)
    ]
    return [Check(key, text, request.checks.get(key, "")) for key, text in (*GENERAL, *own)]


def account_answers(tenant: Tenant) -> list[Answer]:
    """What the system knows of the account as a whole."""
    overdue = any(bill.is_open and bill.due_at < now() for bill in settlement.bills_of(tenant.pk))
    return [Answer("bills", _("No bill is overdue"), not overdue)]


def answers_by_line(
    request: ServiceRequest, lines: Sequence[RequestLine]
) -> list[tuple[RequestLine, list[Answer]]]:
    """For each line what speaks for it or against it; what is asked for together may need each other."""
    standing, others = standing_of(request.tenant), held(request.tenant_id, besides=request)
    has = standing.has | {line.item_id for line in lines}
    together = replace(standing, has=frozenset(has))
    return [
        (line, [*answers(line.item, together), _count(line, others.get(line.item_id, 0))]) for line in lines
    ]


def missing(approved: Sequence[RequestLine], tenant: Tenant) -> list[StoreItem]:
    """Items that approved ones need, and that are neither there nor approved with them."""
    there = standing_of(tenant).has | {line.item_id for line in approved}
    return [needed for line in approved for needed in line.item.needs.all() if needed.pk not in there]


def _count(line: RequestLine, others: int) -> Answer:
    most = line.item.max_quantity
    text = _("At most %(most)s at once") % {"most": formats.number(most)}
    return Answer("quantity", text, others + line.quantity <= most)
