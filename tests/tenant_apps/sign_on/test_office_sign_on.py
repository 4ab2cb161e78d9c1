"""The owner's page: add, test, switch, remove; the secret never comes back."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.kernel import fetch as fetching
from tenant_apps.accounts.models import Event
from tenant_apps.sign_on.models import Provider
from tenant_apps.sign_on.tokens import Identity
from tenant_apps.sign_on.verbs import NotChecked, add_provider, check_provider, connect, switch_provider
from tenants.context import acting_in
from tests.cast import BY
from tests.fakes.openid import CLIENT, SECRET

GIVEN = {"audience": "clients", "name": "Acme ID", "client_id": CLIENT, "secret": SECRET}


@pytest.fixture
def owner(browse: Any, olga: Any, reseller: Any) -> Any:
    return browse(olga, reseller)


def test_an_owner_adds_tests_and_switches_on(owner, openid, reseller):
    added = owner.post("/office/sign-on/new/?kind=custom", {**GIVEN, "issuer": openid.issuer})
    page = owner.get(added["Location"]).content.decode()
    assert "/back/" in page and SECRET not in page and "Not tested" in page
    with acting_in(reseller):
        made = Provider.objects.get()
        assert SECRET not in made.sealed_secret and made.secret == SECRET
    owner.post(f"{added['Location']}switch/", {"on": "1"})
    with acting_in(reseller):
        assert not Provider.objects.get().is_active
    owner.post(f"{added['Location']}check/")
    owner.post(f"{added['Location']}switch/", {"on": "1"})
    with acting_in(reseller):
        assert Provider.objects.get().is_active
    owner.post(
        added["Location"], {**GIVEN, "name": "Acme", "secret": "", "email_domains": "Acme.example, b.example"}
    )
    with acting_in(reseller):
        made.refresh_from_db()
        assert (made.name, made.secret, made.email_domains) == ("Acme", SECRET, ["acme.example", "b.example"])
        verbs = set(Event.objects.filter(subject_type="sign_on.Provider").values_list("verb", flat=True))
    assert verbs == {
        "add_sign_on_provider", "check_sign_on_provider", "edit_sign_on_provider", "switch_sign_on_provider",
    }  # fmt: skip


def test_removing_says_how_many_use_it(owner, provider, carl, reseller):
    with acting_in(reseller):
        connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
    assert "1 person signs in with it" in owner.get(f"/office/sign-on/{provider.uuid}/").content.decode()
    owner.post(f"/office/sign-on/{provider.uuid}/remove/")
    with acting_in(reseller):
        assert not Provider.objects.exists()
        assert Event.objects.get(verb="remove_sign_on_provider").data == {"connections": 1}


def test_others_of_the_office_may_not_and_strangers_find_nothing(
    browse, adel, peer, provider, reseller, other_reseller
):
    page = f"/office/sign-on/{provider.uuid}/"
    assert browse(adel, reseller).get("/office/sign-on/").status_code == 403
    assert browse(adel, reseller).post(f"{page}remove/").status_code == 403
    assert browse(peer, other_reseller).get(page).status_code == 404
    assert browse(peer, other_reseller).post(f"{page}remove/").status_code == 404


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example.com", "https://u:p@login.example.com", "https://login.example.com/#x", "https://a/?b=1",
     "ftp://login.example.com", "javascript:alert(1)", "https://", "https://login.example.com:x"],
)  # fmt: skip
def test_an_issuer_is_an_https_address(owner, issuer):
    page = owner.post("/office/sign-on/new/?kind=custom", {**GIVEN, "issuer": issuer})
    assert page.status_code == 200 and "https://" in page.content.decode()


def test_a_microsoft_directory_is_a_number_and_nobody_elses_door(owner, reseller):
    for directory in ("common", "organizations", "consumers", "x/../y"):
        assert (
            owner.post("/office/sign-on/new/?kind=microsoft", {**GIVEN, "directory": directory}).status_code
            == 200
        )
    number = "0f0e0d0c-1111-4222-8333-444455556666"
    owner.post("/office/sign-on/new/?kind=microsoft", {**GIVEN, "directory": number})
    with acting_in(reseller):
        assert Provider.objects.get().issuer == f"https://login.microsoftonline.com/{number}/v2.0"


def test_google_is_known(owner, reseller):
    owner.post("/office/sign-on/new/?kind=google", GIVEN)
    with acting_in(reseller):
        assert Provider.objects.get().issuer == "https://accounts.google.com"
    assert owner.get("/office/sign-on/new/?kind=platform").status_code == 404


def test_each_fault_of_a_provider_has_a_name(openid, reseller, settings, monkeypatch):
    """RELIABILITY 11: what a test finds, and that it is found before anybody can sign in."""
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    configuration, metadata = "/.well-known/openid-configuration", dict(openid.metadata)

    def found(issuer: str = openid.issuer, **changes: Any) -> str:
        openid.metadata = metadata | changes
        fields = {"audience": "clients", "name": "A", "kind": "custom", "issuer": issuer, "client_id": CLIENT}
        with acting_in(reseller):
            provider = add_provider(fields, secret=SECRET, by=BY)
            code = check_provider(provider, by=BY)
            provider.refresh_from_db()
            if code:
                with pytest.raises(NotChecked):
                    switch_provider(provider, is_active=True, by=BY)
            return code

    assert found() == ""
    assert found(issuer="https://127.0.0.1") == "refused"
    assert found(issuer="https://169.254.169.254/latest") == "refused"
    assert found(issuer="https://[::ffff:10.0.0.1]") == "refused"
    assert found(issuer="https://localhost:8443") == "refused"
    assert found_as(found, openid, "issuer", "https://login.example.com") == "issuer"
    assert found(token_endpoint="http://login.example.com/token") == "endpoint"
    assert found(jwks_uri=None) == "endpoint"
    assert found(authorization_endpoint="javascript:alert(1)") == "endpoint"
    assert found(jwks_uri="https://127.0.0.1/keys") == "refused"
    assert found(id_token_signing_alg_values_supported=["HS256"]) == "algorithm"
    openid.answers["/keys"] = lambda handler: handler.say({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]})
    assert found() == "keys"
    del openid.answers["/keys"]
    openid.answers[configuration] = lambda handler: handler.say(
        {}, 302, Location=f"{openid.issuer}/elsewhere"
    )
    assert found() == "redirect"
    assert "/elsewhere" not in openid.asked
    openid.answers[configuration] = lambda handler: handler.say({"x": "y" * 300_000})
    assert found() == "too_large"
    openid.answers[configuration] = lambda handler: handler.say([1])
    assert found() == "not_json"
    openid.answers[configuration] = lambda handler: handler.say({}, 500)
    assert found() == "status"
    openid.answers[configuration] = drip
    assert found() == "timeout"


def found_as(found: Any, openid: Any, name: str, value: str) -> str:
    openid.answers["/.well-known/openid-configuration"] = lambda handler: handler.say(
        {**openid.metadata, name: value}
    )
    try:
        return str(found())
    finally:
        del openid.answers["/.well-known/openid-configuration"]


def drip(handler: Any) -> None:
    """A byte now and then: each read succeeds, and the whole has no end."""
    import time

    handler.send_response(200)
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)
