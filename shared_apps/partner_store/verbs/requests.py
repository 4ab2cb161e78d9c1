"""A request for extra services: sent, asked about, answered, approved, refused, withdrawn (REQUIREMENTS S4.8–S4.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money, total
from shared_apps.settlement.door import BillDraft, BillLineDraft, issue_bill, void_bill
from tenants.models import Tenant

from ..entitlements import has_grant
from ..guidelines import NO, YES, missing
from ..models import Grant, RequestLine, RequestMessage, ServiceRequest, StoreItem
from ..models.request import PRIORITY_WITHIN, REVIEW_WITHIN
from ..request_mails import tell, tell_reviewers
from ..shelf import Offered, shelf

PAY_WITHIN = timedelta(days=14)
BILL_KIND = "services"
Status = ServiceRequest.Status
Decision = RequestLine.Decision


class NothingChosen(ValueError):
    """A request of nothing."""


class NotOffered(ValueError):
    """Items that this reseller may not ask for, or not so many of; `items` names them."""

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(", ".join(items))
        self.items = items


class PriceChanged(ValueError):
    """The total is no longer the one that was shown; `total` is what it is now."""

    def __init__(self, amount: Money) -> None:
        super().__init__(str(amount))
        self.total = amount


class NothingApproved(ValueError):
    """Every line was refused: the whole request is then rejected, with its reasons."""


class NeedsMissing(ValueError):
    """Approved items need others that are not approved; `items` are these."""

    def __init__(self, items: Sequence[StoreItem]) -> None:
        super().__init__(", ".join(map(str, items)))
        self.items = items


class ReasonMissing(ValueError):
    """Something was refused without a reason (S4.16)."""


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks, in the reseller's tenant."""

    uuid: UUID
    name: str
    email: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decides: lines refused with their reasons, what comes next, the check list as it stands."""

    refused: Mapping[int, str]
    next_steps: str = ""


def offered(tenant: Tenant, wanted: Mapping[str, int]) -> list[tuple[Offered, int]]:
    """What is wanted, as it is sold to this reseller now. Raises `NothingChosen`, `NotOffered`."""
    found = {one.item.sku: one for one in shelf(tenant, wanted)}
    if not wanted:
        raise NothingChosen
    chosen = frozenset(one.item.pk for one in found.values())
    refused = [
        str(found[sku].item) if sku in found else sku
        for sku, count in wanted.items()
        if sku not in found or not _may_have(found[sku], count, chosen)
    ]
    if refused:
        raise NotOffered(refused)
    return [(one, wanted[one.item.sku]) for one in found.values()]


@transaction.atomic
def submit_request(
    tenant: Tenant,
    wanted: Mapping[str, int],
    *,
    shown: Money,
    form_uuid: UUID,
    requester: Requester,
    note: str = "",
    by: Actor,
) -> ServiceRequest:
    """Ask for items, so many of each by SKU, at the total that was `shown` (S4.8–S4.12). Sent twice, it is one.

    Raises `NothingChosen`, `NotOffered`, `PriceChanged`.
    """
    # Two that are sent at once are counted one after the other.
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if known := ServiceRequest.objects.filter(tenant=tenant, form_uuid=form_uuid).first():
        return known
    chosen = offered(tenant, wanted)
    amount = total([one.price * count for one, count in chosen], tenant.currency)
    if amount != shown:
        raise PriceChanged(amount)
    request = _create(tenant, form_uuid, requester, note)
    RequestLine.objects.bulk_create([_line(request, one, count) for one, count in chosen])
    record(request, "submit", by=by, to_status=request.status)
    tell(request, "request_received")
    tell_reviewers(request, "request_waiting")
    return request


@transaction.atomic
def ask(request: ServiceRequest, body: str, *, by: Actor) -> RequestMessage:
    """The reviewer wants to know more; mailed, answered on the request's page (S4.15). Decided, it is a message."""
    request = locked(request)
    message = _say(request, body, is_ours=True, by=by)
    if not request.is_in_review:
        _touch(request)
        tell(request, "request_message", key=str(message.pk), text=body)
        return message
    if request.status != Status.QUESTION:
        request.move(Status.QUESTION, by=by, changed_at=now())
    else:
        _touch(request)
    tell(request, "request_question", key=str(message.pk), question=body)
    return message


@transaction.atomic
def answer(request: ServiceRequest, body: str, *, by: Actor) -> RequestMessage:
    """The reseller says more, asked or not, or asks for help (S4.25); what was asked waits for review again."""
    request = locked(request)
    message = _say(request, body, is_ours=False, by=by)
    if request.status == Status.QUESTION:
        request.move(Status.SUBMITTED, by=by, changed_at=now())
    tell_reviewers(request, "request_answered", key=str(message.pk), answer=body)
    return message


@transaction.atomic
def check(request: ServiceRequest, answers: Mapping[str, str], *, by: Actor) -> None:
    """Keep the reviewer's answers to the check list: yes or no to each key. Raises `IllegalMove`."""
    request = locked(request)
    _only_in_review(request, "checked")
    request.checks = {key: value for key, value in answers.items() if value in {YES, NO}}
    request.save(update_fields=["checks"])
    record(request, "check", by=by, checks=request.checks)


@transaction.atomic
def approve_request(request: ServiceRequest, verdict: Verdict, *, by: Actor) -> ServiceRequest:
    """Approve a request, or a part of it: billed now, active as soon as that is paid (S4.18, S4.19).

    Raises `IllegalMove`, `NothingApproved`, `NeedsMissing`, `ReasonMissing`.
    """
    request = locked(request)
    _only_in_review(request, Status.APPROVED)
    lines = list(request.lines.select_related("item").prefetch_related("item__needs"))
    approved = [line for line in lines if line.pk not in verdict.refused]
    _decide(lines, verdict)
    if not approved:
        raise NothingApproved
    if absent := missing(approved, request.tenant):
        raise NeedsMissing(absent)
    at = now()
    reasons = "\n".join(line.reason for line in lines if line.reason)
    request.move(
        Status.APPROVED, by=by, reason=reasons, decided_at=at, changed_at=at, next_steps=verdict.next_steps
    )
    bill = issue_bill(_draft(request, approved), by=by)
    ServiceRequest.objects.filter(pk=request.pk).update(bill_uuid=bill.uuid)
    if bill.is_open:
        due_at = bill.due_at.isoformat()
        tell(request, "request_approved", bill=bill.number, due_at=due_at, to_pay=_json(bill.total))
    request.refresh_from_db()
    return request


@transaction.atomic
def reject_request(request: ServiceRequest, *, reason: str, next_steps: str, by: Actor) -> None:
    """Refuse it all, with reasons and how to go on (S4.16, S4.17). Raises `IllegalMove`, `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing
    request = locked(request)
    at = now()
    request.move(Status.REJECTED, by=by, reason=reason, decided_at=at, changed_at=at, next_steps=next_steps)
    request.reason = reason
    request.save(update_fields=["reason"])
    request.lines.update(decision=Decision.REJECTED, reason=reason)
    tell(request, "request_rejected")


@transaction.atomic
def withdraw_request(request: ServiceRequest, *, by: Actor) -> None:
    """Take it back before it is paid; its bill is void. Raises `IllegalMove`, `settlement.errors.BillNotOpen`."""
    if request.status == Status.APPROVED and request.bill_uuid:
        # The bill first, as a payment would: what follows from its end withdraws the request.
        void_bill(request.bill_uuid, request.number, by=by)
        return
    request.move(Status.WITHDRAWN, by=by, changed_at=now())


def locked(request: ServiceRequest) -> ServiceRequest:
    """The request as it is now, held until the transaction ends."""
    rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("tenant")
    return rows.get(pk=request.pk)


def _may_have(one: Offered, count: int, chosen: frozenset[int]) -> bool:
    unmet = {answer.key for answer in one.answers if not answer.is_met}
    unmet -= {f"needs:{needed.sku}" for needed in one.item.needs.all() if needed.pk in chosen}
    return not unmet and 1 <= count <= one.left


def _create(tenant: Tenant, form_uuid: UUID, requester: Requester, note: str) -> ServiceRequest:
    at, is_priority = now(), has_grant(tenant.pk, Grant.PRIORITY)
    return ServiceRequest.objects.create(
        tenant=tenant,
        form_uuid=form_uuid,
        currency=tenant.currency,
        note=note,
        requester_uuid=requester.uuid,
        requester_name=requester.name,
        requester_email=requester.email,
        requester_language=requester.language,
        is_priority=is_priority,
        submitted_at=at,
        changed_at=at,
        seen_at=at,
        answer_due_at=at + (PRIORITY_WITHIN if is_priority else REVIEW_WITHIN),
    )


def _line(request: ServiceRequest, one: Offered, count: int) -> RequestLine:
    return RequestLine(
        request=request,
        item=one.item,
        sku=one.item.sku,
        name=one.item.name,
        period=one.item.period,
        quantity=count,
        unit_minor=one.price.minor,
        currency=one.price.currency,
    )


def _decide(lines: Sequence[RequestLine], verdict: Verdict) -> None:
    for line in lines:
        is_refused = line.pk in verdict.refused
        line.decision = Decision.REJECTED if is_refused else Decision.APPROVED
        line.reason = verdict.refused.get(line.pk, "").strip()
        if is_refused and not line.reason:
            raise ReasonMissing
    RequestLine.objects.bulk_update(lines, ["decision", "reason"])


def _draft(request: ServiceRequest, approved: Sequence[RequestLine]) -> BillDraft:
    # A bill keeps its words: those of who reads it, not of who approves.
    with override(request.requester_language or request.tenant.default_language):
        return _worded(request, approved)


def _worded(request: ServiceRequest, approved: Sequence[RequestLine]) -> BillDraft:
    return BillDraft(
        tenant_id=request.tenant_id,
        kind=BILL_KIND,
        currency=request.currency,
        lines=tuple(BillLineDraft(str(line), line.sku, line.quantity, line.unit) for line in approved),
        cause_uuid=request.uuid,
        due_at=now() + PAY_WITHIN,
    )


def _only_in_review(request: ServiceRequest, wanted: str) -> None:
    if not request.is_in_review:
        raise IllegalMove(request, wanted)


def _say(request: ServiceRequest, body: str, *, is_ours: bool, by: Actor) -> RequestMessage:
    record(request, "ask" if is_ours else "answer", by=by)
    return RequestMessage.objects.create(
        request=request, is_ours=is_ours, author=by.label[:200], body=body, at=now()
    )


def _touch(request: ServiceRequest) -> None:
    request.changed_at = now()
    request.save(update_fields=["changed_at"])


def _json(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}
