"""Several people at the same moment: one request, one decision, one end of a bill. Real threads."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store.models import ExtraService, RequestLine, ServiceRequest
from shared_apps.partner_store.verbs import Verdict, approve_request, reject_request, withdraw_request
from shared_apps.settlement.errors import BillNotOpen
from shared_apps.settlement.models import Bill
from tests.shared_apps.ledger.at_once import at_once

from .stage import BY, paid, send

pytestmark = pytest.mark.django_db(transaction=True)


def test_sent_twice_it_is_one_request_and_one_reviewer_decides(alpha, items, operator, reseller):
    """Everybody has read the request as it waited; a form that is sent again meets the request that it made."""
    key = uuid4()
    sent = at_once(reseller, [lambda: send(alpha, {"seats": 2}, form_uuid=key)] * 4)
    assert len({request.pk for request in sent}) == ServiceRequest.objects.count() == 1
    request = sent[0]
    every = [
        *[lambda: approve_request(request, Verdict({}), by=BY)] * 3,
        *[lambda: reject_request(request, reason="No.", next_steps="", by=BY)] * 3,
    ]
    outcomes = at_once(operator, every)
    assert sum(isinstance(outcome, IllegalMove) for outcome in outcomes) == 5
    request.refresh_from_db()
    assert Bill.objects.count() == (request.status == "approved")
    decisions = set(RequestLine.objects.values_list("decision", flat=True))
    assert decisions == {"approved" if request.status == "approved" else "rejected"}


def test_a_request_is_paid_or_withdrawn_never_both(alpha, items, operator):
    """Both begin with the bill: whoever is second is refused, and nobody waits for the other for ever."""
    request = approve_request(send(alpha, {"seats": 1}), Verdict({}), by=BY)

    def settle():
        with transaction.atomic():
            paid(request.bill_uuid)

    outcomes = at_once(operator, [settle, lambda: withdraw_request(request, by=BY), settle])
    assert sum(isinstance(outcome, (IllegalMove, BillNotOpen)) for outcome in outcomes) == 2
    request.refresh_from_db()
    ends = {"paid": ("active", 1), "void": ("withdrawn", 0)}
    assert (request.status, ExtraService.objects.count()) == ends[Bill.objects.get().status]
