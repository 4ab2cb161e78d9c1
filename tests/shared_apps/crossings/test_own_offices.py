"""A partner's account on the platform opens the offices it belongs to, with one click (crossing of kind self)."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches

from shared_apps.agenda.door import run_due
from shared_apps.crossings.models import Crossing, Membership
from tenant_apps.accounts.models import User
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data

from .conftest import arrive_with, token_of


@pytest.fixture
def partner(operator):
    """Olga's account on the platform, under the address she has in the office."""
    caches["default"].clear()
    with acting_in(operator):
        made = User.objects.create(email="olga@example.com", name="Olga Owner", role="partner")
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


@pytest.fixture
def membership(partner, reseller, olga):
    with acting_on_shared_data():
        return Membership.objects.create(
            platform_person_uuid=partner.uuid, tenant_id=reseller.id, person_uuid=olga.uuid
        )


def opened(browser, membership):
    return browser.post(f"/partners/offices/{membership.uuid}/open/")


def code_for(browser, operator, address):
    with acting_in(operator):
        before = MailMessage.objects.count()
    assert browser.post("/partners/offices/", {"address": address}).status_code == 302
    page = browser.get("/partners/offices/code/").content.decode()
    run_due()
    with acting_in(operator):
        sent = MailMessage.objects.order_by("pk")[before:]
        return page, [each.template for each in sent], [mail.words for mail in sent]


def test_one_click_signs_in_as_oneself_without_a_banner(
    membership, partner, browse, operator, reseller, olga
):
    home = browse(partner, operator)
    assert "Alpha Bulut" in home.get("/partners/").content.decode()
    there = browse(None, reseller)
    answer = arrive_with(there, token_of(opened(home, membership)), operator)
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    page = there.get("/office/").content.decode()
    assert "acting for" not in page
    assert there.get("/accounts/password/").status_code == 200
    with acting_on_shared_data():
        assert Crossing.objects.get().status == "ended"


def test_the_second_step_of_the_office_is_asked_for(membership, partner, browse, operator, reseller, olga):
    with acting_in(reseller):
        TOTP.activate(olga, generate_totp_secret())
    there = browse(None, reseller)
    answer = arrive_with(there, token_of(opened(browse(partner, operator), membership)), operator)
    assert answer["Location"] == "/accounts/code/app/"
    assert there.get("/office/").status_code == 302


def test_it_opens_nothing_once_deactivated_or_disconnected(
    membership, partner, browse, operator, reseller, olga
):
    home = browse(partner, operator)
    first, second = (token_of(opened(home, membership)) for _ in range(2))
    with acting_in(reseller):
        User.objects.filter(pk=olga.pk).update(is_active=False)
    assert arrive_with(browse(None, reseller), first, operator).status_code == 403
    with acting_in(reseller):
        User.objects.filter(pk=olga.pk).update(is_active=True)
    mine = browse(olga, reseller)
    assert mine.post("/accounts/platform/", {"membership": membership.pk}).status_code == 302
    assert arrive_with(browse(None, reseller), second, operator).status_code == 403
    assert opened(home, membership).status_code == 404


def test_anothers_office_is_not_there(
    membership, browse, operator, opal, peer, other_reseller, olga, reseller
):
    assert opened(browse(opal, operator), membership).status_code == 404
    with acting_in(operator):
        stranger = User.objects.create(email="sam@example.com", name="Sam", role="partner")
    assert opened(browse(stranger, operator), membership).status_code == 404
    browse(peer, other_reseller).post("/accounts/platform/", {"membership": membership.pk})
    with acting_on_shared_data():
        assert Membership.objects.exists()


def test_a_code_connects_the_office_and_others_are_answered_alike(partner, browse, operator, reseller, olga):
    browser = browse(partner, operator)
    known, sent, _words = code_for(browser, operator, f"https://{reseller.canonical_host}/office/")
    assert sent == ["crossings/code"]
    unknown, nothing, _ = code_for(browse(partner, operator), operator, "beta.vitrine.localhost")
    assert nothing == []
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"')
    assert hidden.sub("", known) == hidden.sub("", unknown)
    assert browser.post("/partners/offices/code/", {"code": "000000x"}).status_code == 200


def test_the_right_code_links_and_five_wrong_ones_end_it(partner, reseller, operator, olga):
    from shared_apps.crossings.verbs import PlatformPerson, WrongCode, connect
    from shared_apps.crossings.verbs.memberships import _digest
    from shared_apps.kernel.clock import now

    kept = {"tenant": reseller.id, "person": str(olga.uuid), "digest": _digest("482915"), "tries": 0,
            "until": now().timestamp() + 60}  # fmt: skip
    who = PlatformPerson(partner.uuid, "Olga", partner.email)
    with acting_in(operator):
        for _ in range(4):
            with pytest.raises(WrongCode):
                connect(who, kept, code="111111", by=partner.actor)
        made = connect(who, {**kept}, code="482915", by=partner.actor)
        for _ in range(2):
            with pytest.raises(WrongCode):
                connect(who, kept, code="111111", by=partner.actor)
        with pytest.raises(WrongCode):
            connect(who, kept, code="482915", by=partner.actor)
    assert made.person_uuid == olga.uuid or str(made.person_uuid) == str(olga.uuid)


def test_codes_are_limited(partner, browse, operator):
    browser = browse(partner, operator)
    answers = [browser.post("/partners/offices/", {"address": "alpha.vitrine.localhost"}) for _ in range(7)]
    assert [each.status_code for each in answers][:5] == [302] * 5
    assert answers[-1].status_code == 200 and "Too many attempts" in answers[-1].content.decode()


def test_clients_have_no_such_page(browse, carl, reseller):
    assert browse(carl, reseller).get("/accounts/platform/").status_code == 404
