"""Payout methods: checked by their check digits, sealed, shown masked."""

from __future__ import annotations

import pytest
from stdnum import luhn

from shared_apps.commissions.bank_numbers import InvalidNumber, mask, read_card, read_iban
from shared_apps.commissions.cards import NoClientAccount, NotYours, UnknownMethod
from shared_apps.commissions.models import MethodKind, PayoutMethod
from shared_apps.commissions.queries import methods_of
from shared_apps.commissions.verbs import add_method, remove_method, reveal_number
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.kernel.history import history_of
from shared_apps.kernel.secrets import SecretUnreadable
from tenants.context import acting_in

from .story import CARD, SHEBA, TURKISH_IBAN, method_of

IRANIAN_CARD = "603799123456789" + luhn.calc_check_digit("603799123456789")


@pytest.mark.parametrize(
    "typed",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱",
        "٤١١١١١١١١١١١١١١١",
        "๔๑๑๑๑๑๑๑๑๑๑๑๑๑๑๑",
        "\u200f4111\u200c1111\u200e11111111\u202c",
    ],
)
def test_a_card_is_read_in_any_digits_and_without_unseen_marks(typed) -> None:
    assert read_card(typed) == CARD


def test_an_iranian_card_is_read() -> None:
    assert read_card(IRANIAN_CARD) == IRANIAN_CARD


@pytest.mark.parametrize(
    "typed",
    ["4111111111111112", "0000000000000000", "411111111111", "1" * 90, "", "card", "4111x11111111111", "-1"],
)
def test_a_card_that_cannot_be_right_is_refused(typed) -> None:
    with pytest.raises(InvalidNumber):
        read_card(typed)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        (SHEBA, ""),
        ("ir58 0540 1051 8002 1273 1130 07", ""),
        ("IR۵۸۰۵۴۰۱۰۵۱۸۰۰۲۱۲۷۳۱۱۳۰۰۷", "TR"),
        ("580540105180021273113007", "IR"),
        ("۵۸ ۰۵۴۰ ۱۰۵۱ ۸۰۰۲ ۱۲۷۳ ۱۱۳۰ ۰۷", "IR"),
    ],
)
def test_a_sheba_is_read_with_and_without_its_letters(typed, country) -> None:
    assert read_iban(typed, country) == SHEBA


def test_a_turkish_iban_is_read() -> None:
    assert read_iban("TR33 0006 1005 1978 6457 8413 26") == TURKISH_IBAN
    assert read_iban("330006100519786457841326", "TR") == TURKISH_IBAN


@pytest.mark.parametrize(
    "typed",
    ["IR580540105180021273113008", "IR58", "", "XX580540105180021273113007", "580540105180021273113007"],
)
def test_an_iban_that_cannot_be_right_is_refused(typed) -> None:
    with pytest.raises(InvalidNumber):
        read_iban(typed)


@pytest.mark.parametrize(("number", "shown"), [(CARD, "•••• 1111"), (SHEBA, "IR•••• 3007")])
def test_a_number_is_shown_masked(number, shown) -> None:
    assert mask(number) == shown


def test_the_number_is_sealed_and_opens_for_its_own_row_alone(in_reseller, carl, sam, olga) -> None:
    mine, theirs = method_of(carl), method_of(sam, number=IRANIAN_CARD)
    assert CARD not in mine.sealed + mine.digest + mine.masked
    assert reveal_number(mine, by=olga.actor, reason="to pay") == CARD
    assert "reveal payout number" in [event.verb for event in history_of(mine)]
    theirs.sealed = mine.sealed
    with pytest.raises(SecretUnreadable):
        reveal_number(theirs, by=olga.actor, reason="to pay")


def test_the_same_method_twice_is_one(in_reseller, carl) -> None:
    assert method_of(carl).uuid == method_of(carl, number="4111 1111 1111 1111").uuid
    assert PayoutMethod.objects.count() == 1


def test_a_removed_method_can_be_added_again(in_reseller, carl) -> None:
    first = method_of(carl)
    remove_method(carl.uuid, first.uuid, by=carl.actor)
    assert not methods_of(carl.uuid).exists()
    assert method_of(carl).uuid != first.uuid


def test_another_persons_method_cannot_be_removed(in_reseller, carl, sam) -> None:
    mine = method_of(carl)
    with pytest.raises(UnknownMethod):
        remove_method(sam.uuid, mine.uuid, by=sam.actor)
    with pytest.raises(NotYours):
        remove_method(carl.uuid, mine.uuid, by=sam.actor)


def test_methods_of_one_reseller_are_unknown_at_another(reseller, other_reseller, carl) -> None:
    with acting_in(reseller):
        method_of(carl)
    with acting_in(other_reseller):
        assert not methods_of(carl.uuid).exists()


def test_nobody_adds_a_method_for_another(in_reseller, carl, olga) -> None:
    with pytest.raises(NotYours):
        add_method(carl.uuid, kind=MethodKind.CARD, number=CARD, by=olga.actor)


def test_who_acts_for_another_cannot_touch_payout_methods(in_reseller, carl, olga) -> None:
    mine = method_of(carl)
    crossing = Actor.person(carl.uuid, "Olga as Carl", acting_for=carl.name)
    with pytest.raises(NotWhileActing):
        add_method(carl.uuid, kind=MethodKind.IBAN, number=TURKISH_IBAN, by=crossing)
    with pytest.raises(NotWhileActing):
        remove_method(carl.uuid, mine.uuid, by=crossing)


def test_account_credit_needs_a_client_account(in_reseller, olga) -> None:
    with pytest.raises(NoClientAccount):
        add_method(olga.uuid, kind=MethodKind.CREDIT, by=olga.actor)


def test_account_credit_has_no_number(in_reseller, carl) -> None:
    method = method_of(carl, MethodKind.CREDIT)
    assert (method.sealed, method.masked, method.is_bank) == ("", "", False)
