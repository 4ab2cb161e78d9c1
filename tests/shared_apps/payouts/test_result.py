"""The bank's answer is shown before it is applied, and applied once however often it comes (RELIABILITY 15, 16)."""

from __future__ import annotations

import pytest

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.commissions.models import MethodKind, Payout, Withdrawal
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, AccountName, balance
from shared_apps.payouts.errors import ResultRefused
from shared_apps.payouts.models import BatchLine, PayoutStatement, ResultImport
from shared_apps.payouts.queries import line_counts
from shared_apps.payouts.verbs import (
    confirm_import,
    discard_import,
    import_result,
    mark_sent,
    put_settings,
    release_line,
)
from tests.shared_apps.commissions.story import lira

from .story import XML, answer, batch_of, bring_result, codes, gaps

PAIN_002 = """<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<OrgnlGrpInfAndSts><OrgnlMsgId>{number}</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>{number}</OrgnlPmtInfId>{lines}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""
TX = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>{}</TxSts>{}</TxInfAndSts>"
WHY = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Closed account</AddtlInf></StsRsnInf>"


def findings(source: ResultImport) -> list[str]:
    return list(source.lines.order_by("position").values_list("finding", flat=True))


def test_a_dry_run_changes_nothing_and_names_each_line(in_reseller, olga) -> None:
    crowd(8)
    batch = batch_of(olga)
    names = codes(batch)
    release_line(batch.lines.get(code=names[6]), reason="", by=olga.actor)
    content = answer(
        (names[0], "paid,TR-1,,400.00"),
        (names[1], "RJCT,,Closed account,"),
        (names[2], 'paid,TR-3,,"400,03"'),
        (names[3], "processing,,,"),
        (names[4], "perhaps,,,"),
        ("PO1999-0001-00001", "paid,TR-9,,"),
        (names[5], "paid,TR-6,,"),
        (names[5], "paid,TR-6,,"),
        (names[6], "paid,TR-7,,"),
    )
    source = import_result(batch, name="result.csv", content=content, by=olga.actor)
    assert findings(source) == [
        "fits", "fits", "amount", "pending", "unclear", "strange", "fits", "twice", "conflict",
    ]  # fmt: skip
    assert line_counts(batch)["waiting"] == 7
    assert not Payout.objects.exists()


def test_a_partial_answer_settles_its_own_lines(in_reseller, olga, monkeypatch) -> None:
    monkeypatch.setattr("shared_apps.payouts.verbs.results.CHUNK", 2)
    crowd(6, withheld=4_000)
    batch = batch_of(olga)
    mark_sent(batch, form="csv", by=olga.actor)
    names = codes(batch)
    lines = [*((name, "paid,TR-1,,") for name in names[:4]), (names[4], "rejected,,Closed account,")]
    source = bring_result(batch, answer(*lines), olga)
    batch.refresh_from_db()
    assert (source.status, batch.status) == ("done", "sent")
    assert line_counts(batch) == {"waiting": 1, "paid": 4, "returned": 1, "released": 0}
    # 4 × 400.00 + 0.00 + 0.01 + 0.02 + 0.03, less 4 × 40.00 withheld.
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(-144_006)
    assert balance(AccountName(AccountKind.WITHHOLDING_PAYABLE), "TRY") == lira(-16_000)
    returned = Withdrawal.objects.get(status="returned")
    assert returned.reason == "Closed account"
    assert gaps() == []
    bring_result(batch, answer((names[5], "paid,TR-6,,")), olga)
    batch.refresh_from_db()
    assert batch.status == "settled"
    assert gaps() == []


def test_the_same_file_again_is_the_same_import(in_reseller, olga) -> None:
    crowd(2)
    batch = batch_of(olga)
    content = answer(*((name, "paid,TR-1,,") for name in codes(batch)))
    source = bring_result(batch, content, olga)
    again = import_result(batch, name="copy.csv", content=content, by=olga.actor)
    assert (again.pk, again.status) == (source.pk, "done")
    with pytest.raises(IllegalMove):
        confirm_import(again, by=olga.actor)
    # The same lines in another file are known already.
    other = import_result(batch, name="b.csv", content=content + b"\n", by=olga.actor)
    assert findings(other) == ["known", "known"]
    confirm_import(other, by=olga.actor)
    run_due()
    assert Payout.objects.count() == 2
    assert gaps() == []


def test_a_discarded_file_may_be_read_again(in_reseller, olga) -> None:
    crowd(1)
    batch = batch_of(olga)
    content = answer((codes(batch)[0], "paid,TR-1,,"))
    source = import_result(batch, name="a.csv", content=content, by=olga.actor)
    discard_import(source, by=olga.actor)
    with pytest.raises(IllegalMove):
        confirm_import(source, by=olga.actor)
    again = import_result(batch, name="a.csv", content=content, by=olga.actor)
    assert (again.pk, again.status) == (source.pk, "read")


def test_what_moved_on_since_it_was_read_is_left_alone(in_reseller, olga) -> None:
    crowd(2)
    batch = batch_of(olga)
    names = codes(batch)
    lines = answer(*((name, "paid,TR-1,,") for name in names))
    source = import_result(batch, name="a.csv", content=lines, by=olga.actor)
    release_line(batch.lines.get(code=names[0]), reason="", by=olga.actor)
    confirm_import(source, by=olga.actor)
    run_due()
    assert findings(source) == ["conflict", "fits"]
    assert Payout.objects.count() == 1
    assert gaps() == []


def test_nobody_applies_what_the_bank_says_of_their_own(in_reseller, olga) -> None:
    found = crowd(2)
    Withdrawal.objects.filter(pk=found[0].pk).update(person_uuid=olga.uuid)
    batch = batch_of(olga)
    source = bring_result(batch, answer(*((name, "returned,,x,") for name in codes(batch))), olga)
    assert findings(source) == ["own", "fits"]
    assert line_counts(batch)["waiting"] == 1


def test_a_payout_that_comes_back_later_is_available_again(in_reseller, olga) -> None:
    crowd(1, withheld=4_000)
    batch = batch_of(olga)
    [name] = codes(batch)
    bring_result(batch, answer((name, "paid,TR-1,,")), olga)
    bring_result(batch, answer((name, "returned,,Account closed,")), olga)
    line = BatchLine.objects.get()
    assert (line.status, line.withdrawal.status) == ("returned", "returned")
    for kind in (AccountKind.PAYOUT_CLEARING, AccountKind.WITHHOLDING_PAYABLE):
        assert balance(AccountName(kind), "TRY") == lira(0)
    # The statement that named it is taken back by a correction with a number of its own.
    assert list(PayoutStatement.objects.order_by("pk").values_list("kind", "gross_minor", "position")) == [
        ("statement", 40_000, 1),
        ("correction", -40_000, 2),
    ]
    assert gaps() == []


def test_pain_002_line_by_line(in_reseller, olga) -> None:
    crowd(3)
    batch = batch_of(olga)
    a, b, c = codes(batch)
    lines = TX.format(a, "ACSC", "<AcctSvcrRef>BANK-1</AcctSvcrRef>") + TX.format(b, "RJCT", WHY)
    content = PAIN_002.format(number=batch.number, group="", lines=lines + TX.format(c, "ACSP", ""))
    source = bring_result(batch, content.encode(), olga)
    assert findings(source) == ["fits", "fits", "pending"]
    assert Payout.objects.get().reference == "BANK-1"
    assert Withdrawal.objects.get(status="returned").reason == "Closed account AC04"


def test_pain_002_for_the_whole_batch(in_reseller, olga) -> None:
    """It is about what went as pain.001 alone: the cards of the batch were in the CSV."""
    put_settings(XML, by=olga.actor)
    crowd(2)
    crowd(1, kind=MethodKind.CARD)
    batch = batch_of(olga)
    content = PAIN_002.format(number=batch.number, group=f"<GrpSts>RJCT</GrpSts>{WHY}", lines="")
    bring_result(batch, content.encode(), olga)
    assert line_counts(batch) == {"waiting": 1, "paid": 0, "returned": 2, "released": 0}
    bring_result(batch, answer((codes(batch)[2], "paid,TR-3,,")), olga)
    assert line_counts(batch)["paid"] == 1
    assert gaps() == []


def test_an_answer_about_a_pain_001_that_nobody_sent_is_refused(in_reseller, olga) -> None:
    crowd(1)
    batch = batch_of(olga)
    content = PAIN_002.format(number=batch.number, group="<GrpSts>ACSC</GrpSts>", lines="")
    with pytest.raises(ResultRefused):
        import_result(batch, name="x", content=content.encode(), by=olga.actor)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,status\n",
        b"name,amount\nx,1\n",
        b"\x00\x01",
        b"<Document/>",
        b"<Document><broken></Document>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Document><OrgnlMsgId>&a;</OrgnlMsgId></Document>',
        PAIN_002.format(number="PO1999-0009", group="<GrpSts>ACSC</GrpSts>", lines="").encode(),
    ],
)
def test_what_is_no_answer_is_refused(in_reseller, olga, content) -> None:
    crowd(1)
    with pytest.raises(ResultRefused):
        import_result(batch_of(olga), name="x", content=content, by=olga.actor)
    assert not ResultImport.objects.exists()


def test_a_bank_has_words_of_its_own(in_reseller, olga) -> None:
    put_settings({"paid_words": ["ödendi"], "returned_words": ["iade"]}, by=olga.actor)
    crowd(2)
    batch = batch_of(olga)
    a, b = codes(batch)
    content = f"\ufeffid;status;reference;reason\n{a};Ödendi;TR-1;\n{b};İADE;;Kapalı\n{b};iade;;Kapalı\n"
    source = import_result(batch, name="x", content=content.encode(), by=olga.actor)
    assert findings(source)[0] == "fits"
