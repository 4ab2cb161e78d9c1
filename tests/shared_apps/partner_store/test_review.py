"""Questions, papers, the check list, and what is agreed with a new reseller (S5.5–S5.14)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from PIL import Image

from shared_apps.agenda.door import run_due
from shared_apps.catalog import door as catalog
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.papers import PaperRefused
from shared_apps.partner_store import verbs
from shared_apps.partner_store.checks import check_list
from shared_apps.partner_store.drafts import forget_drafts
from shared_apps.partner_store.models import ApplicationDraft, ApplicationFile, PlatformSubscription
from shared_apps.settlement.models import SettlementTerms
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data

from .conftest import submit

pytestmark = pytest.mark.django_db
PAGE = "/partners/"
PDF = b"%PDF-1.4 registration"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def paper(name: str = "registration.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_question_is_mailed_once_and_answered_on_the_status_page(
    application: Any, browse: Any, paula: Any, opal: Any, operator: Any
) -> None:
    """The clock does not hide: the promised day stays what it was."""
    console, due = browse(opal, operator), application.answer_due_at
    page = f"/console/applications/{application.uuid}/"
    wish = {"text": "Which clients do you have?", "key": str(uuid4())}
    for _turn in range(2):
        assert console.post(f"{page}question/", wish).status_code == 302
    text = strip_tags(console.get(page).content.decode())
    assert "The promised week has passed" not in text
    assert "the promised week runs on" in text
    assert "7 days left" in text
    browser = browse(paula, operator)
    text = browser.get(PAGE).content.decode()
    assert "Which clients do you have?" in text
    assert "Opal" not in text
    answer = {"text": "Two hundred firms.", "papers": [paper(), paper("list.png", picture())]}
    assert browser.post(f"{PAGE}applications/{application.uuid}/answer/", answer).status_code == 302
    with acting_in(operator):
        application.refresh_from_db()
        assert application.asked_at is None
        assert application.answer_due_at == due
        assert list(application.messages.values_list("side", flat=True)) == ["staff", "applicant"]
        assert list(application.files.values_list("content_type", flat=True)) == [
            "application/pdf",
            "image/jpeg",
        ]
    run_due()
    with acting_in(operator):
        told = MailMessage.objects.filter(template__in=["partner_store/question", "partner_store/answered"])
        assert sorted(told.values_list("to_email", flat=True)) == ["opal@example.com", "paula@example.com"]


def test_papers_are_only_handed_out_as_downloads_and_only_to_whom_they_concern(
    application: Any, browse: Any, paula: Any, rita: Any, opal: Any, operator: Any
) -> None:
    """RELIABILITY 9: an HTML file is refused, a picture is encoded anew, everything is an attachment."""
    with acting_in(operator):
        (kept,) = verbs.keep_papers(paula.uuid, [paper("a.png", picture())], application=application)
        for bad in (paper("x.html", b"<script>"), paper("x.svg", b"<svg/>"), paper("empty.pdf", b"")):
            with pytest.raises(PaperRefused):
                verbs.keep_papers(paula.uuid, [bad], application=application)
        with pytest.raises(PaperRefused):
            verbs.keep_papers(paula.uuid, [paper() for _ in range(10)], application=application)
    for person, address, status in (
        (paula, f"{PAGE}papers/{kept.uuid}/", 200),
        (rita, f"{PAGE}papers/{kept.uuid}/", 404),
        (opal, f"/console/applications/papers/{kept.uuid}/", 200),
        (paula, f"/console/applications/papers/{kept.uuid}/", 404),
    ):
        answer = browse(person, operator).get(address)
        assert answer.status_code == status
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_draft_and_its_papers_wait_on_every_device_and_go_with_the_application(
    browse: Any, paula: Any, operator: Any
) -> None:
    browse(paula, operator).post("/apply/", {"company_name": "Half a", "draft": "yes", "papers": [paper()]})
    other_device = browse(paula, operator)
    text = other_device.get("/apply/").content.decode()
    assert "Half a" in text
    assert "registration.pdf" in text
    wrong = other_device.post("/apply/", {"company_name": "Half a", "papers": [paper("x.html", b"<b>")]})
    assert wrong.status_code == 422
    with acting_on_shared_data():
        assert forget_drafts() == 0
    sent = submit(paula, operator)
    with acting_on_shared_data():
        kept = ApplicationFile.objects.get()
        assert kept.application_id == sent.pk
        assert not verbs.remove_paper(paula.uuid, kept.uuid)


def test_a_draft_that_nobody_touches_for_half_a_year_goes_with_its_papers(
    application: Any, browse: Any, rita: Any, operator: Any
) -> None:
    browse(rita, operator).post("/apply/", {"company_name": "Half", "draft": "yes", "papers": [paper()]})
    with acting_on_shared_data():
        long_ago = now() - timedelta(days=181)
        ApplicationDraft.objects.update(saved_at=long_ago)
        ApplicationFile.objects.update(uploaded_at=long_ago)
        assert forget_drafts() == 1
        assert not ApplicationFile.objects.exists()


def test_a_paper_of_a_draft_can_be_removed_by_its_owner_alone(
    browse: Any, paula: Any, rita: Any, operator: Any
) -> None:
    browse(paula, operator).post("/apply/", {"draft": "yes", "papers": [paper()]})
    with acting_on_shared_data():
        kept = ApplicationFile.objects.get()
    for person, left in ((rita, 1), (paula, 0)):
        browse(person, operator).post("/apply/", {"remove": str(kept.uuid)})
        with acting_on_shared_data():
            assert ApplicationFile.objects.count() == left


def test_a_refusal_says_when_one_may_apply_again_and_the_verb_holds_to_it(
    application: Any, browse: Any, paula: Any, opal: Any, operator: Any
) -> None:
    again = now() + timedelta(days=30)
    with acting_in(operator):
        verbs.reject_application(application, reason="Too early.", may_apply_again_at=again, by=opal.actor)
    with pytest.raises(verbs.TooEarly) as early:
        submit(paula, operator)
    assert early.value.at == again
    browser = browse(paula, operator)
    assert "You may apply again from" in browser.get(PAGE).content.decode()
    assert browser.get("/apply/").url == PAGE
    with acting_on_shared_data():
        type(application).objects.update(may_apply_again_at=now() - timedelta(minutes=1))
    assert submit(paula, operator).is_waiting


def test_the_day_of_another_application_is_tomorrow_at_the_earliest(
    application: Any, browse: Any, opal: Any, operator: Any
) -> None:
    browser = browse(opal, operator)
    page = f"/console/applications/{application.uuid}/rejection/"
    for day in ("2020-01-01", "2999-01-01", "soon"):
        assert browser.post(page, {"reason": "No.", "again_on": day}).status_code == 422
    later = f"{now() + timedelta(days=60):%Y-%m-%d}"
    assert browser.post(page, {"reason": "No.", "again_on": later}).status_code == 302
    with acting_on_shared_data():
        application.refresh_from_db()
        assert application.may_apply_again_at > now() + timedelta(days=58)


def test_the_applicant_withdraws_and_applies_anew(
    application: Any, browse: Any, paula: Any, rita: Any, operator: Any
) -> None:
    address = f"{PAGE}applications/{application.uuid}/withdrawal/"
    assert browse(rita, operator).post(address).status_code == 404
    assert browse(paula, operator).post(address).status_code == 302
    with acting_on_shared_data():
        application.refresh_from_db()
        assert application.status == "withdrawn"
    assert submit(paula, operator).is_waiting


def test_what_is_answered_is_not_discussed_any_more(
    application: Any, paula: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator):
        verbs.reject_application(application, reason="No.", by=opal.actor)
        for late in (
            lambda: verbs.ask_applicant(application, text="?", key=uuid4(), by=opal.actor),
            lambda: verbs.answer_question(application, text="!", key=uuid4(), by=paula.actor),
            lambda: verbs.note_check(application, "company", finding="fine", by=opal.actor),
            lambda: verbs.withdraw_application(application, by=paula.actor),
        ):
            with pytest.raises(IllegalMove):
                late()


def test_the_check_list_knows_what_the_system_knows_and_keeps_what_was_found(
    application: Any, browse: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator):
        known = {line.point.key: line.known.is_fine for line in check_list(application) if line.known}
        application.applicant_email, application.website = "paula@gamma.example", "https://www.gamma.example/"
        better = {line.point.key: line.known.is_fine for line in check_list(application) if line.known}
    # Her address is at example.com as those of alpha's clients are; the site is at gamma.example.
    assert known == {"contact": False, "new": False, "market": True, "address": True}
    assert better == {"contact": True, "new": True, "market": True, "address": True}
    browser = browse(opal, operator)
    page = f"/console/applications/{application.uuid}/check/"
    body = {"point": "company", "finding": "fine", "note": "In the register."}
    assert browser.post(page, body).status_code == 302
    part = browser.post(page, {**body, "finding": "doubtful"}, headers={"HX-Request": "true"})
    assert "In the register." in part.content.decode()
    assert browser.post(page, {**body, "point": "magic"}).status_code == 400
    with acting_on_shared_data():
        assert application.checks.get().finding == "doubtful"
    browser.post(page, {**body, "finding": ""})
    with acting_on_shared_data():
        assert not application.checks.exists()


def test_what_was_agreed_holds_from_the_first_day(application: Any, opal: Any, operator: Any) -> None:
    with acting_on_shared_data():
        from shared_apps.catalog.models import Tier

        Tier.objects.create(slug="gold", name={"en": "Gold"}, currency="USD")
    with acting_in(operator):
        tenant = verbs.accept_application(
            application,
            slug="gamma",
            language="en",
            currency="TRY",
            tier="gold",
            collector="reseller",
            wholesale="prepaid",
            trial_days=30,
            trial_end="suspend",
            seats=12,
            by=opal.actor,
        )
        assert catalog.terms_of(tenant.pk).tier.slug == "gold"
        assert SettlementTerms.objects.get(tenant=tenant).wholesale == "prepaid"
        plan = PlatformSubscription.objects.get(tenant=tenant)
        assert (plan.trial_total_days, plan.trial_end, plan.seats) == (30, "suspend", 12)
        assert plan.trial_ends_at == plan.starts_at + timedelta(days=30)


def test_an_unknown_tier_is_refused_and_nothing_is_written(
    application: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator), pytest.raises(catalog.UnknownTier):
        verbs.accept_application(
            application, slug="gamma", language="en", currency="TRY", tier="none", by=opal.actor
        )
    with acting_on_shared_data():
        application.refresh_from_db()
        assert application.is_waiting


def test_the_queue_is_filtered_and_exported_without_formulas(
    application: Any, browse: Any, opal: Any, rita: Any, operator: Any
) -> None:
    """RELIABILITY 25, 35."""
    other = submit(rita, operator, company_name="=cmd()", slug="delta", country="DE", expertise="hosting")
    with acting_in(operator):
        verbs.ask_applicant(other, text="?", key=uuid4(), by=opal.actor)
    browser = browse(opal, operator)
    for query, shown, hidden in (
        ({"turn": "applicant"}, "=cmd()", "Gamma Cloud"),
        ({"turn": "us"}, "Gamma Cloud", "=cmd()"),
        ({"country": "DE"}, "=cmd()", "Gamma Cloud"),
        ({"expertise": "workplace"}, "Gamma Cloud", "=cmd()"),
    ):
        text = browser.get("/console/applications/", query).content.decode()
        assert shown in text
        assert hidden not in text
    assert "No application fits" in browser.get("/console/applications/", {"due": "late"}).content.decode()
    table = browser.get("/console/applications/export/").content.decode()
    assert "'=cmd()" in table
    assert "Gamma Cloud" in table
