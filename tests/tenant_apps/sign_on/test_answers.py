"""What a provider, or somebody in its place, may send and what is refused."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache

from tenant_apps.sign_on.models import Connection
from tenants.context import acting_in
from tests.fakes.openid import CLIENT, make_key
from tests.tenant_apps.sign_on.conftest import Traveller, made, session, who


def is_refused(answer: Any, traveller: Traveller, reseller: Any) -> bool:
    with acting_in(reseller):
        nothing = not Connection.objects.exists()
    return bool(
        answer.status_code == 400 and nothing and "sign_on_pending" not in session(traveller, reseller)
    )


WRONG = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "somebody-else"},
    "two audiences and no party": {"aud": [CLIENT, "somebody-else"]},
    "another party": {"azp": "somebody-else"},
    "another issuer": {"iss": "https://accounts.google.com"},
    "expired": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "long ago": {"iat": int(time.time()) - 3600, "exp": int(time.time()) + 3600},
    "not yet": {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a list": {"sub": ["s-1"]},
}


def test_a_token_that_is_not_what_was_asked_for_is_refused(traveller, provider, reseller):
    passed = []
    for what, changes in WRONG.items():
        traveller.openid.changes = changes
        if not is_refused(traveller.sign_in(provider), traveller, reseller):
            passed.append(what)
    assert passed == []
    traveller.openid.changes = {"aud": [CLIENT, "somebody-else"], "azp": CLIENT}
    assert traveller.sign_in(provider)["Location"] == "/accounts/with/confirm/"


def test_only_the_providers_own_signature_counts(traveller, provider, reseller):
    """`none`, HS256 with the public key, and a key of somebody else under the same name."""
    openid, ours = traveller.openid, traveller.openid.key

    def with_other_key(claims: dict[str, Any]) -> str:
        openid.key = make_key()
        try:
            return openid.signed(claims)
        finally:
            openid.key = ours

    for sign in (openid.unsigned, openid.with_public_key_as_secret, with_other_key):
        openid.sign = sign
        assert is_refused(traveller.sign_in(provider), traveller, reseller), sign.__name__


def test_keys_that_changed_are_asked_for_again_once(traveller, provider, reseller):
    traveller.sign_in(provider)
    traveller.openid.key = make_key()
    traveller.openid.keys = lambda original=traveller.openid.keys: [{**original()[0], "kid": "k2"}]
    traveller.openid.sign = lambda claims: __import__("jwt").encode(
        claims, traveller.openid.key, algorithm="RS256", headers={"kid": "k2"}
    )
    assert traveller.sign_in(provider)["Location"] == "/accounts/with/confirm/"


def test_a_state_works_once_and_in_its_own_session(traveller, provider, browse, reseller):
    answer = traveller.openid.authorize(traveller.leave(provider))
    stranger = Traveller(browse(None, reseller), traveller.openid)
    assert stranger.come_back(provider, answer).status_code == 400
    assert traveller.come_back(provider, {**answer, "state": "x"}).status_code == 400
    assert traveller.come_back(provider, answer).status_code == 302
    replayed = traveller.come_back(provider, answer)
    assert replayed.status_code == 400 and "too old" in replayed.content.decode()


def test_a_code_that_was_used_or_is_for_another_session_is_refused(traveller, provider, browse, reseller):
    first = traveller.openid.authorize(traveller.leave(provider))
    traveller.come_back(provider, first)
    second = traveller.openid.authorize(traveller.leave(provider))
    assert traveller.come_back(provider, {**second, "code": first["code"]}).status_code == 400
    # A code that belongs to somebody else's attempt fails PKCE, whatever state it comes with.
    stranger = Traveller(browse(None, reseller), traveller.openid)
    stolen = traveller.openid.authorize(traveller.leave(provider))
    own = traveller.openid.authorize(stranger.leave(provider))
    assert stranger.come_back(provider, {**own, "code": stolen["code"]}).status_code == 400


def test_a_state_of_one_provider_is_nothing_to_another(
    traveller, provider, openid, reseller, other_reseller, browse
):
    """The mix-up: another provider's answer, another issuer's, another tenant's callback."""
    staff = made(openid, reseller, "staff")
    answer = openid.authorize(traveller.leave(provider))
    assert traveller.come_back(staff, answer).status_code == 400
    answer = openid.authorize(traveller.leave(provider))
    assert traveller.come_back(provider, {**answer, "iss": "https://evil.example"}).status_code == 400
    openid.metadata["authorization_response_iss_parameter_supported"] = True
    with acting_in(reseller):
        cache.clear()
    answer = openid.authorize(traveller.leave(provider))
    assert traveller.come_back(provider, answer).status_code == 400
    answer = openid.authorize(traveller.leave(provider))
    assert traveller.come_back(provider, {**answer, "iss": openid.issuer}).status_code == 302
    elsewhere = Traveller(browse(None, other_reseller), openid)
    assert elsewhere.browser.post(f"/accounts/with/{provider.uuid}/").status_code == 404
    assert elsewhere.come_back(provider, answer).status_code == 404


def test_one_leads_back_to_ones_own_host_alone(traveller, provider, carl, reseller):
    """RELIABILITY 26."""
    from tenant_apps.sign_on.tokens import Identity
    from tenant_apps.sign_on.verbs import connect

    with acting_in(reseller):
        connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
    for wish in (
        "//evil.example/",
        "https://evil.example/",
        "\\\\evil.example",
        "http://beta.vitrine.localhost/my/",
    ):
        assert traveller.sign_in(provider, next=wish)["Location"] == "/my/"
        traveller.browser.post("/accounts/logout/")


def test_domains_limit_who_gets_in(traveller, openid, reseller):
    limited = made(openid, reseller, "clients", email_domains=["acme.example"])
    assert "e-mail domain" in traveller.sign_in(limited).content.decode()
    openid.person["email"] = "new@acme.example"
    assert traveller.sign_in(limited)["Location"] == "/accounts/with/join/"
    openid.person["email_verified"] = False
    assert traveller.sign_in(limited).status_code == 400


def test_an_address_may_come_from_userinfo_of_the_same_subject(traveller, provider, reseller):
    traveller.openid.changes = {"email": None, "email_verified": None}
    assert traveller.sign_in(provider)["Location"] == "/accounts/with/confirm/"
    traveller.openid.answers["/userinfo"] = lambda handler: handler.say(
        {**traveller.openid.person, "sub": "s-2"}
    )
    assert traveller.sign_in(provider).status_code == 400


def test_a_provider_that_is_off_or_says_no_lets_nobody_in(traveller, provider, reseller):
    address = traveller.leave(provider)
    state = traveller.openid.authorize(address)["state"]
    page = traveller.come_back(provider, {"state": state, "error": "access_denied"})
    assert page.status_code == 400 and "cancelled" in page.content.decode()
    answer = traveller.openid.authorize(traveller.leave(provider))
    with acting_in(reseller):
        type(provider).objects.update(is_active=False)
    assert traveller.come_back(provider, answer).status_code == 404
    assert traveller.browser.post(f"/accounts/with/{provider.uuid}/").status_code == 404
    assert not who(traveller, reseller)


@pytest.mark.parametrize("method", ["get", "put"])
def test_an_attempt_begins_by_post_alone(traveller, provider, method):
    assert getattr(traveller.browser, method)(f"/accounts/with/{provider.uuid}/").status_code == 405


def test_what_counts_as_a_verified_address(provider):
    """Microsoft says it in a claim of its own; from anybody else that claim is worth nothing."""
    from tenant_apps.sign_on.tokens import identity_of

    def email(kind: str, **claims: Any) -> str:
        provider.kind = kind
        return identity_of({"sub": "s", "email": "Carl@Example.com", **claims}, provider).email

    assert email("custom", email_verified=True) == "carl@example.com"
    assert email("microsoft", xms_edov=True) == "carl@example.com"
    assert (
        email("microsoft") == email("custom", xms_edov=True) == email("google", email_verified="true") == ""
    )
    assert email("custom", email_verified=True, email="carl@example.com\r\nBcc: x@y.example") == ""
