"""A sign-in from a browser that the person has not used before is told by mail, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser

from shared_apps.kernel.clock import now
from tenant_apps.accounts.browsers import COOKIE, forget_old
from tenant_apps.accounts.models import KnownBrowser
from tenants.context import acting_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def told(letters, reseller):
    return lambda: [letter for letter in letters(reseller) if letter.template == "account/new_device"]


@pytest.fixture
def home(browse, reseller, olga, sign_in):
    """Olga's own browser, in which she has signed in for the first time."""
    browser = browse(None, reseller)
    sign_in(browser, olga)
    return browser


def test_the_first_sign_in_of_all_tells_nothing(home, told):
    assert told() == []


def test_another_browser_is_told_once(home, told, browse, reseller, olga, sign_in):
    other = browse(None, reseller)
    other.defaults["HTTP_USER_AGENT"] = PHONE
    sign_in(other, olga)
    (letter,) = told()
    assert letter.to_email == olga.email
    assert letter.context["device"] == "Chrome · Android"
    assert letter.context["url"].endswith("/accounts/devices/")
    assert letter.context["reset_url"].endswith("/accounts/password/reset/")
    other.post("/accounts/logout/")
    sign_in(other, olga)
    home.post("/accounts/logout/")
    sign_in(home, olga)
    assert len(told()) == 1


def test_a_browser_that_another_person_used_is_new_to_this_one(
    home, told, olga, adel, browse, reseller, sign_in
):
    sign_in(browse(None, reseller), adel)
    home.post("/accounts/logout/")
    sign_in(home, adel)
    assert [letter.to_email for letter in told()] == [adel.email]


def test_a_forged_cookie_or_another_tenants_is_unknown(
    home, told, browse, reseller, other_reseller, olga, peer, sign_in
):
    there = browse(None, other_reseller)
    sign_in(there, peer)
    for number, value in enumerate(("nonsense", there.cookies[COOKIE].value, ""), start=1):
        other = browse(None, reseller)
        other.cookies[COOKIE] = value
        sign_in(other, olga)
        assert len(told()) == number


def test_a_wrong_password_marks_and_tells_nothing(home, told, browse, reseller, olga, sign_in):
    other = browse(None, reseller)
    sign_in(other, olga, password="not this one")
    assert COOKIE not in other.cookies
    assert told() == []


def test_the_cookie_is_of_this_host_alone_and_says_nothing(home, settings):
    cookie = home.cookies[COOKIE]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert settings.PLATFORM_NAME.lower() not in cookie.OutputString().lower()


def test_old_ones_are_forgotten_but_not_the_last(home, browse, reseller, olga, sign_in):
    sign_in(browse(None, reseller), olga)
    with acting_in(reseller):
        KnownBrowser.objects.update(last_seen_at=now() - timedelta(days=500))
        KnownBrowser.objects.filter(pk=KnownBrowser.objects.latest("pk").pk).update(
            last_seen_at=now() - timedelta(days=450)
        )
        assert forget_old(str(olga.uuid)) == 1
        assert forget_old(str(olga.uuid)) == 0
        assert KnownBrowser.objects.filter(user_id=olga.pk).count() == 1


def test_forgetting_is_on_the_agenda(home, reseller):
    from shared_apps.agenda.models import Entry
    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        entries = Entry.objects.filter(task="accounts.forget_browsers", tenant_id=reseller.id)
        assert [entry.due_at > now() + timedelta(days=399) for entry in entries] == [True]


def test_a_known_browser_gets_in_while_others_guess(home: Browser, browse, reseller, olga, sign_in, settings):
    """RELIABILITY 30: guessing from many addresses does not lock the owner out for good."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_account": "3/h/key"}
    home.post("/accounts/logout/")
    guesser = browse(None, reseller)
    for number in range(4):
        answer = guesser.post(
            "/accounts/login/",
            {"login": olga.email, "password": "guess"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert answer.status_code == 429
    away = {"X-Forwarded-For": "198.51.100.7"}
    form = {"login": olga.email, "password": "correct horse battery"}
    assert browse(None, reseller).post("/accounts/login/", form, headers=away).status_code == 429
    assert home.post("/accounts/login/", form, headers=away).status_code == 302
