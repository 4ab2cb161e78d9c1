"""Pages of links, of one affiliate, of reviews, disputes and texts: for the member and for who runs the programme."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.commissions.models import Campaign, Dispute, Earning, ReadyText, ReferralCode
from shared_apps.commissions.verbs import code_for
from shared_apps.commissions.verbs.campaigns import start_campaign
from tenants.context import acting_in

from .story import bring, buy

MY, OFFICE = "/my/affiliate/", "/office/affiliates/"


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture
def earned(reseller, carl, sam) -> Earning:
    with acting_in(reseller):
        buy(bring(carl, sam), 50_000)
        return Earning.objects.get()


@pytest.fixture
def carls(browse, carl, reseller, earned):
    return browse(carl, reseller)


@pytest.fixture
def olgas(browse, olga, reseller, earned):
    return browse(olga, reseller)


def test_a_campaign_from_the_form_to_its_end(carls, browse, sam, reseller) -> None:
    wrong = {"tag": "Video", "code": "no good!", "landing": "https://evil.example/"}
    refused = carls.post(f"{MY}links/", wrong)
    assert refused.status_code == 422
    assert "Choose a page of this shop." in text_of(refused)
    right = {"tag": "Video", "code": "my-video", "landing": f"http://{reseller.canonical_host}:8000/plans/"}
    page = carls.post(f"{MY}links/", right)["Location"]
    assert "my-video" in text_of(carls.get(page))
    assert carls.post(f"{MY}links/", right).status_code == 422
    visitor = browse(None, reseller)
    assert visitor.get("/r/my-video/")["Location"] == "/plans/"
    assert "Video my-video 1 1" in text_of(carls.get(f"{MY}links/?period=7"))
    assert browse(sam, reseller).get(page).status_code == 404
    assert carls.get(f"{page}ending/").status_code == 405
    carls.post(f"{page}ending/")
    assert visitor.get("/r/my-video/").cookies == {}
    carls.post(f"{page}ending/", {"undo": "1"})
    assert "ref" in visitor.get("/r/my-video/").cookies


def test_qr_codes_are_pictures_and_files(carls) -> None:
    svg, png = carls.get(f"{MY}qr/"), carls.get(f"{MY}qr/?as=png&keep=1")
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<?xml")
    assert png.content.startswith(b"\x89PNG")
    assert png["Content-Disposition"].startswith("attachment")


def test_the_overview_leads_on_and_knows_its_browser(carls) -> None:
    answer = carls.get(MY)
    page = BeautifulSoup(answer.content, "html.parser")
    assert (
        page.select_one("header .primary, .page-head .primary, main a.primary")["href"]
        == f"{MY}withdrawals/new/"
    )
    assert answer.cookies["own"]["httponly"]
    links = {link["href"] for link in page.select("main a")}
    assert {f"{MY}links/", f"{MY}texts/"} <= links


def test_a_dispute_from_both_sides(carls, olgas, earned, browse, sam, adel, reseller) -> None:
    thread = f"{MY}disputes/{earned.uuid}/"
    assert carls.post(thread, {"text": " "}).status_code == 422
    carls.post(thread, {"text": "Where is <b>the rest</b>?"})
    with acting_in(reseller):
        dispute = Dispute.objects.get()
    own = f"{OFFICE}disputes/{dispute.uuid}/"
    assert "Carl Client New" in text_of(olgas.get(f"{OFFICE}disputes/"))
    assert "<b>the rest" not in olgas.get(own).content.decode()
    assert "Carl Client New" not in text_of(olgas.get(f"{OFFICE}disputes/"))
    olgas.post(f"{own}answer/", {"text": "It was refunded.", "closes": "on"})
    assert "answered your question" in text_of(carls.get(MY))
    shown = text_of(carls.get(thread))
    assert "It was refunded." in shown
    assert "Olga" not in shown
    assert "answered your question" not in text_of(carls.get(MY))
    olgas.post(f"{own}answer/", {"text": "Too late"})
    assert "Too late" not in text_of(carls.get(thread))
    carls.post(thread, {"text": "And now?"})
    assert "And now?" in text_of(olgas.get(own))
    assert browse(sam, reseller).get(thread).status_code == 404
    assert browse(adel, reseller).post(f"{own}answer/", {"text": "x"}).status_code == 403


def test_one_affiliate_with_everything(olgas, browse, earned, carl, adel, reseller) -> None:
    page = f"{OFFICE}people/{carl.uuid}/"
    shown = text_of(olgas.get(page))
    assert "Carl Client" in shown
    assert "₺100.00" in shown
    olgas.post(f"{page}notes/", {"text": "Met at the fair"})
    assert "Met at the fair" in text_of(olgas.get(page))
    assert olgas.post(f"{page}standing/", {"status": "excluded", "reason": ""}).status_code == 422
    olgas.post(f"{page}standing/", {"status": "excluded", "reason": "Spam"})
    assert "Excluded" in text_of(olgas.get(f"{OFFICE}?only=excluded"))
    assert "Spam" in text_of(browse(carl, reseller).get(MY))
    assert browse(adel, reseller).post(f"{page}standing/", {"status": "active"}).status_code == 403
    olgas.post(f"{page}standing/", {"status": "active"})
    assert "Nobody fits" in text_of(olgas.get(f"{OFFICE}?only=excluded"))
    unknown = olgas.post(f"{page}clients/", {"email": "nobody@example.com", "reason": "x"})
    assert unknown.status_code == 422
    olgas.post(f"{page}earnings/{earned.uuid}/hold/", {"reason": "I want to ask"})
    assert "I want to ask" in text_of(olgas.get(f"{OFFICE}review/"))
    assert "under review" in text_of(olgas.get(f"{OFFICE}?only=review")).lower()
    olgas.post(f"{OFFICE}review/{earned.uuid}/rejection/", {"reason": ""})
    assert "I want to ask" in text_of(olgas.get(f"{OFFICE}review/"))
    olgas.post(f"{OFFICE}review/{earned.uuid}/release/")
    assert "Nothing to review" in text_of(olgas.get(f"{OFFICE}review/"))


def test_the_list_is_taken_along_without_formulas(olgas, carl, reseller) -> None:
    """RELIABILITY 25."""
    with acting_in(reseller):
        ReferralCode.objects.filter(person_uuid=carl.uuid).update(name="=HYPERLINK(1)")
    sheet = olgas.get(f"{OFFICE}?as=csv&q=hyper").content.decode()
    assert "'=HYPERLINK(1)" in sheet
    assert olgas.get(f"{OFFICE}?as=xlsx").content.startswith(b"PK")
    assert "Carl" not in olgas.get(f"{OFFICE}?as=csv&q=zzz").content.decode()
    assert "HYPERLINK" in text_of(olgas.get(f"{OFFICE}?q=CARL@example.com&sort=earned"))


def test_the_client_page_shows_and_changes_through_whom(
    olgas, browse, carl, sams_client, adel, reseller
) -> None:
    with acting_in(reseller):
        code = code_for(adel.uuid, name=adel.name).code
    page = f"/office/clients/{sams_client.uuid}/affiliate/"
    assert "came by itself" in text_of(olgas.get(page))
    assert olgas.post(f"{page}choice/", {"code": "nobody", "reason": "x"}).status_code == 422
    olgas.post(f"{page}choice/", {"code": code, "reason": "He called first"})
    assert "He called first" in text_of(olgas.get(page))
    olgas.post(f"{page}end/", {"reason": "A mistake"})
    assert "came by itself" in text_of(olgas.get(page))
    assert browse(adel, reseller).get(page).status_code == 403


def test_texts_are_the_offices_own_and_hold_the_link(olgas, carls, reseller) -> None:
    assert "/r/" in text_of(carls.get(f"{MY}texts/"))
    new = f"{OFFICE}texts/new/?language=en"
    assert olgas.post(new, {"title": "Mine", "body": "No link"}).status_code == 422
    olgas.post(new, {"title": "Mine", "body": "Look at {brand}: {link}", "language": "en"})
    with acting_in(reseller):
        mine = ReadyText.objects.get(title="Mine")
        assert ReadyText.objects.count() == 4
    olgas.post(f"{OFFICE}texts/{mine.uuid}/", {"title": "Mine", "body": "See {link}"})
    assert "See http" in text_of(carls.get(f"{MY}texts/", headers={"accept-language": "en"}))
    olgas.post(f"{OFFICE}texts/{mine.uuid}/removal/")
    olgas.post(f"{OFFICE}texts/restoration/", {"language": "en"})
    with acting_in(reseller):
        assert not ReadyText.objects.exists()


def test_limits_of_the_watch_are_kept(olgas) -> None:
    page = f"{OFFICE}review/settings/"
    assert olgas.post(page, {"sign_ups_a_day": "-1"}).status_code == 422
    typed = {"sign_ups_a_day": "5", "purchases_a_day": "0", "sign_ups_a_browser": "۲"}
    assert olgas.post(page, typed).status_code == 302
    assert 'value="2"' in olgas.get(page).content.decode()


def test_the_same_pages_serve_a_partner_and_the_console(browse, opal, operator) -> None:
    console = browse(opal, operator)
    for page in ("", "review/", "disputes/", "texts/"):
        assert console.get(f"/console/affiliates/{page}").status_code == 200
    with acting_in(operator):
        from tenant_apps.accounts.models import User

        partner = User.objects.create(email="pat@example.com", name="Pat Partner", role="partner")
    partner.home = operator
    pats = browse(partner, operator)
    assert "Affiliate programme" in text_of(pats.get("/partners/affiliate/"))
    assert pats.get(f"/partners/affiliate/disputes/{uuid4()}/").status_code == 404
    # A partner's balance is the prepaid one of its portal, which Pat has not got yet.
    refused = text_of(pats.post("/partners/affiliate/methods/", {"kind": "prepaid"}))
    assert "Prepaid balance" in refused and "You have no portal" in refused
    assert "valid choice" in text_of(pats.post("/partners/affiliate/methods/", {"kind": "credit"}))
    assert "Pat Partner" in text_of(console.get("/console/affiliates/"))
    assert console.get(f"/console/affiliates/people/{partner.uuid}/").status_code == 200
    assert pats.get("/console/affiliates/").status_code == 404


def test_statistics_cost_the_same_however_many_campaigns(carls, carl, reseller) -> None:
    carls.get(f"{MY}links/")
    with CaptureQueriesContext(connection) as few:
        carls.get(f"{MY}links/")
    with acting_in(reseller):
        for number in range(6):
            start_campaign(code_for(carl.uuid), tag=f"Tag {number}", by=carl.actor)
        assert Campaign.objects.count() == 6
    with CaptureQueriesContext(connection) as many:
        carls.get(f"{MY}links/")
    assert len(many) == len(few)
