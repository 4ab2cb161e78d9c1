"""Bills by their pages: the office reads and pays its own, the console issues, approves, voids; the open page."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.agenda.models import Entry
from shared_apps.payments.models import Payment, Receipt
from shared_apps.settlement.links import open_url, token_of
from shared_apps.settlement.models import Bill, BillingPolicy, TopUp, Transfer
from shared_apps.settlement.verbs import TransferWish, top_up
from tenants.context import acting_in
from tenants.models import Tenant
from tests.shared_apps.settlement.stage import BY, lira
from tests.shared_apps.settlement.till import Till

OFFICE, CONSOLE = "/office/billing-account/", "/console/bills/"


@pytest.fixture
def alpha(reseller):
    with acting_in(reseller):
        return Tenant.objects.get(pk=reseller.id)


@pytest.fixture
def till(operator, alpha, reseller):
    with acting_in(reseller):
        yield Till(None, operator, alpha)


def test_the_office_pays_by_transfer_and_the_console_approves(
    till, alpha, browse, olga, opal, reseller, operator
):
    bill = till.bill()
    as_olga, as_opal = browse(olga, reseller), browse(opal, operator)
    page = f"{OFFICE}{bill.uuid}/"
    assert bill.number.encode() in as_olga.get(OFFICE).content
    assert b"Bank transfer" in as_olga.get(page).content
    began = as_olga.post(f"{page}payment/", {"method": "bank"})
    payment = Payment.objects.get()
    assert began["Location"] == f"{OFFICE}payments/{payment.uuid}/"
    assert b"IBAN TR00" in as_olga.get(began["Location"]).content
    assert (
        b"Choose a payment method" in as_olga.post(f"{page}payment/", {"method": "gold"}, follow=True).content
    )
    receipt = SimpleUploadedFile("r.pdf", b"%PDF-1.4 receipt")
    as_olga.post(f"{began['Location']}receipt/", {"receipt": receipt})
    assert Entry.objects.filter(payload__template="settlement/receipt_waiting").count() == 1
    assert payment.invoice_number.encode() in as_opal.get(f"{CONSOLE}transfers/").content
    one = f"{CONSOLE}transfers/{payment.uuid}/"
    assert b"Approve" in as_opal.get(one).content
    shown = as_opal.get(f"{CONSOLE}receipts/{Receipt.objects.get().pk}/")
    assert shown["Content-Disposition"].startswith("attachment")
    assert b"Give a reason" in as_opal.post(f"{one}refusal/", {}, follow=True).content
    for _ in range(2):
        as_opal.post(f"{one}approval/")
    assert Bill.objects.get().status == "paid"
    transfer = Transfer.objects.get()
    report = as_olga.get(f"{OFFICE}payments/?kind=bill&from=2020-01-01&to=nonsense").content
    assert bill.number.encode() in report
    sheet = as_olga.get(f"{OFFICE}payments/export/").content.decode()
    assert f"{bill.number},Bank transfer" in sheet and "100.00" in sheet
    assert as_olga.get(f"{OFFICE}receipts/{transfer.uuid}/").content.startswith(b"%PDF")
    assert as_olga.get(f"{page}pdf/").content.startswith(b"%PDF")


def test_nobody_else_reads_a_bill(till, alpha, browse, adel, peer, reseller, other_reseller):
    """RELIABILITY 1: another role, another reseller."""
    bill = till.bill()
    assert browse(adel, reseller).get(OFFICE).status_code == 403
    as_peer = browse(peer, other_reseller)
    for path in ("", "pdf/", "payment/"):
        assert as_peer.get(f"{OFFICE}{bill.uuid}/{path}").status_code == 404
    assert as_peer.post(f"{OFFICE}{bill.uuid}/balance/").status_code == 404
    assert Bill.objects.get().is_open


def test_the_balance_pays_and_is_topped_up(till, alpha, browse, olga, reseller):
    bill, as_olga = till.bill(), browse(olga, reseller)
    page = f"{OFFICE}{bill.uuid}/"
    assert b"Pay from the balance" not in as_olga.get(page).content
    key = str(uuid4())
    for _ in range(2):
        answer = as_olga.post(f"{OFFICE}top-up/", {"key": key, "amount_minor": "120"})
    wish = TopUp.objects.get()
    assert (wish.amount_minor, answer["Location"]) == (12_000, f"{OFFICE}{wish.uuid}/payment/")
    assert b"120.00" in as_olga.get(answer["Location"]).content
    assert b"-" in as_olga.post(f"{OFFICE}top-up/", {"key": key, "amount_minor": "-1"}, follow=True).content
    top_up(alpha, TransferWish(lira(120)), by=BY)
    assert b"Pay from the balance" in as_olga.get(page).content
    as_olga.post(f"{page}balance/")
    assert (Bill.objects.get().paid_by, TopUp.objects.count()) == ("balance", 1)


def test_the_console_issues_records_and_voids(till, alpha, browse, opal, operator):
    as_opal = browse(opal, operator)
    assert as_opal.get(f"{CONSOLE}new/").status_code == 200
    wish = {"tenant": alpha.pk, "name": "Set-up", "currency": "TRY", "unit_minor": "50", "quantity": "2"}
    wish |= {"due_days": "7", "key": str(uuid4())}
    assert as_opal.post(f"{CONSOLE}new/", wish | {"quantity": "0"}).status_code == 422
    for _ in range(2):
        as_opal.post(f"{CONSOLE}new/", wish)
    bill = Bill.objects.get()
    assert (bill.total_minor, bill.kind) == (10_000, "other")
    one = f"{CONSOLE}{bill.uuid}/"
    assert b"Set-up" in as_opal.get(one).content
    paid = {"method": "transfer", "reference": "TX-9", "key": str(uuid4())}
    as_opal.post(f"{one}payment/", paid)
    as_opal.post(f"{one}payment/", paid)
    as_opal.post(f"{one}void/", {"reason": "Too late"})
    assert Bill.objects.get().status == "paid"
    other = till.bill()
    assert b"Give a reason" in as_opal.post(f"{CONSOLE}{other.uuid}/void/", {}, follow=True).content
    as_opal.post(f"{CONSOLE}{other.uuid}/void/", {"reason": "Ordered twice"})
    assert Bill.objects.get(uuid=other.uuid).void_reason == "Ordered twice"
    for query, found in (("?status=void", other.number), (f"?q={bill.number}", bill.number)):
        assert found.encode() in as_opal.get(f"{CONSOLE}{query}").content
    assert b"No bill fits" in as_opal.get(f"{CONSOLE}?q=%00nothing&kind=plan").content
    assert other.number in as_opal.get(f"{CONSOLE}export/").content.decode()
    terms = {"tax_name": "KDV", "tax_bp": "20", "tax_countries": "tr", "due_days": "9", "renew_days": "5"}
    assert as_opal.post(f"{CONSOLE}policy/", terms | {"grace_days": "999"}).status_code == 422
    as_opal.post(f"{CONSOLE}policy/", terms | {"grace_days": "3"})
    rules = BillingPolicy.objects.get()
    assert (rules.tax_bp, rules.tax_countries, rules.due_days, rules.grace_days) == (2000, ["TR"], 9, 3)
    as_opal.post(f"{CONSOLE}bank/", {"bank-en": "IBAN TR99"})
    assert b"IBAN TR99" in as_opal.get(f"{CONSOLE}policy/").content
    assert as_opal.get(f"{CONSOLE}refunds/").status_code == 200


def test_a_bill_is_paid_by_its_address_while_the_portal_is_suspended(till, alpha, browse, operator):
    bill = till.bill()
    row = Bill.objects.select_related("tenant").get(uuid=bill.uuid)
    token, nobody = token_of(row), browse(None, operator)
    assert open_url(row).endswith(f"/bills/{token}/")
    page = nobody.get(f"/bills/{token}/")
    assert (page.status_code, bill.number.encode() in page.content) == (200, True)
    assert page["Referrer-Policy"] == "no-referrer"
    signed, _, tenant = token.rpartition(":")
    for wrong in ("nonsense", f"{signed}:{alpha.pk + 1}", f"{signed[:-1]}:{tenant}", f"{signed}:９"):
        assert nobody.get(f"/bills/{wrong}/").status_code == 404
    nobody.post(f"/bills/{token}/payment/", {"method": "card-of-somebody"})
    assert not Payment.objects.exists()
    nobody.post(f"/bills/{token}/payment/", {"method": "bank"})
    assert b"IBAN TR00" in nobody.get(f"/bills/{token}/?back=1").content


def test_lists_ask_no_more_for_more_bills(till, alpha, browse, olga, opal, reseller, operator):
    pages = [(browse(olga, reseller), OFFICE), (browse(opal, operator), CONSOLE)]

    def asked() -> list[int]:
        counts = []
        for browser, path in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    till.bill()
    asked()
    before = asked()
    for _ in range(3):
        till.bill()
    assert asked() == before
