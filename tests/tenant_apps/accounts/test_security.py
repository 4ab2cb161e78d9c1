"""The page that shows what protects one's account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from tenant_apps.accounts.seals import seal_factor
from tenants.context import acting_in
from tenants.hosts import portal_url
from tests.cast import PASSWORD

from .soft_authenticator import made_for

PAGE = "/accounts/security/"


def shown(browser):
    return browser.get(PAGE).context["security"]


def factor(reseller, person, kind, **data):
    with acting_in(reseller):
        Authenticator.objects.create(user_id=person.pk, type=kind, data=data)


def passkey(origin: str) -> dict:
    return {"name": "Phone", "credential": made_for(origin)}


def test_it_advises_a_passkey_first(browse, reseller, olga):
    browser = browse(olga, reseller)
    state = shown(browser)
    assert (state.advice, state.has_second_step, state.codes_left, state.browsers) == (
        "passkey",
        False,
        None,
        0,
    )
    assert "Add a passkey next" in browser.get(PAGE).content.decode()


def test_with_a_passkey_and_codes_all_is_well(browse, reseller, olga):
    factor(reseller, olga, "webauthn", **passkey(portal_url(reseller, "")))
    factor(reseller, olga, "recovery_codes", seed=seal_in(reseller), used_mask=0)
    state = shown(browse(olga, reseller))
    assert (state.advice, state.codes_left, state.working_passkeys) == ("", 10, 1)


def seal_in(reseller) -> str:
    with acting_in(reseller):
        return seal_factor("ab" * 20)


def test_few_codes_and_a_former_address_are_noticed(browse, reseller, olga):
    factor(reseller, olga, "webauthn", **passkey(portal_url(reseller, "")))
    factor(reseller, olga, "recovery_codes", seed=seal_in(reseller), used_mask=0b11111111)
    assert shown(browse(olga, reseller)).advice == "codes"
    with acting_in(reseller):
        Authenticator.objects.filter(type="webauthn").update(data=passkey("http://old.example"))
    state = shown(browse(olga, reseller))
    assert (state.advice, state.has_moved) == ("passkey", True)


def test_it_knows_when_the_password_changed(browse, reseller, carl):
    browser = browse(carl, reseller)
    assert shown(browser).password_since == carl.date_joined
    new = "quite another secret"
    browser.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert shown(browser).password_since > carl.date_joined


def test_every_area_has_it(browse, reseller, operator, carl, opal):
    for person, tenant in ((carl, reseller), (opal, operator)):
        assert browse(person, tenant).get(PAGE).status_code == 200


def test_nobody_sees_it_without_signing_in(visit):
    assert visit.get(PAGE).status_code == 302
