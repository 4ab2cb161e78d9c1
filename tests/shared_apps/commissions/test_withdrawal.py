"""From a wish to be paid to money sent; the amount is reserved all the way (RELIABILITY 7, 12)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shared_apps.agenda.models import Entry as AgendaEntry
from shared_apps.commissions.cards import (
    BelowMinimum,
    InsufficientBalance,
    NotYours,
    OwnWithdrawal,
    ReferenceMissing,
    RequestKeyReused,
    UnknownMethod,
)
from shared_apps.commissions.models import KnownPerson, MethodKind, Payout, Withdrawal
from shared_apps.commissions.verbs import (
    approve_withdrawal,
    pay_withdrawal,
    reject_withdrawal,
    remove_method,
    request_withdrawal,
)
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once

from .story import bring, buy, lira, method_of, rich, standing, wish_of, withdraw


def test_a_request_reserves_the_amount(in_reseller, carl, sam) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    assert withdrawal.status == "requested"
    assert standing(carl) == {"available": 60_000, "pending": 0, "reserved": 40_000, "paid": 0}


def test_the_whole_way_to_the_bank(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    approve_withdrawal(withdrawal, by=olga.actor)
    assert standing(carl)["reserved"] == 40_000
    payout = pay_withdrawal(withdrawal, reference=" TR-2026-77 ", by=olga.actor)
    assert (payout.amount, payout.reference, payout.method_label) == (lira(40_000), "TR-2026-77", "•••• 1111")
    assert standing(carl) == {"available": 60_000, "pending": 0, "reserved": 0, "paid": 40_000}
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(-40_000)
    steps = [(event.verb, event.to_status, event.actor_label) for event in history_of(withdrawal)]
    assert steps[::-1] == [
        ("request withdrawal", "requested", str(carl)),
        ("become approved", "approved", str(olga)),
        ("become paid", "paid", str(olga)),
    ]
    sent = AgendaEntry.objects.filter(task="notices.send_mail", payload__to__person_uuid=str(carl.uuid))
    templates = set(sent.values_list("payload__template", flat=True))
    assert templates >= {f"commissions/withdrawal_{step}" for step in ("requested", "approved", "paid")}


def test_to_account_credit(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000, method_of(carl, MethodKind.CREDIT))
    approve_withdrawal(withdrawal, by=olga.actor)
    pay_withdrawal(withdrawal, by=olga.actor)
    client = KnownPerson.objects.get(person_uuid=carl.uuid).client_uuid
    assert balance(AccountName(AccountKind.CLIENT_CREDIT, str(client)), "TRY") == lira(-40_000)
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(0)


def test_a_rejection_gives_the_amount_back_and_says_why(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    approve_withdrawal(withdrawal, by=olga.actor)
    reject_withdrawal(withdrawal, reason="The name does not match.", by=olga.actor)
    assert standing(carl) == {"available": 100_000, "pending": 0, "reserved": 0, "paid": 0}
    assert Withdrawal.objects.get().reason == "The name does not match."


def test_a_rejection_needs_a_reason(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam)
    with pytest.raises(ValueError, match="reason"):
        reject_withdrawal(withdraw(carl, 40_000), reason="  ", by=olga.actor)


@pytest.mark.parametrize(("minor", "refused"), [(100_001, InsufficientBalance), (24_999, BelowMinimum)])
def test_the_amount_lies_between_the_minimum_and_the_balance(in_reseller, carl, sam, minor, refused) -> None:
    rich(carl, sam, 100_000)
    with pytest.raises(refused):
        withdraw(carl, minor)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("minor", [25_000, 100_000])
def test_both_limits_are_allowed(in_reseller, carl, sam, minor) -> None:
    rich(carl, sam, 100_000)
    assert withdraw(carl, minor).amount == lira(minor)


@pytest.mark.parametrize("minor", [0, -100_000])
def test_nothing_and_less_than_nothing_are_refused(in_reseller, carl, sam, minor) -> None:
    rich(carl, sam, 100_000)
    with pytest.raises(BelowMinimum):
        withdraw(carl, minor)


def test_what_is_on_hold_cannot_be_withdrawn(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 500_000)
    with pytest.raises(InsufficientBalance):
        withdraw(carl, 25_000)


def test_what_is_reserved_cannot_be_withdrawn_again(in_reseller, carl, sam) -> None:
    rich(carl, sam, 100_000)
    method = method_of(carl)
    withdraw(carl, 70_000, method)
    with pytest.raises(InsufficientBalance) as refused:
        withdraw(carl, 40_000, method)
    assert refused.value.available == lira(30_000)


def test_the_same_form_sent_twice_asks_once(in_reseller, carl, sam) -> None:
    rich(carl, sam, 100_000)
    wish = wish_of(carl, 40_000, method_of(carl), key=uuid4())
    assert request_withdrawal(wish, by=carl.actor) == request_withdrawal(wish, by=carl.actor)
    assert standing(carl)["reserved"] == 40_000


def test_the_same_key_with_another_amount_is_refused(in_reseller, carl, sam) -> None:
    rich(carl, sam, 100_000)
    method, key = method_of(carl), uuid4()
    request_withdrawal(wish_of(carl, 40_000, method, key), by=carl.actor)
    with pytest.raises(RequestKeyReused):
        request_withdrawal(wish_of(carl, 50_000, method, key), by=carl.actor)


def test_a_removed_or_foreign_method_is_refused(in_reseller, carl, sam) -> None:
    rich(carl, sam, 100_000)
    removed, foreign = method_of(carl), method_of(sam)
    remove_method(carl.uuid, removed.uuid, by=carl.actor)
    for method in (removed, foreign):
        with pytest.raises(UnknownMethod):
            withdraw(carl, 40_000, method)


def test_only_the_person_asks_for_their_money(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    wish = wish_of(carl, 40_000, method_of(carl))
    for stranger in (sam, olga):
        with pytest.raises(NotYours):
            request_withdrawal(wish, by=stranger.actor)
    with pytest.raises(NotWhileActing):
        request_withdrawal(wish, by=Actor.person(carl.uuid, "Olga", acting_for=carl.name))
    assert standing(carl)["reserved"] == 0


def test_nobody_decides_on_their_own_withdrawal(in_reseller, olga, sam) -> None:
    rich(olga, sam, 100_000)
    withdrawal = withdraw(olga, 40_000)
    for step in (
        lambda: approve_withdrawal(withdrawal, by=olga.actor),
        lambda: reject_withdrawal(withdrawal, reason="x", by=olga.actor),
        lambda: pay_withdrawal(withdrawal, reference="1", by=olga.actor),
    ):
        with pytest.raises(OwnWithdrawal):
            step()
    assert Withdrawal.objects.get().status == "requested"


def test_who_acts_for_another_neither_approves_nor_pays(in_reseller, carl, sam, olga, adel) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    crossing = Actor.person(adel.uuid, "Opal", acting_for=olga.name)
    with pytest.raises(NotWhileActing):
        approve_withdrawal(withdrawal, by=crossing)
    with pytest.raises(NotWhileActing):
        pay_withdrawal(withdrawal, reference="1", by=crossing)


def test_a_bank_payout_needs_a_reference(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    approve_withdrawal(withdrawal, by=olga.actor)
    with pytest.raises(ReferenceMissing):
        pay_withdrawal(withdrawal, reference=" ", by=olga.actor)


def test_steps_cannot_be_skipped_or_repeated(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam, 100_000)
    withdrawal = withdraw(carl, 40_000)
    with pytest.raises(IllegalMove):
        pay_withdrawal(withdrawal, reference="1", by=olga.actor)
    approve_withdrawal(withdrawal, by=olga.actor)
    with pytest.raises(IllegalMove):
        approve_withdrawal(withdrawal, by=olga.actor)
    pay_withdrawal(withdrawal, reference="1", by=olga.actor)
    with pytest.raises(IllegalMove):
        pay_withdrawal(withdrawal, reference="1", by=olga.actor)
    with pytest.raises(IllegalMove):
        reject_withdrawal(withdrawal, reason="too late", by=olga.actor)
    assert standing(carl)["paid"] == 40_000


@pytest.mark.django_db(transaction=True)
def test_twenty_withdrawals_of_the_whole_balance_at_once_yield_one(reseller, carl, sam) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        method = method_of(carl)
    results = at_once(
        reseller,
        [lambda: request_withdrawal(wish_of(carl, 100_000, method), by=carl.actor) for _ in range(20)],
    )
    assert sum(isinstance(one, Withdrawal) for one in results) == 1
    assert sum(isinstance(one, InsufficientBalance) for one in results) == 19
    with acting_in(reseller):
        assert standing(carl) == {"available": 0, "pending": 0, "reserved": 100_000, "paid": 0}


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_asks_once(reseller, carl, sam) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        wish = wish_of(carl, 40_000, method_of(carl))
    results = at_once(reseller, [lambda: request_withdrawal(wish, by=carl.actor)] * 10)
    assert len({one.pk for one in results}) == 1
    with acting_in(reseller):
        assert standing(carl)["reserved"] == 40_000


@pytest.mark.django_db(transaction=True)
def test_paying_and_rejecting_at_once_is_one_of_them(reseller, carl, sam, olga) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        withdrawal = withdraw(carl, 40_000)
        approve_withdrawal(withdrawal, by=olga.actor)

    def again() -> Withdrawal:
        return Withdrawal.objects.select_related("method").get(pk=withdrawal.pk)

    results = at_once(
        reseller,
        [lambda: pay_withdrawal(again(), reference="1", by=olga.actor)] * 4
        + [lambda: reject_withdrawal(again(), reason="no", by=olga.actor)] * 4,
    )
    assert sum(isinstance(one, IllegalMove) for one in results) == 7
    with acting_in(reseller):
        left = standing(carl)
        assert (left["reserved"], left["available"] + left["paid"]) == (0, 100_000)
        assert Payout.objects.count() == left["paid"] // 40_000
