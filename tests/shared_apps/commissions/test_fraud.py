"""Earnings that look like fraud wait for the office; every way out of it is in the ledger."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from shared_apps.agenda.models import Entry as AgendaEntry
from shared_apps.commissions.cards import Identity, OwnEarning, Purchase
from shared_apps.commissions.models import Earning, FlagStatus, FraudFlag, PayerMark
from shared_apps.commissions.proof import pending_matches, reversals_match_refunds
from shared_apps.commissions.tracing import own_token
from shared_apps.commissions.verbs import (
    attribute,
    code_for,
    count_visit,
    earn,
    release_due,
    remember,
    reverse,
)
from shared_apps.commissions.verbs.fraud import change_watch, hold_earning, reject_earning, release_earning
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.tasks import send

from .story import SYSTEM, TURKISH_IBAN, bring, buy, days_later, lira, method_of, refund, standing


@pytest.fixture
def held(in_reseller, carl, sam) -> Earning:
    """Carl clicked on his own link in the browser in which Sam signed up and bought for 500.00."""
    member = code_for(carl.uuid, name=carl.name)
    token = count_visit(member.code, fingerprint="x", own_token=own_token(member))
    client = uuid4()
    attribute(client_uuid=client, referred=Identity(sam.uuid, sam.email, name=sam.name), token=token)
    buy(client, 50_000)
    return Earning.objects.get()


def test_a_click_in_ones_own_browser_is_held(held, carl) -> None:
    assert (held.status, held.held_reason) == ("held", "self_referral")
    with days_later(40):
        release_due(carl.uuid, "TRY", by=carl.actor)
    assert standing(carl) == {"available": 0, "pending": 10_000, "reserved": 0, "paid": 0}
    assert not list(pending_matches())


def test_released_it_goes_on_as_if_it_had_not_been_held(held, carl, olga) -> None:
    with days_later(40):
        release_earning(held, reason="They are colleagues", by=olga.actor)
        assert standing(carl)["available"] == 10_000
    assert FraudFlag.objects.get().status == FlagStatus.CLEARED
    with pytest.raises(IllegalMove):
        release_earning(held, reason="", by=olga.actor)


def test_rejected_it_falls_back_to_the_margin_and_a_refund_takes_nothing_more(held, carl, olga) -> None:
    margin = balance(AccountName(AccountKind.RESELLER_MARGIN), "TRY")
    refund(held.invoice_uuid, 10_000, 50_000)
    before = balance(AccountName(AccountKind.RESELLER_MARGIN), "TRY")
    with pytest.raises(ValueError, match="reason"):
        reject_earning(held, reason=" ", by=olga.actor)
    reject_earning(held, reason="Your own purchase", by=olga.actor)
    # 20 % of 500.00 less the fifth that the refund took: 80.00.
    assert balance(AccountName(AccountKind.RESELLER_MARGIN), "TRY") == before - lira(8_000)
    assert margin != before
    assert standing(carl)["pending"] == 0
    with transaction.atomic():
        assert reverse(held.invoice_uuid, lira(10_000), lira(50_000), by=olga.actor) is None
    held.refresh_from_db()
    assert (held.status, held.reversed_minor) == ("reversed", 10_000)
    assert not [*pending_matches(), *reversals_match_refunds()]
    with pytest.raises(IllegalMove):
        reject_earning(held, reason="Again", by=olga.actor)


def test_a_gap_of_a_rejection_is_found(held, olga) -> None:
    reject_earning(held, reason="Your own purchase", by=olga.actor)
    Earning.objects.update(reversed_minor=1)
    assert list(reversals_match_refunds())


def test_nobody_decides_on_their_own(held, carl) -> None:
    for decide in (release_earning, reject_earning, hold_earning):
        with pytest.raises(OwnEarning):
            decide(held, reason="It is fine", by=carl.actor)


def test_the_office_holds_by_hand_what_is_not_available_yet(in_reseller, carl, sam, olga) -> None:
    buy(bring(carl, sam), 10_000)
    earning = Earning.objects.get()
    hold_earning(earning, reason="I want to ask", by=olga.actor)
    assert earning.flags.get().facts == {"reason": "I want to ask"}
    release_earning(earning, reason="", by=olga.actor)
    with days_later(40):
        release_due(carl.uuid, "TRY", by=olga.actor)
    earning.refresh_from_db()
    with pytest.raises(IllegalMove):
        hold_earning(earning, reason="Too late", by=olga.actor)


def kinds() -> list[str]:
    return sorted(FraudFlag.objects.values_list("kind", flat=True))


def test_the_same_card_and_the_same_account_are_seen(in_reseller, carl, sam) -> None:
    carls, client = uuid4(), bring(carl, sam)
    remember(Identity(carl.uuid, carl.email), client_uuid=carls)
    earn(Purchase(uuid4(), carls, lira(1_000), payer="card-1"))
    method_of(carl, "iban", TURKISH_IBAN)
    method_of(sam, "iban", TURKISH_IBAN)
    earn(Purchase(uuid4(), client, lira(10_000), payer="card-1"))
    assert kinds() == ["same_payment", "same_payout"]
    assert "card-1" not in set(PayerMark.objects.values_list("digest", flat=True))


def test_many_at_once_and_many_from_one_browser_are_seen(in_reseller, carl, sam, olga) -> None:
    change_watch({"sign_ups_a_day": 1, "sign_ups_a_browser": 1}, by=olga.actor)
    token = count_visit(code_for(carl.uuid).code, fingerprint="one browser")
    for _ in range(2):
        client = uuid4()
        attribute(client_uuid=client, referred=Identity(uuid4(), f"{client}@example.com"), token=token)
    buy(client, 10_000)
    assert kinds() == ["same_browser", "velocity"]
    change_watch({"sign_ups_a_day": 0, "sign_ups_a_browser": 0}, by=olga.actor)
    buy(client, 10_000)
    assert len(kinds()) == 2


def test_the_office_is_told_and_the_member_reads_why(held, carl, olga) -> None:
    reject_earning(held, reason="Your own purchase", by=olga.actor)
    for entry in AgendaEntry.objects.filter(task="notices.send_mail").order_by("pk"):
        send(entry.payload, by=SYSTEM)
    sent = {mail.template: mail for mail in MailMessage.objects.all()}
    assert sent["commissions/review_waiting_staff"].to_email == olga.email
    assert sent["commissions/earning_rejected"].context["reason"] == "Your own purchase"
