"""Who came through whom: the last click wins, and nobody through themselves."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shared_apps.commissions.cards import Identity
from shared_apps.commissions.models import Referral, ReferralCode, Visit
from shared_apps.commissions.people import initials, normal_email, normal_mobile
from shared_apps.commissions.verbs import attribute, code_for, count_visit, remember
from tenants.context import acting_in

from .story import days_later


def click(person, fingerprint: str = "a browser") -> str:
    return count_visit(code_for(person.uuid, name=person.name).code, fingerprint=fingerprint)


def identity(person, **changes) -> Identity:
    return Identity(**{"person_uuid": person.uuid, "email": person.email, "name": person.name, **changes})


def test_a_person_keeps_one_code(in_reseller, carl) -> None:
    assert code_for(carl.uuid).code == code_for(carl.uuid, name="Carl").code
    assert ReferralCode.objects.count() == 1


def test_a_click_is_counted_once_a_visitor_and_day(in_reseller, carl) -> None:
    for _ in range(3):
        click(carl)
    click(carl, "another browser")
    assert sorted(Visit.objects.values_list("clicks", flat=True)) == [1, 3]
    with days_later(1):
        click(carl)
    assert Visit.objects.count() == 3


def test_a_visit_keeps_no_address(in_reseller, carl) -> None:
    click(carl, "203.0.113.7 Firefox")
    assert "203" not in Visit.objects.get().fingerprint


def test_an_unknown_code_counts_nothing(in_reseller) -> None:
    assert count_visit("nobody", fingerprint="a browser") == ""
    assert not Visit.objects.exists()


def test_who_signs_up_after_a_click_is_attributed(in_reseller, carl, sam) -> None:
    client = uuid4()
    attribute(client_uuid=client, referred=identity(sam), token=click(carl))
    referral = Referral.objects.get()
    assert (referral.referrer_uuid, referral.client_uuid) == (carl.uuid, client)
    assert referral.label == "S. S."


def test_the_last_click_wins(in_reseller, carl, sam, olga) -> None:
    click(carl)
    token = click(olga)
    assert attribute(client_uuid=uuid4(), referred=identity(sam), token=token).referrer_uuid == olga.uuid


def test_a_client_that_came_through_somebody_stays_theirs(in_reseller, carl, sam, olga) -> None:
    client = uuid4()
    attribute(client_uuid=client, referred=identity(sam), token=click(carl))
    again = attribute(client_uuid=client, referred=identity(sam), token=click(olga))
    assert again.referrer_uuid == carl.uuid
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("token", ["", "forged", "eyJjb2RlIjoiYSJ9:1:x"])
def test_without_a_valid_click_nobody_is_attributed(in_reseller, sam, token) -> None:
    assert attribute(client_uuid=uuid4(), referred=identity(sam), token=token) is None


def test_a_click_counts_for_ninety_days(in_reseller, carl, sam) -> None:
    token = click(carl)
    with days_later(89.9):
        assert attribute(client_uuid=uuid4(), referred=identity(sam), token=token)
    with days_later(90.1):
        assert attribute(client_uuid=uuid4(), referred=identity(sam), token=token) is None


def test_a_click_at_one_reseller_counts_at_no_other(reseller, other_reseller, carl, sam) -> None:
    with acting_in(reseller):
        token = click(carl)
    with acting_in(other_reseller):
        code_for(carl.uuid)
        assert attribute(client_uuid=uuid4(), referred=identity(sam), token=token) is None


def test_oneself_is_not_referred(in_reseller, carl) -> None:
    assert attribute(client_uuid=uuid4(), referred=identity(carl), token=click(carl)) is None


@pytest.mark.parametrize(
    "email",
    ["CARL@example.com", "carl+shop@example.com", " Carl@EXAMPLE.com "],
    ids=["case", "tag", "spaces"],
)
def test_a_second_account_with_the_same_email_earns_nothing(in_reseller, carl, sam, email) -> None:
    remember(identity(carl))
    assert attribute(client_uuid=uuid4(), referred=identity(sam, email=email), token=click(carl)) is None


@pytest.mark.parametrize("mobile", ["+905321234567", "0532 123 45 67", "۰۵۳۲ ۱۲۳ ۴۵ ۶۷", "00905321234567"])
def test_a_second_account_with_the_same_mobile_earns_nothing(in_reseller, carl, sam, mobile) -> None:
    remember(identity(carl, mobile="+905321234567"))
    assert attribute(client_uuid=uuid4(), referred=identity(sam, mobile=mobile), token=click(carl)) is None


def test_a_colleague_of_the_same_client_earns_nothing(in_reseller, carl, sam) -> None:
    company = uuid4()
    remember(identity(carl), client_uuid=company)
    assert attribute(client_uuid=company, referred=identity(sam), token=click(carl)) is None


def test_two_people_without_a_mobile_are_not_one(in_reseller, carl, sam) -> None:
    remember(identity(carl, mobile=""))
    assert attribute(client_uuid=uuid4(), referred=identity(sam, mobile=""), token=click(carl))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("A.B+x@gmail.com", "ab@gmail.com"),
        ("a.b@googlemail.com", "ab@gmail.com"),
        ("a.b@example.com", "a.b@example.com"),
        ("nobody", ""),
    ],
)
def test_addresses_have_one_spelling(typed, normal) -> None:
    assert normal_email(typed) == normal


def test_a_mobile_is_read_in_the_tenants_country(in_reseller) -> None:
    assert normal_mobile("0532 123 45 67") == "+905321234567"


@pytest.mark.parametrize(
    ("name", "label"), [("Sara Ahmadi", "S. A."), ("سارا احمدی نژاد", "س. ا."), ("Cher", "C."), ("", "S.")]
)
def test_a_referrer_sees_initials_alone(name, label) -> None:
    assert initials(Identity(uuid4(), "sam@example.com", name=name)) == label
