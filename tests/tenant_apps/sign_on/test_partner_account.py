"""The platform vouches for staff of the offices that switch it on: the whole way, in both schemas."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client, Token
from bs4 import BeautifulSoup

from tenant_apps.accounts.models import Event, User
from tenant_apps.accounts.verbs import add_person, trust_email
from tenant_apps.identity.models import SigningKey
from tenant_apps.identity.views import revoke, token
from tenant_apps.sign_on.models import Connection, Provider
from tenant_apps.sign_on.verbs import AlreadyOn, switch_partner_account_off, switch_partner_account_on
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Domain, SharedEvent, Tenant
from tests.cast import BY
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _one_key_for_all(provider_key: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenant_apps.identity.keys.generate_private_key", lambda **_: provider_key)


@pytest.fixture
def partner_account(reseller: Any) -> Provider:
    with acting_in(reseller):
        return switch_partner_account_on(by=BY)


@pytest.fixture
def partner(operator: Any) -> Any:
    """Olga's account on the platform, under the same address."""
    with acting_in(operator):
        made = add_person(
            email="olga@example.com", name="Olga Partner", role="partner", by=BY, password=PASSWORD
        )
        trust_email(made)
    return made


def leave(browser: Any, provider: Provider) -> dict[str, str]:
    page = browser.post(f"/accounts/with/{provider.uuid}/")
    assert page.status_code == 200
    return dict(parse_qsl(urlsplit(page.context["address"]).query))


def consent(browser: Any, asked: dict[str, str], action: str = "grant") -> str:
    """Where the platform sends the browser after the form was posted."""
    page = browser.get("/identity/authorize/", asked)
    assert page.status_code == 200, page.content.decode()
    form = BeautifulSoup(page.content, "html.parser").select_one("form.form")
    assert form
    fields: dict[str, Any] = {}
    for field in form.select("input[name]"):
        fields.setdefault(str(field["name"]), []).append(str(field["value"]))
    return str(browser.post("/identity/authorize/", {**fields, "action": action})["Location"])


def test_staff_come_in_with_their_account_on_the_platform(
    partner_account, partner, olga, browse, operator, reseller
):
    office, platform = browse(None, reseller), browse(partner, operator)
    back = consent(platform, leave(office, partner_account))
    assert back.startswith(f"http://{reseller.canonical_host}:")
    assert office.get(back)["Location"] == "/accounts/with/confirm/"
    assert office.post("/accounts/with/confirm/", {"password": PASSWORD})["Location"] == "/office/"
    with acting_in(reseller):
        made = Connection.objects.get()
        assert (made.person_id, made.subject, made.email) == (olga.pk, str(partner.uuid), "olga@example.com")
    office.post("/accounts/logout/")
    assert office.get(consent(platform, leave(office, partner_account)))["Location"] == "/office/"
    assert office.get(back).status_code == 400
    with acting_in(operator):
        assert not Token.objects.exists() and SigningKey.objects.count() == 1
        assert "PRIVATE" not in SigningKey.objects.get().sealed_pem


def test_the_form_may_lead_to_the_office_alone_and_a_no_is_a_no(
    partner_account, partner, browse, operator, reseller
):
    office, platform = browse(None, reseller), browse(partner, operator)
    asked = leave(office, partner_account)
    page = platform.get("/identity/authorize/", asked)
    policy = dict(part.split(" ", 1) for part in page["Content-Security-Policy"].split("; "))
    assert policy["form-action"].split()[-1] == "{0.scheme}://{0.netloc}".format(
        urlsplit(asked["redirect_uri"])
    )
    answer = office.get(consent(platform, asked, action="deny"))
    assert answer.status_code == 400 and "cancelled" in answer.content.decode()


def test_the_platform_answers_known_offices_with_pkce_alone(
    partner_account, partner, browse, operator, reseller
):
    asked = leave(browse(None, reseller), partner_account)
    platform = browse(partner, operator)
    for changes in (
        {"client_id": "office-of-nobody"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"code_challenge": ""},
        {"code_challenge": "x"},
        {"client_id": "\x00"},
        {"redirect_uri": "\x00"},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": asked["redirect_uri"] + "x"},
    ):
        page = platform.get("/identity/authorize/", asked | changes)
        assert page.status_code in (200, 400) and "does not work" in page.content.decode(), changes
    answer = platform.get("/identity/authorize/", asked | {"response_type": "token"})
    assert "error" in answer["Location"]
    nobody = browse(None, operator)
    assert nobody.get("/identity/authorize/", asked)["Location"].startswith("/accounts/login/?next=")


def test_the_forms_post_is_checked_for_csrf(partner_account, partner, operator, reseller, browse, settings):
    from django.test import Client as Browser

    asked = leave(browse(None, reseller), partner_account)
    strict = Browser(HTTP_HOST=operator.canonical_host, enforce_csrf_checks=True)
    with acting_in(operator):
        strict.force_login(partner, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = strict.get("/identity/authorize/", asked)
    form = BeautifulSoup(page.content, "html.parser").select_one("input[name=request]")
    assert form
    fields = {"request": form["value"], "scopes": ["openid", "email"], "action": "grant"}
    assert strict.post("/identity/authorize/", fields).status_code == 403


def test_a_code_of_one_office_is_nothing_to_another(
    partner_account, partner, browse, operator, reseller, other_reseller
):
    """The other office's own client and secret open no code that was made for this one."""
    from tenant_apps.sign_on.exchange import identify
    from tenant_apps.sign_on.faults import SignOnRefused
    from tenant_apps.sign_on.flow import Flow, way_back

    with acting_in(other_reseller):
        theirs = switch_partner_account_on(by=BY)
    office = browse(None, reseller)
    back = consent(browse(partner, operator), leave(office, partner_account))
    said = dict(parse_qsl(urlsplit(back).query))
    with acting_in(reseller):
        (kept,) = office.session["sign_on_flows"].values()
    with acting_in(other_reseller), pytest.raises(SignOnRefused):
        identify(theirs, Flow(**kept), said["code"], back=way_back(theirs.uuid))
    assert browse(None, other_reseller).get(urlsplit(back).path, said).status_code == 404


def test_an_address_that_the_platform_has_not_verified_opens_nothing(
    partner_account, browse, operator, reseller
):
    with acting_in(operator):
        unverified = add_person(email="olga@example.com", name="Not Olga", role="partner", by=BY)
    office = browse(None, reseller)
    answer = office.get(consent(browse(unverified, operator), leave(office, partner_account)))
    assert answer.status_code == 400 and "verified" in answer.content.decode()


def test_switching_on_and_off_is_written_on_both_sides(partner_account, reseller, operator):
    with acting_in(reseller), pytest.raises(AlreadyOn):
        switch_partner_account_on(by=BY)
    with acting_in(operator):
        client = Client.objects.get()
        assert client.id == f"office-{reseller.uuid.hex}" and client.secret.startswith("argon2")
        Token.objects.create(client=client, type="at", hash="x")
        assert Event.objects.filter(verb="identity.admit_office", reason="alpha").exists()
    with acting_in(reseller):
        switch_partner_account_off(by=BY)
        assert not Provider.objects.exists()
        verbs = Event.objects.filter(verb__startswith="switch_partner").values_list("verb", flat=True)
        assert sorted(verbs) == ["switch_partner_account_off", "switch_partner_account_on"]
    with acting_in(operator):
        assert not Client.objects.exists() and not Token.objects.exists()
        assert Event.objects.filter(verb="dismiss_office").exists()
    with acting_on_shared_data():
        assert SharedEvent.objects.filter(verb="identity.dismiss_office", reason="alpha").exists()


def test_the_way_back_follows_the_offices_address_and_ends_with_its_portal(
    partner_account, partner, browse, operator, reseller
):
    with acting_on_shared_data():
        tenant = Tenant.objects.get(slug="alpha")
        tenant.domains.update(is_canonical=False)
        Domain.objects.create(tenant=tenant, host="shop.acme.localhost", is_canonical=True)
        moved = tenant.record
    office, platform = browse(None, moved), browse(partner, operator)
    asked = leave(office, partner_account)
    assert office.get(consent(platform, asked))["Location"] == "/accounts/with/confirm/"
    with acting_on_shared_data():
        Tenant.objects.filter(slug="alpha").update(status="suspended")
    assert platform.get("/identity/authorize/", asked).status_code == 400


def test_only_owners_switch_it_and_clients_see_nothing_of_it(partner_account, browse, adel, carl, reseller):
    assert browse(adel, reseller).post("/office/sign-on/partner-account/", {"on": "0"}).status_code == 403
    visitor = browse(None, reseller)
    assert str(partner_account.uuid) not in visitor.get("/accounts/login/").content.decode()
    staff = visitor.get("/accounts/login/staff/").content.decode()
    assert str(partner_account.uuid) in staff and "Vitrine" not in staff
    assert browse(carl, reseller).post(f"/accounts/with/{partner_account.uuid}/").status_code == 400
    page = browse(carl, reseller).get("/accounts/profile/").content.decode()
    assert "Connected sign-ins" not in page


def test_what_the_platform_publishes(browse, operator, reseller, partner_account, partner):
    visitor = browse(None, operator)
    said = visitor.get("/.well-known/openid-configuration").json()
    assert said["issuer"] == f"http://{operator.canonical_host}:{urlsplit(said['issuer']).port}"
    assert said["response_types_supported"] == ["code"]
    (key,) = visitor.get("/.well-known/jwks.json").json()["keys"]
    assert key["kty"] == "RSA" and "d" not in key
    # The same by HTTP, as software elsewhere would do it.
    office = browse(None, reseller)
    asked = leave(office, partner_account)
    code = dict(parse_qsl(urlsplit(consent(browse(partner, operator), asked)).query))["code"]
    with acting_in(reseller):
        (flow,) = office.session["sign_on_flows"].values()
        secret = partner_account.secret
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": asked["redirect_uri"],
            "client_id": asked["client_id"], "client_secret": secret, "code_verifier": flow["verifier"]}  # fmt: skip
    assert visitor.post("/identity/token/", {**form, "code_verifier": "x" * 50}).status_code == 400
    assert visitor.post("/identity/token/", {**form, "client_secret": "x"}).status_code == 401
    answer = visitor.post("/identity/token/", form).json()
    claims = jwt.decode(
        answer["id_token"], jwt.PyJWK(key).key, algorithms=["RS256"], audience=asked["client_id"]
    )
    assert claims["sub"] == str(partner.uuid) and claims["email_verified"] is True
    assert visitor.post("/identity/token/", form).status_code == 400
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {answer['access_token']}"}
    assert visitor.get("/identity/userinfo/", **bearer).json()["name"] == "Olga Partner"
    with acting_in(operator):
        User.objects.filter(pk=partner.pk).update(is_active=False)
    assert visitor.get("/identity/userinfo/", **bearer).status_code == 401


def test_a_nul_is_a_bad_request(browse, operator):
    assert token.csrf_exempt and revoke.csrf_exempt
    visitor, form = browse(None, operator), {"client_id": "\x00", "client_secret": "x", "token": "x"}
    assert visitor.post("/identity/revoke/", form).status_code == 400
    exchange = {"grant_type": "authorization_code", "code": "x"}
    assert visitor.post("/identity/token/", form | exchange).status_code == 400
    basic = {"HTTP_AUTHORIZATION": "Basic " + b64encode(b"\x00:x").decode()}
    assert visitor.post("/identity/token/", exchange, **basic).status_code == 400
