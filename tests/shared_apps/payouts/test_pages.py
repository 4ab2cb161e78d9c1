"""The pages of who pays and of who is paid: from the queue to the statement, in the office and in the console."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal
from shared_apps.payouts.models import (
    BatchLine,
    PayoutBatch,
    PayoutProfile,
    PayoutSettings,
    PayoutStatement,
    WithholdingRule,
)
from shared_apps.payouts.verbs import put_settings
from tenants.context import acting_in
from tests.shared_apps.commissions.story import publish_terms, rich, withdraw

from .story import XML, answer, batch_of, codes


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.fixture
def olgas(browse, olga, reseller):
    return browse(olga, reseller)


def test_from_the_queue_to_the_settled_batch(olgas, reseller) -> None:
    with acting_in(reseller):
        crowd(3, withheld=1_000)
        Withdrawal.objects.update(status="requested")
        first, second, _third = Withdrawal.objects.order_by("pk")
    page = text_of(olgas.get("/office/withdrawals/?q=Person+1&kind=iban&least=1"))
    assert "Person 1" in page and "Person 2" not in page
    assert "No withdrawal fits" in text_of(olgas.get("/office/withdrawals/?q=Nobody"))
    key = str(uuid4())
    sent = olgas.post("/office/withdrawals/approvals/", {"key": key, "withdrawal": [first.uuid, second.uuid]})
    with acting_in(reseller):
        run_due()
    assert "2 of 2 withdrawals" in text_of(olgas.get(sent["Location"]))
    assert olgas.get(f"{sent['Location']}progress/")["HX-Refresh"] == "true"
    # The third one by "all that fit the filters".
    olgas.post("/office/withdrawals/approvals/", {"key": str(uuid4()), "everything": "1", "q": "Person 2"})
    with acting_in(reseller):
        run_due()
    assert "3 approved withdrawals" in text_of(olgas.get("/office/payout-batches/"))
    assert "Person 1" in text_of(olgas.get("/office/payout-batches/new/?currency=TRY"))
    typed = {"currency": "TRY", "key": str(uuid4()), "execute_on": "2020-01-01", "everything": "1"}
    assert olgas.post("/office/payout-batches/new/", typed).status_code == 422
    made = olgas.post("/office/payout-batches/new/", typed | {"execute_on": "2099-12-01"})
    batch = made["Location"]
    assert "0 of 3 lines settled" in text_of(olgas.get(batch))
    file = olgas.post(f"{batch}file/", {"form": "csv"})
    assert b"TR330006100519786457841326" in file.content and "attachment" in file["Content-Disposition"]
    assert olgas.post(f"{batch}file/", {"form": "xml"})["Location"] == "/office/payout-batches/settings/"
    with acting_in(reseller):
        names = codes(PayoutBatch.objects.get())
    bad = SimpleUploadedFile("x.csv", b"nothing")
    assert "must name the columns" in text_of(olgas.post(f"{batch}results/", {"file": bad}))
    lines = answer(
        (names[0], "paid,TR-1,,"), (names[1], "rejected,,Closed account,"), ("strange", "paid,1,,")
    )
    read = olgas.post(f"{batch}results/", {"file": SimpleUploadedFile("result.csv", lines)})["Location"]
    assert "Apply 2 lines" in text_of(olgas.get(read))
    assert "Not in this batch" in text_of(olgas.get(f"{read}?finding=strange"))
    olgas.post(f"{read}confirmation/")
    with acting_in(reseller):
        run_due()
        line = BatchLine.objects.get(status="waiting")
    assert "2 of 2 lines applied" in text_of(olgas.get(read))
    by_hand = f"{batch}lines/{line.uuid}/"
    assert olgas.post(f"{by_hand}payment/", {"reference": ""}).status_code == 422
    assert "TR33 0006" in text_of(olgas.post(f"{by_hand}destination/"))
    olgas.post(f"{by_hand}payment/", {"reference": "TR-9"})
    assert "3 of 3 lines settled" in text_of(olgas.get(batch))
    assert "TR-9" in text_of(olgas.get(f"{batch}?state=paid"))
    assert b"Withdrawals," not in olgas.get("/office/withdrawals/export/?status=all").content


@pytest.mark.parametrize("page", ["", "new/?currency=TRY", "settings/", "withholding/", "withholding/new/"])
def test_batches_are_for_who_pays(browse, reseller, carl, adel, olga, page) -> None:
    address = f"/office/payout-batches/{page}"
    for person, status in ((None, 302), (carl, 404), (adel, 403)):
        assert browse(person, reseller).get(address).status_code == status


def test_settings_rules_and_profile(olgas, browse, reseller, carl, sam) -> None:
    typed = {
        "account_holder": "Alpha", "account_iban": "DE89 3704 0044 0532 0130 01", "account_bic": "X",
        "columns": ["holder"], "delimiter": ";", "statement_by": "payout", "statement_prefix": "SB",
        "paid_words": "done", "returned_words": "done", "sends_xml": "on",
    }  # fmt: skip
    refused = text_of(olgas.post("/office/payout-batches/settings/", typed))
    for words in (
        "not a valid IBAN",
        "not a valid BIC",
        "needed",
        "cannot mean both",
        "account that pays first",
    ):
        assert words in refused
    right = {
        "account_iban": "DE89 3704 0044 0532 0130 00",
        "account_bic": "COBADEFFXXX",
        "returned_words": "iade",
    }
    columns = {"columns": ["code", "number", "amount"], "is_profile_required": "on"}
    olgas.post("/office/payout-batches/settings/", typed | right | columns)
    rule = {"name": "Stopaj", "basis_points": "15", "country": "", "kind": "", "since": "2020-01-01"}
    olgas.post("/office/payout-batches/withholding/new/", rule)
    with acting_in(reseller):
        kept, drafted = PayoutSettings.objects.get(), WithholdingRule.objects.get()
        assert (kept.account_iban, kept.columns, kept.delimiter, kept.sends_xml) == (
            "DE89370400440532013000", ["code", "number", "amount"], ";", True,
        )  # fmt: skip
        rich(carl, sam, 100_000)
        withdraw_method(carl)
    address = f"/office/payout-batches/withholding/{drafted.uuid}/"
    olgas.post(f"{address}publication/")
    assert "Published" in text_of(olgas.get("/office/payout-batches/withholding/"))
    assert olgas.post(address, {"last_day": "2019-01-01"}).status_code == 422
    carls = browse(carl, reseller)
    form = text_of(carls.get("/my/affiliate/withdrawals/new/"))
    assert "Stopaj" in form and "850.00" in form
    typed = {"amount": "500", "method": method_of(reseller, carl), "request_key": str(uuid4()), "note": ""}
    assert "Complete your payout profile" in text_of(carls.post("/my/affiliate/withdrawals/new/", typed))
    profile = {"kind": "company", "name": "Carl", "address": "Street 1", "country": "TR", "tax_id": ""}
    assert carls.post("/my/affiliate/profile/", profile).status_code == 422
    carls.post("/my/affiliate/profile/", profile | {"tax_id": "123"})
    carls.post("/my/affiliate/withdrawals/new/", typed)
    with acting_in(reseller):
        assert PayoutProfile.objects.get().is_complete
        assert Withdrawal.objects.get().withheld_minor == 7_500


def withdraw_method(person) -> None:
    from tests.shared_apps.commissions.story import method_of as add

    add(person)


def method_of(reseller, person) -> str:
    from shared_apps.commissions.queries import methods_of

    with acting_in(reseller):
        return str(methods_of(person.uuid).get().uuid)


def test_the_pages_say_which_file_has_what_and_why_two_must_agree(olgas, reseller, olga) -> None:
    with acting_in(reseller):
        publish_terms(second_approval_minor=60_000)
        put_settings(XML, by=olga.actor)
        one, other = crowd(2)
        Withdrawal.objects.update(person_uuid=one.person_uuid)
        Withdrawal.objects.filter(pk=other.pk).update(status="requested")
        crowd(1, kind="card")
        batch = batch_of(olga)
    page = text_of(olgas.get(f"/office/payout-batches/{batch.uuid}/"))
    assert "CSV Lines: 1 · ₺400.00" in page
    assert "ISO 20022 (pain.001) Lines: 1 · ₺400.00" in page
    assert "one file alone" in page
    address = f"/office/withdrawals/{other.uuid}/"
    why = "With ₺400.00 that one person alone has approved"
    assert why in text_of(olgas.get(address))
    olgas.post(f"{address}approval/")
    agreed = text_of(olgas.get(address))
    assert "Somebody else must agree" in agreed and why in agreed


def test_a_statement_is_the_beneficiarys_own(olgas, browse, reseller, carl, sam, olga) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        paid = withdraw(carl, 40_000)
        approve_withdrawal(paid, by=olga.actor)
        pay_withdrawal(paid, reference="TR-1", by=olga.actor)
        one = PayoutStatement.objects.get()
    carls, address = browse(carl, reseller), f"/my/affiliate/statements/{one.uuid}/"
    assert one.number in text_of(carls.get("/my/affiliate/payments/"))
    assert carls.get(address).content.startswith(b"%PDF-")
    assert browse(sam, reseller).get(address).status_code == 404
    assert one.number in text_of(olgas.get("/office/withdrawals/statements/?q=carl"))
    assert one.number.encode() in olgas.get("/office/withdrawals/statements/export/").content
    page = text_of(olgas.get(f"/office/withdrawals/{paid.uuid}/"))
    assert "Where the money comes from" in page and "added less than a week" in page


def test_pages_cost_the_same_however_many_lines(olgas, reseller, olga) -> None:
    counts = []
    for _more in range(3):  # the first time fills caches
        with acting_in(reseller):
            crowd(4)
            Withdrawal.objects.filter(batch_uuid=None).update(status="approved")
            batch = batch_of(olga, Withdrawal.objects.filter(batch_uuid=None))
        with CaptureQueriesContext(connection) as asked:
            for page in ("withdrawals/?status=approved", "payout-batches/", f"payout-batches/{batch.uuid}/"):
                assert olgas.get(f"/office/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_the_console_has_the_operators_own(browse, opal, operator, reseller, peer, other_reseller) -> None:
    with acting_in(operator):
        [one] = crowd(1)
    with acting_in(reseller):
        crowd(2)
    opals = browse(opal, operator)
    assert "Person 0" in text_of(opals.get("/console/withdrawals/?status=approved"))
    assert "Person 1" not in text_of(opals.get("/console/withdrawals/?status=approved"))
    assert opals.get(f"/console/withdrawals/{one.uuid}/").status_code == 200
    typed = {"currency": "TRY", "key": str(uuid4()), "execute_on": "2099-12-01", "everything": "1"}
    made = opals.post("/console/payout-batches/new/", typed)["Location"]
    assert made.startswith("/console/payout-batches/")
    assert opals.get(made).status_code == 200
    there = made.replace("/console/", "/office/")
    assert browse(peer, other_reseller).get(there).status_code == 404
