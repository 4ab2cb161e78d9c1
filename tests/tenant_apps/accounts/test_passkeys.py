"""Passkeys: bound to the tenant's address, each answer for one challenge (RELIABILITY 1, 3, 29)."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator

from shared_apps.kernel.history import history_of
from tenants.context import acting_in
from tenants.hosts import portal_url

from .soft_authenticator import SoftAuthenticator, made_for

pytestmark = pytest.mark.usefixtures("cheap_passwords")

SIGN_IN = "/accounts/login/passkey/"
REFUSED = "This passkey does not fit"


def phone_for(tenant) -> SoftAuthenticator:
    return SoftAuthenticator(portal_url(tenant, ""))


def add(browser, phone, **more):
    options = browser.get("/accounts/passkeys/add/").context["js_data"]["creation_options"]
    form = {"name": "My phone", "passwordless": "on", "credential": phone.create(options)}
    return browser.post("/accounts/passkeys/add/", form | more)


def challenge(browser):
    return browser.get(SIGN_IN, headers={"Accept": "application/json"}).json()["request_options"]


def come_in(browser, answer: str):
    return browser.post(SIGN_IN, {"credential": answer})


def is_in(browser) -> bool:
    return browser.get("/accounts/profile/").status_code == 200


@pytest.fixture
def secure(browse, reseller, olga, confirm):
    """Olga's browser, in which she has just entered her password."""
    browser = browse(olga, reseller)
    confirm(browser)
    return browser


@pytest.fixture
def phone(reseller, secure):
    """Olga's phone, with a passkey for the reseller."""
    phone = phone_for(reseller)
    assert add(secure, phone).status_code == 302
    return phone


def test_adding_one_is_listed_told_and_written_down(secure, phone, reseller, olga, letters):
    page = secure.get("/accounts/passkeys/").content.decode()
    assert "My phone" in page
    assert letters(reseller)[-1].context["event"] in {"webauthn_added", "recovery_codes_generated"}
    with acting_in(reseller):
        assert "webauthn added" in [event.verb for event in history_of(olga)]


def test_adding_one_asks_for_the_password_first(browse, reseller, olga):
    answer = browse(olga, reseller).get("/accounts/passkeys/add/")
    assert answer["Location"].startswith("/accounts/confirm/")


def test_it_signs_in_without_a_password_and_without_a_second_step(phone, visit):
    answer = come_in(visit, phone.get(challenge(visit)))
    assert answer["Location"] == "/accounts/home/"
    assert is_in(visit)


def test_a_challenge_is_answered_once(phone, visit, browse, reseller):
    answer = phone.get(challenge(visit))
    assert come_in(visit, answer)["Location"] == "/accounts/home/"
    visit.post("/accounts/logout/")
    come_in(visit, answer)
    assert not is_in(visit)
    other = browse(None, reseller)
    challenge(other)
    come_in(other, answer)
    assert not is_in(other)


def test_a_bad_signature_is_refused(phone, visit):
    answer = json.loads(phone.get(challenge(visit)))
    forger = phone_for_same(phone)
    forged = json.loads(forger.get(challenge(visit)))
    answer["response"] = forged["response"]
    page = come_in(visit, json.dumps(answer))
    assert page["Location"] == "/accounts/login/"
    assert REFUSED in visit.get("/accounts/login/").content.decode()
    assert not is_in(visit)


def phone_for_same(phone: SoftAuthenticator) -> SoftAuthenticator:
    """Somebody who knows the name of the passkey, but has another key."""
    forger = SoftAuthenticator(phone.origin)
    forger.id, forger.handle = phone.id, phone.handle
    return forger


@pytest.mark.parametrize("host", ["beta.vitrine.localhost", "evil.example", "x.alpha.vitrine.localhost"])
def test_an_answer_made_on_a_page_of_another_host_is_refused(phone, visit, host):
    phone.origin = phone.origin.replace("alpha.vitrine.localhost", host)
    come_in(visit, phone.get(challenge(visit)))
    assert not is_in(visit)


def test_an_answer_for_another_hosts_rp_id_is_refused(phone, visit):
    phone.rp_id = "vitrine.localhost"
    come_in(visit, phone.get(challenge(visit)))
    assert not is_in(visit)


def test_it_opens_nothing_in_another_tenant(phone, browse, other_reseller, peer):
    """Person 1 there is somebody else: neither their handle nor this credential opens a door."""
    there = browse(None, other_reseller)
    come_in(there, phone.get(challenge(there)))
    phone.origin, phone.rp_id = portal_url(other_reseller, ""), other_reseller.canonical_host
    come_in(there, phone.get(challenge(there)))
    assert not is_in(there)


def test_a_row_copied_to_another_tenant_opens_nothing_either(
    phone, browse, reseller, other_reseller, olga, peer
):
    with acting_in(reseller):
        data = Authenticator.objects.get(user_id=olga.pk, type="webauthn").data
    with acting_in(other_reseller):
        Authenticator.objects.create(user_id=peer.pk, type="webauthn", data=data)
    there = browse(None, other_reseller)
    come_in(there, phone.get(challenge(there)))
    assert not is_in(there)


@pytest.mark.parametrize("host", ["beta.vitrine.localhost", "x.alpha.vitrine.localhost"])
def test_one_made_on_another_host_is_not_kept(secure, reseller, host):
    phone = phone_for(reseller)
    phone.origin = phone.origin.replace("alpha.vitrine.localhost", host)
    assert add(secure, phone).status_code == 200
    with acting_in(reseller):
        assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize(
    "nonsense", ["", "{}", "[]", "null", "1", '{"response": {}}', "not json", "{" * 2000]
)
def test_nonsense_is_refused_without_a_fault(visit, nonsense):
    challenge(visit)
    assert come_in(visit, nonsense)["Location"] == "/accounts/login/"


def test_handles_of_nobody_and_of_somebody_get_one_answer(phone, visit, olga):
    """RELIABILITY 29: a made-up passkey says the same for an account and for none."""

    def answer_for(handle: str) -> tuple[int, str, str]:
        stranger = SoftAuthenticator(phone.origin)
        stranger.handle = handle
        answer = come_in(visit, stranger.get(challenge(visit)))
        shown = visit.get("/accounts/login/").content.decode()
        return answer.status_code, answer["Location"], shown[shown.index(REFUSED) :][:90]

    assert answer_for(phone.handle) == answer_for("enp6enp6") == answer_for("")


def test_the_options_name_nobodys_passkeys(phone, visit):
    assert not challenge(visit)["publicKey"].get("allowCredentials")


def test_it_is_the_second_step_after_a_password(phone, visit, sign_in, olga):
    assert sign_in(visit, olga)["Location"] == "/accounts/code/app/"
    options = visit.get("/accounts/code/app/").context["js_data"]["request_options"]
    assert (
        visit.post("/accounts/code/app/", {"credential": phone.get(options)})["Location"] == "/accounts/home/"
    )


def test_another_persons_passkey_is_no_second_step(phone, browse, reseller, adel, olga, sign_in, confirm):
    adels = browse(adel, reseller)
    confirm(adels)
    his = phone_for(reseller)
    add(adels, his)
    visit = browse(None, reseller)
    sign_in(visit, olga)
    options = visit.get("/accounts/code/app/").context["js_data"]["request_options"]
    visit.post("/accounts/code/app/", {"credential": his.get(options)})
    assert not is_in(visit)


def test_it_confirms_that_it_is_you(phone, browse, reseller, olga):
    browser = browse(olga, reseller)
    options = browser.get("/accounts/confirm/passkey/").context["js_data"]["request_options"]
    browser.post("/accounts/confirm/passkey/", {"credential": phone.get(options)})
    assert browser.get("/accounts/passkeys/add/").status_code == 200


def own_key(reseller, person) -> int:
    with acting_in(reseller):
        return Authenticator.objects.get(user_id=person.pk, type="webauthn").pk


def test_it_can_be_renamed_and_removed_by_its_owner_alone(
    phone, secure, browse, reseller, olga, sam, confirm, visit
):
    page = f"/accounts/passkeys/{own_key(reseller, olga)}/"
    stranger = browse(sam, reseller)
    confirm(stranger)
    for verb in ("name/", "remove/"):
        assert stranger.post(page + verb, {"name": "Mine"}).status_code == 404
    secure.post(page + "name/", {"name": "The blue one"})
    assert "The blue one" in secure.get("/accounts/passkeys/").content.decode()
    assert secure.post(page + "remove/")["Location"] == "/accounts/passkeys/"
    come_in(visit, phone.get(challenge(visit)))
    assert not is_in(visit)


def test_after_the_portal_moved_the_page_says_so_and_a_recovery_code_lets_in(
    phone, secure, reseller, visit, sign_in, olga, monkeypatch
):
    codes = secure.get("/accounts/second-step/codes/").context["unused_codes"]
    with acting_in(reseller):
        row = Authenticator.objects.get(user_id=olga.pk, type="webauthn")
        row.data["credential"] = made_for("http://old.example")
        row.save()
    assert "This portal has a new address" in secure.get("/accounts/passkeys/").content.decode()
    sign_in(visit, olga)
    assert (
        "passkeys from the former one do not work here" in visit.get("/accounts/code/app/").content.decode()
    )
    assert visit.post("/accounts/code/app/", {"code": codes[0]})["Location"] == "/accounts/home/"


def test_somebody_switched_off_stays_out(phone, visit, reseller, olga):
    with acting_in(reseller):
        type(olga).objects.filter(pk=olga.pk).update(is_active=False)
    assert come_in(visit, phone.get(challenge(visit)))["Location"] == "/accounts/inactive/"
    assert not is_in(visit)


def test_attempts_are_limited(visit):
    for _ in range(10):
        come_in(visit, "{}")
    answer = come_in(visit, "{}")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
