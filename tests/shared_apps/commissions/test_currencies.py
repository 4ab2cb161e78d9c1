"""Commission in another currency than the programme's: shown, asked for, approved and paid in its own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from shared_apps.commissions.cards import BelowMinimum, InsufficientBalance, WithdrawalWish
from shared_apps.commissions.currencies import currencies_of
from shared_apps.commissions.door import has_money
from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.queries import balances_of
from shared_apps.commissions.simulation import simulate
from shared_apps.commissions.terms import draft, programme
from shared_apps.commissions.verbs import (
    approve_withdrawal,
    change_terms,
    pay_withdrawal,
    request_withdrawal,
    start_draft,
)
from shared_apps.kernel.money import Money
from shared_apps.payouts.models import PayoutStatement
from shared_apps.payouts.queries import files_of, payable_sums, today
from shared_apps.payouts.verbs import BatchWish, make_batch
from tenants.context import acting_in
from tests.shared_apps.payouts.story import gaps

from .story import bring, buy, days_later, method_of, publish_terms


def dollars(minor: int) -> Money:
    return Money(minor, "USD")


def ask(person: Any, amount: Money, method: Any) -> Withdrawal:
    wish = WithdrawalWish(person.uuid, person.name, amount, method.uuid, uuid4())
    return request_withdrawal(wish, by=person.actor)


def earned(carl: Any, sam: Any) -> None:
    """20 % of TRY 500.00 and of USD 100.00, available; one purchase each."""
    client = bring(carl, sam)
    with days_later(-31):
        buy(client, 50_000)
        buy(client, 10_000, currency="USD")


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_every_currency_is_asked_for_and_paid_in_its_own(in_reseller, carl, sam, olga) -> None:
    earned(carl, sam)
    method = method_of(carl)
    assert currencies_of(carl.uuid) == ["TRY", "USD"]
    assert currencies_of(sam.uuid) == ["TRY"]
    assert balances_of(carl.uuid, "USD").available == dollars(2_000)
    # The programme's minimum is TRY 250.00; in a currency that it does not name any amount will do.
    with pytest.raises(BelowMinimum):
        ask(carl, Money(5_000, "TRY"), method)
    small = ask(carl, dollars(1), method)
    publish_terms(minimums={"USD": 1_000})
    with pytest.raises(BelowMinimum, match="10"):
        ask(carl, dollars(999), method)
    with pytest.raises(InsufficientBalance):
        ask(carl, dollars(2_000), method)
    rest = ask(carl, dollars(1_999), method)
    for one in (small, rest):
        approve_withdrawal(one, by=olga.actor)
    pay_withdrawal(small, reference="TR-1", by=olga.actor)
    assert PayoutStatement.objects.get().gross == dollars(1)
    assert [row[:3] for row in payable_sums()] == [("USD", 1, dollars(1_999))]
    batch = make_batch(BatchWish(uuid4(), "USD", today()), by=olga.actor)
    assert [(one.form, one.lines, one.amount) for one in files_of(batch)] == [("csv", 1, dollars(1_999))]
    # What is left in lira still counts.
    assert has_money(carl.uuid)
    assert gaps() == []


def test_the_terms_know_other_currencies(in_reseller, carl, sam, olga) -> None:
    version = start_draft(by=olga.actor)
    for wrong in ({"TRY": 1}, {"XXX": 1}, {"USD": 0}, {"USD": "1"}, {"USD": True}):
        with pytest.raises(ValidationError):
            change_terms(version, {"minimums": wrong}, by=olga.actor)
    publish_terms(minimums={"USD": 1_000}, second_approvals={"USD": 0})
    kept = programme().version
    assert (kept.minimum_in("USD"), kept.minimum_in("EUR")) == (dollars(1_000), None)
    # No limit in the programme's currency: none where none is named.
    assert (kept.second_approval_in("USD"), kept.second_approval_in("EUR")) == (dollars(0), None)
    earned(carl, sam)
    found = simulate(kept, kept, "USD")
    assert (found.currency, found.old) == ("USD", dollars(0))


def test_the_pages_show_one_currency_at_a_time(browse, reseller, carl, sam, olga) -> None:
    with acting_in(reseller):
        earned(carl, sam)
        method = method_of(carl)
    carls, olgas = browse(carl, reseller), browse(olga, reseller)
    overview = carls.get("/my/affiliate/?currency=USD")
    assert "$20.00" in text_of(overview) and "₺100.00" not in text_of(overview)
    assert "/my/affiliate/withdrawals/new/?currency=USD" in overview.content.decode()
    # An address with a currency that was not earned in shows the programme's own.
    assert "₺100.00" in text_of(carls.get("/my/affiliate/?currency=EUR"))
    for page in ("links/", "earnings/", "withdrawals/", "payments/"):
        assert carls.get(f"/my/affiliate/{page}?currency=USD").status_code == 200
    typed = {"amount": "5", "method": str(method.uuid), "request_key": str(uuid4()), "note": ""}
    carls.post("/my/affiliate/withdrawals/new/", typed | {"currency": "USD"})
    with acting_in(reseller):
        assert Withdrawal.objects.get().amount == dollars(500)
    assert "$20.00" in text_of(olgas.get("/office/affiliates/?currency=USD"))
    assert b"20.0" in olgas.get("/office/affiliates/?currency=USD&as=csv").content
    assert "of $20.00 earned" in text_of(olgas.get(f"/office/affiliates/people/{carl.uuid}/?currency=USD"))
    assert "$5.00" in text_of(olgas.get("/office/withdrawals/?currency=USD"))
    assert "No withdrawal fits" in text_of(olgas.get("/office/withdrawals/?currency=TRY"))
    assert "No withdrawal fits" in text_of(olgas.get("/office/withdrawals/?currency=USD&least=6"))
    with acting_in(reseller):
        start_draft(by=olga.actor)
    terms = {"hold_days": "30", "cookie_days": "90", "minimum_minor": "250", "second_approval_minor": "",
             "minimums_USD": "10", "second_approvals_USD": ""}  # fmt: skip
    olgas.post("/office/affiliates/programme/draft/", terms)
    with acting_in(reseller):
        assert (draft().minimums, draft().second_approvals) == ({"USD": 1_000}, {})
    changed = text_of(olgas.get("/office/affiliates/programme/draft/"))
    assert "Smallest withdrawal (USD)" in changed and "$10" in changed
