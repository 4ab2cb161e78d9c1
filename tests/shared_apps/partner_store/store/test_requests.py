"""A request for extra services, from the selection to the bill (S4.4–S4.19)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store.guidelines import account_answers, answers_by_line, checks_of
from shared_apps.partner_store.models import ServiceRequest, StoreItem
from shared_apps.partner_store.requests import open_requests, requests
from shared_apps.partner_store.shelf import shelf
from shared_apps.partner_store.verbs import (
    NeedsItself,
    NeedsMissing,
    NothingApproved,
    NothingChosen,
    NotOffered,
    PriceChanged,
    ReasonMissing,
    SkuTaken,
    Verdict,
    answer,
    approve_request,
    ask,
    check,
    reject_request,
    save_item,
    withdraw_request,
)
from shared_apps.settlement.door import bill_card, bills_of, void_bill
from shared_apps.settlement.errors import BillNotOpen
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in

from .stage import BY, bought, lira, pay, reviewers_told, send, told


def lines_of(request):
    return {line.sku: line for line in request.lines.all()}


def test_a_request_is_recorded_listed_and_told(alpha, items, operator):
    """S4.8–S4.12. 2 × 500 + 1,500 = 2,500; the operator's reviewers and the reseller's owners get mails."""
    key = uuid4()
    request = send(alpha, {"seats": 2, "set-up": 1}, form_uuid=key)
    assert sum(line.total.minor for line in request.lines.all()) == 250_000
    assert send(alpha, {"seats": 2, "set-up": 1}, form_uuid=key) == request
    assert open_requests(alpha.pk) == [request]
    assert (request.answer_due_at - request.submitted_at).days == 3
    run_due()
    with acting_in(operator):
        mails = dict(MailMessage.objects.values_list("template", "to_email"))
    assert mails["partner_store/request_received"] == "olga@example.com"
    assert mails["partner_store/request_waiting"] == "opal@example.com"


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({}, NothingChosen),
        ({"seats": 0}, NotOffered),
        ({"seats": -1}, NotOffered),
        ({"seats": 10**9}, NotOffered),
        ({"nowhere": 1}, NotOffered),
        ({"gold": 1}, NotOffered),
        ({"reports": 1}, NotOffered),
    ],
)
def test_what_may_not_be_had_is_not_asked_for(alpha, items, wanted, refusal):
    """RELIABILITY 24: quantities and hidden items are read by the server; another tier, and an item alone that needs
    another one, are refused."""
    with pytest.raises(refusal):
        send(alpha, wanted)
    assert not ServiceRequest.objects.exists()


def test_a_price_that_was_not_shown_is_refused(alpha, items):
    """RELIABILITY 24: the total that came with the form is compared, never used."""
    with pytest.raises(PriceChanged) as refusal:
        send(alpha, {"seats": 1}, shown=lira(1))
    assert refusal.value.total == lira(500)


def test_needs_may_come_together_and_nothing_is_had_too_often(alpha, items):
    send(alpha, {"reports": 1, "priority": 1})
    with pytest.raises(NotOffered):
        send(alpha, {"priority": 1})
    send(alpha, {"seats": 2})
    with pytest.raises(NotOffered):
        send(alpha, {"seats": 2})
    send(alpha, {"seats": 1})
    StoreItem.objects.filter(sku="set-up").update(min_age_days=30)
    hurdles = {one.item.sku: [hurdle.key for hurdle in one.hurdles] for one in shelf(alpha)}
    assert (hurdles["set-up"], hurdles["gold"], hurdles["seats"]) == (["age"], ["tier"], [])


def test_questions_go_back_and_forth(alpha, items):
    """S4.15: asked, answered, waiting for review again; each with a mail."""
    request = send(alpha, {"seats": 1})
    ask(request, "For whom?", by=BY)
    request.refresh_from_db()
    assert (request.status, request.is_news) == ("question", True)
    ask(request, "And until when?", by=BY)
    answer(request, "For two new advisors.", by=BY)
    request.refresh_from_db()
    assert request.status == "submitted"
    assert [message.is_ours for message in request.messages.all()] == [True, True, False]
    assert (told("request_question"), reviewers_told("request_answered")) == (2, 1)
    reject_request(request, reason="Not yet.", next_steps="Ask in May.", by=BY)
    answer(request, "Why in May?", by=BY)
    ask(request, "Because the hall is free then.", by=BY)
    request.refresh_from_db()
    assert (request.status, told("request_message"), reviewers_told("request_answered")) == ("rejected", 1, 2)


def test_the_check_list_answers_what_the_system_knows(alpha, items):
    """S4.13, S4.14."""
    request = send(alpha, {"set-up": 1, "reports": 1, "priority": 1})
    lines = list(requests().get().lines.all())
    assert [one.key for one in checks_of(request, lines)] == ["purpose", "account", "capacity", "set-up:0"]
    check(request, {"purpose": "yes", "set-up:0": "no", "account": "perhaps"}, by=BY)
    request.refresh_from_db()
    assert request.checks == {"purpose": "yes", "set-up:0": "no"}
    found = {line.sku: {one.key: one.is_met for one in met} for line, met in answers_by_line(request, lines)}
    assert found["reports"] == {"live": True, "needs:priority": True, "quantity": True}
    assert all(one.is_met for one in account_answers(alpha))


def test_a_part_is_approved_billed_and_explained(alpha, items):
    """S4.18, S4.19: 500 of 2,000 is approved; the bill is over that, and the mail says what was refused and why."""
    request = send(alpha, {"seats": 1, "set-up": 1})
    lines = lines_of(request)
    with pytest.raises(ReasonMissing):
        approve_request(request, Verdict({lines["set-up"].pk: " "}), by=BY)
    every = {line.pk: "No." for line in lines.values()}
    with pytest.raises(NothingApproved):
        approve_request(request, Verdict(every), by=BY)
    verdict = Verdict({lines["set-up"].pk: "We are full until May."}, "Send us the names.")
    approved = approve_request(request, verdict, by=BY)
    bill = bill_card(approved.bill_uuid)
    assert (approved.status, bill.net, bill.is_open) == ("approved", lira(500), True)
    assert [(line.sku, line.quantity) for line in bill.lines] == [("seats", 1)]
    assert {sku: line.decision for sku, line in lines_of(approved).items()} == {
        "seats": "approved",
        "set-up": "rejected",
    }
    assert told("request_approved") == 1
    with pytest.raises(IllegalMove):
        approve_request(request, verdict, by=BY)
    with pytest.raises(IllegalMove):
        reject_request(request, reason="Late.", next_steps="", by=BY)


def test_what_is_approved_needs_what_it_needs(alpha, items):
    request = send(alpha, {"reports": 1, "priority": 1})
    with pytest.raises(NeedsMissing) as refusal:
        approve_request(request, Verdict({lines_of(request)["priority"].pk: "No."}), by=BY)
    assert refusal.value.items == [items["priority"]]
    assert ServiceRequest.objects.get().status == "submitted"


def test_a_refusal_has_reasons_and_a_way_on(alpha, items):
    """S4.16, S4.17."""
    request = send(alpha, {"seats": 1})
    with pytest.raises(ReasonMissing):
        reject_request(request, reason=" ", next_steps="Ask again.", by=BY)
    reject_request(request, reason="No bill was paid yet.", next_steps="Ask again in May.", by=BY)
    request.refresh_from_db()
    assert (request.status, request.reason) == ("rejected", "No bill was paid yet.")
    assert (told("request_rejected"), bills_of(alpha.pk)) == (1, [])
    send(alpha, {"seats": 3})


def test_it_is_withdrawn_before_it_is_paid_and_not_after(alpha, items):
    waiting = send(alpha, {"seats": 1})
    withdraw_request(waiting, by=BY)
    approved = approve_request(send(alpha, {"seats": 3}), Verdict({}), by=BY)
    withdraw_request(approved, by=BY)
    approved.refresh_from_db()
    assert (approved.status, bill_card(approved.bill_uuid).status) == ("withdrawn", "void")
    active = bought(alpha, {"seats": 3})
    with pytest.raises((IllegalMove, BillNotOpen)):
        withdraw_request(active, by=BY)
    voided = approve_request(send(alpha, {"priority": 1}), Verdict({}), by=BY)
    void_bill(voided.bill_uuid, "A mistake.", by=BY)
    voided.refresh_from_db()
    assert voided.status == "withdrawn"


def test_what_costs_nothing_is_active_at_once(alpha, items):
    save_item(items["priority"], fields={}, prices={"TRY": 0}, by=BY)
    request = approve_request(send(alpha, {"priority": 1}), Verdict({}), by=BY)
    assert (request.status, bill_card(request.bill_uuid).status) == ("active", "paid")
    assert (told("request_active"), told("request_approved")) == (1, 0)


def test_requests_of_who_has_priority_are_due_within_a_day(alpha, items):
    """S4.24: usable at once. What is asked for after it is paid is answered first."""
    pay(approve_request(send(alpha, {"priority": 1}), Verdict({}), by=BY))
    request = send(alpha, {"seats": 1})
    assert request.is_priority
    assert (request.answer_due_at - request.submitted_at).days == 1


def test_items_do_not_need_each_other_in_a_ring_nor_share_a_sku(alpha, items):
    with pytest.raises(NeedsItself):
        save_item(items["priority"], fields={}, prices={}, needs=[items["reports"]], by=BY)
    fields = {"sku": "seats", "name": {"en": "Again"}, "category": "other"}
    with pytest.raises(SkuTaken):
        save_item(None, fields=fields, prices={}, by=BY)
