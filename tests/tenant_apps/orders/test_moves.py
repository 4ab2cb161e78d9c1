"""A client takes its services to another reseller: its code, the terms, its consent, the day (S5.17)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.catalog.models import Plan
from shared_apps.kernel import clock
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName
from shared_apps.moves import door as moves
from shared_apps.moves import verbs
from shared_apps.moves.models import ClientMove, MoveShare
from shared_apps.payments.door import credit_balance
from tenant_apps.clients.models import Client, Contact, ContactInvitation
from tenant_apps.orders.models import Invoice, Order, Service, ServiceOperation
from tenant_apps.orders.verbs import cancel_service, preview_change
from tenant_apps.orders.verbs.pay import record_payment
from tenant_apps.storefront.verbs import put_offer
from tenants.context import acting_in
from tests.shared_apps.ledger.test_prove import gaps_of
from tests.tenant_apps.orders.month import on, shelves, start, wish
from tests.tenant_apps.orders.stage import BY, provisioner

__all__ = ["on", "provisioner", "shelves", "start"]

DAY = datetime(2026, 3, 15, tzinfo=UTC)


@pytest.fixture
def beta(other_reseller: Any, shelves: None) -> Any:
    """Sells hosting at 120.00 where alpha asks 100.00."""
    with acting_in(other_reseller):
        put_offer("hosting-m", Money(12_000, "TRY"), by=BY)
        put_offer("backups-m", Money(2_500, "TRY"), by=BY)
    return other_reseller


def code_of(client: Any) -> str:
    return moves.make_code(client.uuid, client.name, by=BY)


def proposed(client: Any, beta: Any, at: datetime = DAY) -> moves.MoveCard:
    from tenant_apps.orders.moving.pricing import priced

    code = code_of(client)
    with acting_in(beta):
        move = moves.look_up(code)
        has = moves.services_of(move.uuid)
        return moves.propose(move.uuid, terms=priced(has["services"], has["currency"]), cut_over_at=at, by=BY)


def moved(client: Any, beta: Any, on: Any) -> ClientMove:
    move = proposed(client, beta)
    moves.agree(move.uuid, shown=move.token, by=BY)
    on(DAY + timedelta(minutes=1))
    return ClientMove.objects.get(uuid=move.uuid)


def test_from_the_code_to_the_first_invoice_of_the_new_provider(
    start: Any,
    beta: Any,
    on: Any,
    carl: Any,
    peer: Any,
    olga: Any,
    reseller: Any,
    browse: Any,
    carls_client: Any,
) -> None:
    service = start("hosting-m", 1, "backups-m")
    mine, theirs = browse(carl, reseller), browse(peer, beta)
    page = mine.post("/my/move/code/").content.decode()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page).group()  # type: ignore[union-attr]
    assert code not in mine.get("/my/move/").content.decode()

    assert "No open offer" in theirs.post("/office/moves/code/", {"code": "AAAA-BBBB-CCCC"}).content.decode()
    seen = theirs.post("/office/moves/code/", {"code": f" {code.lower()} "}).content.decode()
    assert "Hosting" in seen and "145" in seen and "100.00" not in seen
    bad = theirs.post("/office/moves/proposal/", {"code": code, "day": "2026-02-01"})
    assert "within a year" in bad.content.decode()
    answer = theirs.post("/office/moves/proposal/", {"code": code, "day": "2026-03-15"})
    assert answer.status_code == 302
    run_due()

    terms = mine.get("/my/move/").content.decode()
    assert "Beta" in terms and "145" in terms
    move = ClientMove.objects.get()
    mine.post("/my/move/agreement/", {"shown": "another", "sure": "on"})
    mine.post("/my/move/agreement/", {"shown": moves.move_of(carls_client.uuid).token})  # type: ignore[union-attr]
    move.refresh_from_db()
    assert move.status == "proposed"
    mine.post("/my/move/agreement/", {"shown": moves.move_of(carls_client.uuid).token, "sure": "on"})  # type: ignore[union-attr]
    assert browse(olga, reseller).get("/office/moves/").content.decode().count("Beta") >= 1
    assert theirs.get(answer.url).status_code == 200
    told = ServiceOperation.objects.count()

    on(DAY + timedelta(minutes=1))
    move.refresh_from_db()
    assert (move.status, move.pack) == ("done", "")
    service.refresh_from_db()
    assert (service.status, service.renews_at) == ("ended", None)
    assert ServiceOperation.objects.count() == told, "the provisioner is told nothing"
    assert "have moved" in mine.get("/my/move/").content.decode()
    with acting_in(beta):
        client = Client.objects.get(uuid=str(move.new_client_uuid))
        here = Service.objects.get(uuid=service.uuid)
        assert (client.name, client.email, here.status) == (carls_client.name, carls_client.email, "active")
        assert here.paid_until == datetime(2026, 4, 1, tzinfo=UTC)
        assert [(item.sku, item.unit_minor, item.wholesale_unit_minor) for item in here.current_items] == [
            ("hosting-m", 12_000, 6_500),
            ("backups-m", 2_500, 1_300),
        ]
        assert Order.objects.get().total_minor == 0
        assert Invoice.objects.count() == 0
        assert ContactInvitation.objects.get().email == carl.email
        assert not Contact.objects.filter(client=client).exists()
    on(datetime(2026, 4, 1, 0, 1, tzinfo=UTC))
    with acting_in(beta):
        assert Invoice.objects.get().net.minor == 14_500
    assert not Invoice.objects.filter(status="open").exists()


def test_a_code_is_for_another_reseller_for_one_use_and_for_fifteen_days(
    start: Any, beta: Any, on: Any, carls_client: Any
) -> None:
    start()
    first, code = code_of(carls_client), code_of(carls_client)
    with pytest.raises(moves.CodeUnknown):
        moves.look_up(code)
    with acting_in(beta):
        with pytest.raises(moves.CodeUnknown):
            moves.look_up(first)
        move = moves.look_up(code)
        terms = [{"service": "x"}]
        moves.propose(move.uuid, terms=terms, cut_over_at=DAY, by=BY)
        with pytest.raises(moves.CodeUnknown):
            moves.look_up(code)
    with pytest.raises(moves.MoveOpen):
        code_of(carls_client)
    on(clock.now() + timedelta(days=15, minutes=1))
    assert ClientMove.objects.get(uuid=move.uuid).status == "expired"
    with pytest.raises(IllegalMove):
        moves.agree(move.uuid, shown="", by=BY)


def test_terms_that_changed_are_not_agreed_to_and_either_side_may_step_back(
    start: Any, beta: Any, carls_client: Any
) -> None:
    start()
    move = proposed(carls_client, beta)
    with acting_in(beta):
        moves.propose(move.uuid, terms=move.terms, cut_over_at=DAY + timedelta(days=1), by=BY)
    with pytest.raises(moves.TermsDiffer):
        moves.agree(move.uuid, shown=move.token, by=BY)
    with acting_in(beta):
        moves.withdraw(move.uuid, reason="No.", by=BY)
    with pytest.raises(IllegalMove):
        moves.withdraw(move.uuid, by=BY)
    assert moves.move_of(carls_client.uuid) is None


def test_a_worker_that_dies_between_both_sides_loses_and_doubles_nothing(
    start: Any, beta: Any, on: Any, carls_client: Any
) -> None:
    """RELIABILITY 16: what is packed waits; each half happens once, and what is sold no more comes all the same."""
    service = start()
    move = proposed(carls_client, beta)
    moves.agree(move.uuid, shown=move.token, by=BY)
    assert verbs.hand_over(str(move.uuid), by=BY) == ""
    row = ClientMove.objects.get(uuid=move.uuid)
    assert row.status == "moving" and "hosting" not in row.pack
    assert json.loads(row.open_pack())["services"][0]["service"] == str(service.uuid)
    assert verbs.hand_over(str(move.uuid), by=BY) == ""
    Plan.objects.filter(sku="hosting-m").update(is_active=False)
    with acting_in(beta):
        assert verbs.take_over(str(move.uuid), by=BY) is not None
        assert verbs.take_over(str(move.uuid), by=BY) is None
        item = Service.objects.get().items.get()
        assert (item.unit_minor, item.wholesale_unit_minor) == (12_000, 6_500)


def test_it_waits_while_a_service_is_being_set_up(start: Any, beta: Any, carls_client: Any) -> None:
    service = start()
    move = proposed(carls_client, beta)
    moves.agree(move.uuid, shown=move.token, by=BY)
    service.operations.update(status="unknown")
    assert "at work" in verbs.hand_over(str(move.uuid), by=BY)
    assert ClientMove.objects.get(uuid=move.uuid).status == "agreed"
    service.refresh_from_db()
    assert service.status == "active"


def test_who_owes_what_is_overdue_stays_until_it_is_paid_or_the_operator_says_otherwise(
    start: Any,
    beta: Any,
    on: Any,
    carls_client: Any,
    carl: Any,
    opal: Any,
    reseller: Any,
    operator: Any,
    browse: Any,
) -> None:
    """April's 100.00 are due on the 1st. Let go all the same, the debt stays here and April goes along as billed."""
    service, mine, console = start(), browse(carl, reseller), browse(opal, operator)
    move = proposed(carls_client, beta, datetime(2026, 4, 2, tzinfo=UTC))
    moves.agree(move.uuid, shown=move.token, by=BY)
    on(datetime(2026, 4, 2, 0, 1, tzinfo=UTC))
    invoice = Invoice.objects.get(cause="renewal")
    assert ClientMove.objects.get().status == "agreed"
    assert verbs.hand_over(str(move.uuid), by=BY) == f"Overdue: {invoice.label}."
    assert "Pay what is overdue first" in mine.get("/my/move/").content.decode()
    for deed in (lambda: code_of(carls_client), lambda: verbs.refuse_debt(carls_client.uuid, by=BY)):
        with pytest.raises(moves.DebtFirst):
            deed()
    page = f"/console/moves/{move.uuid}/"
    assert invoice.label in console.get(page).content.decode()
    for reason, is_waived in (("", False), ("Both agreed.", True)):
        console.post(f"{page}debt/", {"reason": reason})
        assert (ClientMove.objects.get().debt_waived_at is not None) is is_waived
    assert "Both agreed." in console.get(page).content.decode()
    on(datetime(2026, 4, 2, 0, 30, tzinfo=UTC))
    assert ClientMove.objects.get().status == "done"
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due.minor) == ("open", 10_000)
    with acting_in(beta):
        here = Service.objects.get(uuid=service.uuid)
        assert here.paid_until == here.renews_at == datetime(2026, 5, 1, tzinfo=UTC)
        assert [row.minor for row in here.paid_periods.all()] == [0], "nobody has paid for April"
        assert not Invoice.objects.exists()
    record_payment(carls_client, [(invoice, invoice.due)], method="cash", by=BY)
    run_due()
    invoice.refresh_from_db()
    assert invoice.status == "paid" and invoice.refunded_minor == 0


def test_paid_time_counts_towards_a_change_before_the_first_renewal_and_is_no_money(
    start: Any, beta: Any, on: Any, carls_client: Any
) -> None:
    """17 of March's 31 days are left less the minute: 100.00 there is credited against 250.00 here."""
    from tenant_apps.orders.changing.lines import credit, paid_ahead

    service = start("hosting-m", 1, "backups-m")
    at = DAY + timedelta(hours=1)
    worth = {row.item.sku: credit(row, at).price for row in paid_ahead(service, at)}
    moved(carls_client, beta, on)
    with acting_in(beta):
        put_offer("pro-m", Money(25_000, "TRY"), by=BY)
        here = Service.objects.get(uuid=service.uuid)
        assert {row.item.sku: credit(row, at).price for row in paid_ahead(here, at)} == worth
        shown = preview_change(here, wish("pro-m", 1), by=BY)
        assert shown.is_now
        given = {line.sku: line.price for line in shown.lines if line.is_credit}
        assert given["hosting-m"].minor == pytest.approx(worth["hosting-m"].minor, abs=30)
        assert shown.due_now.minor > 0
        less = preview_change(here, wish("hosting-m", 1, when="now"), by=BY)
        assert (less.is_now, less.to_credit.minor) == (False, 0)
        end_now = Service.objects.get(uuid=service.uuid)
        cancel_service(end_now, now_at_once=True, gives_back=True, reason="No.", by=BY)
        assert credit_balance(end_now.client.uuid, "TRY").minor == 0
    row = service.paid_periods.first()
    assert row.replaced_at and Invoice.objects.get(uuid=row.invoice_uuid).unused_minor > 0, (
        "worth nothing here"
    )


def test_a_trial_goes_on_with_the_days_that_it_had(start: Any, beta: Any, on: Any, carls_client: Any) -> None:
    """RELIABILITY 22: never more than 60 days in total, wherever it runs."""
    trial = start("mail-m", 2, skip_trial=False)
    with acting_in(beta):
        put_offer("mail-m", Money(5_000, "TRY"), by=BY)
    move = proposed(carls_client, beta, clock.now() + timedelta(days=2))
    moves.agree(move.uuid, shown=move.token, by=BY)
    on(clock.now() + timedelta(days=3))
    with acting_in(beta):
        here = Service.objects.get(uuid=trial.uuid)
        assert (here.status, here.trial_ends_at) == ("trial", trial.trial_ends_at)
        assert (here.trial_total_days, here.trial_max_days, here.quantity) == (15, 60, 2)


def test_a_share_of_the_margin_is_the_former_resellers_and_goes_back_with_a_refund(
    start: Any, beta: Any, on: Any, carls_client: Any
) -> None:
    """Of 120.00 + 0 tax, 65.00 is wholesale: 55.00 margin, of which 20 % is 11.00 (RELIABILITY 20)."""
    start()
    move = moved(carls_client, beta, on)
    verbs.set_share(move, share_bp=2_000, months=12, by=BY)
    on(datetime(2026, 4, 1, 0, 1, tzinfo=UTC))
    owed = AccountName(AccountKind.WHOLESALE_PAYABLE)
    before = ledger.balance(owed, "TRY")
    with acting_in(beta):
        invoice = Invoice.objects.get()
        record_payment(invoice.client, [(invoice, invoice.due)], method="cash", by=BY)
    run_due()
    assert (ledger.balance(owed, "TRY") - before).minor == 1_100
    with acting_in(beta):
        assert ledger.balance(owed, "TRY").minor == -(6_500 + 1_100)
        verbs.set_share(move, share_bp=0, months=0, by=BY)
        verbs.book_share(move.uuid, invoice.uuid, invoice.label, Money(5_500, "TRY"))
        assert ledger.balance(owed, "TRY").minor == -(6_500 + 1_100), "at the rate of its first booking"
        verbs.book_share(move.uuid, invoice.uuid, invoice.label, Money(0, "TRY"))
    run_due()
    assert ledger.balance(owed, "TRY") == before
    assert gaps_of("move_shares_match") == []
    MoveShare.objects.update(minor=5)
    assert gaps_of("move_shares_match") == [f"move {move.uuid}"]
