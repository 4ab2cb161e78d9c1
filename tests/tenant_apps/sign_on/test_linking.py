"""An account is connected by a verified address and a confirmation, and then signs its person in."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from shared_apps.kernel.actor import Actor, NotWhileActing
from tenant_apps.accounts.models import Event, User
from tenant_apps.clients.queries import client_of
from tenant_apps.notices.models import MailMessage
from tenant_apps.sign_on.models import Connection
from tenant_apps.sign_on.tokens import Identity
from tenant_apps.sign_on.verbs import connect, disconnect
from tenants.context import acting_in
from tests.conftest import PASSWORD
from tests.tenant_apps.sign_on.conftest import who

CONFIRM = "/accounts/with/confirm/"


def connections(tenant: Any) -> list[tuple[str, str]]:
    with acting_in(tenant):
        return list(Connection.objects.values_list("person__email", "subject"))


def test_a_known_address_is_asked_for_the_password_once_and_then_signs_in(
    traveller, provider, carl, reseller
):
    answer = traveller.sign_in(provider)
    assert answer["Location"] == CONFIRM
    assert connections(reseller) == [] and not who(traveller, reseller)
    assert traveller.browser.post(CONFIRM, {"password": "not that one"}).status_code == 200
    assert connections(reseller) == []
    assert traveller.browser.post(CONFIRM, {"password": PASSWORD})["Location"] == "/my/"
    assert connections(reseller) == [("carl@example.com", "s-1")] and who(traveller, reseller) == str(carl.pk)
    with acting_in(reseller):
        assert Event.objects.get(verb="connect_sign_in").actor_label == "Carl Client"
        assert MailMessage.objects.get(template="account/notice").context["event"] == "sign_in_connected"
    traveller.browser.post("/accounts/logout/")
    assert traveller.sign_in(provider, next="/my/services/")["Location"] == "/my/services/"
    assert who(traveller, reseller) == str(carl.pk)


def test_a_mailed_code_confirms_too_and_five_wrong_ones_end_it(traveller, provider, carl, reseller):
    traveller.sign_in(provider)
    traveller.browser.post("/accounts/with/confirm/code/")
    with acting_in(reseller):
        code = MailMessage.objects.get(template="account/code", to_email=carl.email).context["code"]
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert traveller.browser.post(CONFIRM, {"code": wrong}).status_code == 200
    assert traveller.browser.post(CONFIRM, {"code": code})["Location"] == "/my/"
    assert connections(reseller) == [("carl@example.com", "s-1")]
    traveller.browser.post("/accounts/logout/")
    traveller.openid.person["sub"] = "s-2"
    traveller.sign_in(provider)
    traveller.browser.post("/accounts/with/confirm/code/")
    answers = [traveller.browser.post(CONFIRM, {"code": wrong}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    assert traveller.browser.get(CONFIRM)["Location"] == "/accounts/login/"


def test_an_address_that_is_not_verified_there_or_here_opens_nothing(traveller, provider, carl, reseller):
    for claim in (False, None, "true", 1):
        traveller.openid.person["email_verified"] = claim
        page = traveller.sign_in(provider)
        assert page.status_code == 400 and "verified" in page.content.decode()
    traveller.openid.person["email_verified"] = True
    with acting_in(reseller):
        EmailAddress.objects.filter(user=carl).update(verified=False)
    assert "not confirmed yet" in traveller.sign_in(provider).content.decode()
    assert connections(reseller) == []


def test_a_newcomer_becomes_a_client_after_saying_yes(traveller, provider, reseller):
    traveller.openid.person |= {"sub": "s-9", "email": "New@Example.com", "name": "Nina New"}
    assert traveller.sign_in(provider)["Location"] == "/accounts/with/join/"
    with acting_in(reseller):
        assert not User.objects.filter(email="new@example.com").exists()
    assert (
        traveller.browser.post("/accounts/with/join/", {"name": "Nina New", "role": "owner"})["Location"]
        == "/my/"
    )
    with acting_in(reseller):
        nina = User.objects.get(email="new@example.com")
        assert (nina.role, nina.has_usable_password(), client_of(nina).name) == ("client", False, "Nina New")


def test_staff_come_by_invitation_alone_and_each_provider_keeps_to_its_audience(
    traveller, provider, staff_provider, olga, reseller
):
    traveller.openid.person |= {"email": "stranger@example.com"}
    page = traveller.sign_in(staff_provider)
    assert page.status_code == 400 and "Ask the owner" in page.content.decode()
    traveller.openid.person |= {"email": "carl@example.com"}
    assert "not for your account" in traveller.sign_in(staff_provider).content.decode()
    traveller.openid.person |= {"email": "olga@example.com"}
    assert "not for your account" in traveller.sign_in(provider).content.decode()
    traveller.sign_in(staff_provider)
    assert traveller.browser.post(CONFIRM, {"password": PASSWORD})["Location"] == "/office/"
    assert connections(reseller) == [("olga@example.com", "s-1")]
    # A connection made while they were staff opens nothing once they are not.
    traveller.browser.post("/accounts/logout/")
    with acting_in(reseller):
        User.objects.filter(pk=olga.pk).update(role="client")
    assert traveller.sign_in(staff_provider).status_code == 400


def test_our_own_second_step_still_stands(traveller, provider, carl, reseller):
    with acting_in(reseller):
        TOTP.activate(carl, generate_totp_secret())
        connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
    assert traveller.sign_in(provider)["Location"] == "/accounts/code/app/"
    assert not who(traveller, reseller)


def test_somebody_who_was_shut_out_stays_out(traveller, provider, carl, reseller):
    with acting_in(reseller):
        connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
        User.objects.filter(pk=carl.pk).update(is_active=False)
    assert traveller.sign_in(provider)["Location"] == "/accounts/inactive/"
    assert not who(traveller, reseller)


def test_another_address_at_the_provider_changes_nothing(traveller, provider, carl, sam, reseller):
    with acting_in(reseller):
        connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
    traveller.openid.person |= {"email": sam.email}
    traveller.sign_in(provider)
    assert who(traveller, reseller) == str(carl.pk)


def test_one_connects_and_disconnects_on_the_own_page(traveller, provider, carl, sam, reseller, browse):
    traveller.browser = browse(carl, reseller)
    page = traveller.browser.get("/accounts/connected/").content.decode()
    assert "Acme ID" in page and "Not connected" in page
    traveller.openid.person |= {"email": sam.email}
    assert "another e-mail address" in traveller.sign_in(provider).content.decode()
    traveller.openid.person |= {"email": carl.email}
    assert traveller.sign_in(provider)["Location"] == CONFIRM
    assert traveller.browser.post(CONFIRM, {"password": PASSWORD})["Location"] == "/accounts/connected/"
    page = traveller.browser.get("/accounts/connected/").content.decode()
    remove = re.search(r'action="(/accounts/connected/[0-9a-f-]+/remove/)"', page)
    assert remove
    # Sam meets a page that is not there (RELIABILITY 1).
    assert browse(sam, reseller).post(remove[1]).status_code == 404
    with acting_in(reseller):
        carl.set_unusable_password()
        carl.save()
    stripped = browse(carl, reseller)
    assert stripped.post(remove[1])["Location"] == "/accounts/password/set/"
    with acting_in(reseller):
        carl.set_password(PASSWORD)
        carl.save()
    assert browse(carl, reseller).post(remove[1])["Location"] == "/accounts/connected/"
    assert connections(reseller) == []


def test_nobody_connects_while_acting_for_another(provider, carl, reseller):
    """RELIABILITY 7: refused in the verb."""
    by = Actor.person(carl.uuid, "Opal", acting_for="Carl Client")
    with acting_in(reseller):
        made = connect(carl, provider, Identity("s-1", carl.email, ""), by=carl.actor)
        for verb in (
            lambda: connect(carl, provider, Identity("s-2", carl.email, ""), by=by),
            lambda: disconnect(made, by=by),
        ):
            try:
                verb()
            except NotWhileActing:
                continue
            raise AssertionError("It went through.")
