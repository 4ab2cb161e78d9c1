"""Settlement by its pages: the console sets terms and records money, the office reads its own."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.kernel.clock import now
from shared_apps.settlement.models import SettlementTerms, Transfer
from shared_apps.settlement.verbs import TransferWish, issue_statement, top_up
from shared_apps.settlement.verbs.statements import month_begin
from tenants.context import acting_in
from tests.shared_apps.settlement.stage import BY, agree, lira, sell, stands

LIST = "/console/settlement/"


def statement_of(alpha):
    begin = month_begin(now())
    sell(50, 30, at=begin - timedelta(days=2))
    return issue_statement("TRY", begin, by=BY)


def test_the_operator_sets_terms_and_records_money(alpha, browse, opal, operator):
    as_opal, one = browse(opal, operator), f"/console/resellers/{alpha.uuid}/settlement/"
    assert b"Alpha" in as_opal.get(LIST).content
    wish = {"collector": "reseller", "wholesale": "prepaid", "low_balance_minor": "5", "due_days": "7"}
    assert as_opal.post(f"{one}terms/", wish | {"collector": "nobody"}).status_code == 422
    assert as_opal.post(f"{one}terms/", wish).status_code == 302
    terms = SettlementTerms.objects.get(tenant=alpha)
    assert (terms.is_prepaid, terms.low_balance_minor, terms.due_days) == (True, 500, 7)
    money = {"top_up-currency": "TRY", "top_up-amount": "100", "top_up-method": "transfer"}
    assert as_opal.post(f"{one}top-up/", money | {"top_up-amount": "-1"}).status_code == 422
    assert as_opal.post(f"{one}top-up/", money).status_code == 302
    assert stands(alpha) == (0, 0, 10000, 0)
    payout = {name.replace("top_up", "payout"): value for name, value in money.items()}
    assert b"is owed" in as_opal.post(f"{one}payout/", payout).content
    assert as_opal.get(one).status_code == 200


def test_a_statement_is_read_by_both_and_paid_by_the_operator(
    alpha, browse, opal, operator, olga, peer, reseller, other_reseller
):
    """RELIABILITY 1: another reseller does not find it."""
    statement = statement_of(alpha)
    as_opal, as_olga = browse(opal, operator), browse(olga, reseller)
    theirs, mine = (
        f"/console/settlement/statements/{statement.uuid}/",
        f"/office/settlement/{statement.uuid}/",
    )
    assert statement.number.encode() in as_olga.get("/office/settlement/").content
    for page in (as_opal.get(theirs), as_olga.get(mine)):
        assert b"INV-1" in page.content
    for sheet in (as_opal.get(f"{theirs}lines/"), as_olga.get(f"{mine}lines/")):
        assert b"INV-1,30.00,TRY" in sheet.content
    assert browse(peer, other_reseller).get(mine).status_code == 404
    assert as_opal.post(f"{theirs}payment/", {"method": "transfer", "reference": "TX"}).status_code == 302
    as_opal.post(f"{theirs}payment/", {"method": "transfer"})
    assert Transfer.objects.get().reference == "TX"


def test_an_advisor_reads_no_settlement(browse, adel, reseller):
    assert browse(adel, reseller).get("/office/settlement/").status_code == 403


def test_the_office_warns_of_an_empty_balance(alpha, browse, olga, reseller):
    agree(alpha)
    sell(50, 30)
    as_olga = browse(olga, reseller)
    for path in ("/office/", "/office/settlement/"):
        assert b"Your prepaid balance is used up" in as_olga.get(path).content
    top_up(alpha, TransferWish(lira(30)), by=BY)
    assert b"Your prepaid balance is used up" not in as_olga.get("/office/").content


def test_an_invoice_is_looked_up_by_its_number(alpha, browse, opal, operator, in_reseller):
    with acting_in(in_reseller):
        sell(100, 60, fee=3)
    as_opal = browse(opal, operator)
    found = as_opal.get(f"{LIST}money/?tenant=alpha&number=INV-1").content.decode()
    # 100 received − 3 fee − 60 wholesale = 37 margin
    assert "37.00" in found and "60.00" in found
    assert b"No paid invoice" in as_opal.get(f"{LIST}money/?tenant=alpha&number=NONE").content
    assert as_opal.get(f"{LIST}money/?tenant=%00&number=').--").status_code == 200


def test_the_list_asks_no_more_for_more_standings(alpha, browse, opal, operator):
    as_opal = browse(opal, operator)
    as_opal.get(LIST)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_opal.get(LIST)
        return len(queries)

    before = asked()
    agree(alpha)
    sell(50, 30)
    assert asked() == before
