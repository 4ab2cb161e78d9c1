"""How often one may try: by account and by the visitor's trusted address (RELIABILITY 19, 29, 30)."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("cheap_passwords")

LOGIN = "/accounts/login/"


def guess(browser, address, **headers):
    return browser.post(LOGIN, {"login": address, "password": "guess"}, headers=headers)


def test_who_guesses_gets_a_page_that_says_how_long_to_wait(visit, olga):
    for _ in range(5):
        guess(visit, olga.email)
    answer = guess(visit, olga.email)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "a code by mail" in answer.content.decode()


def test_known_and_unknown_accounts_are_limited_alike(visit, browse, reseller, olga):
    def answers(address):
        return [guess(visit, address).status_code for _ in range(6)]

    known = answers(olga.email)
    from django.core.cache import caches

    caches["shared"].clear()
    assert answers("nobody@example.com") == known == [200] * 5 + [429]


def test_guesses_from_one_address_leave_other_addresses_alone(
    visit, browse, reseller, olga, settings, sign_in
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(6):
        guess(visit, olga.email, **{"X-Forwarded-For": "203.0.113.1"})
    form = {"login": olga.email, "password": "correct horse battery"}
    elsewhere = {"X-Forwarded-For": "198.51.100.7"}
    assert browse(None, reseller).post(LOGIN, form, headers=elsewhere).status_code == 302


def test_the_address_is_the_trusted_hops_whatever_stands_before_it(visit, settings):
    """Behind one proxy of ours the last entry counts: what a visitor wrote himself stands before it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        answer = guess(
            visit, f"some{number}@example.com", **{"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}
        )
    assert answer.status_code == 429


def test_guessing_slowly_from_everywhere_is_limited_for_the_account(visit, settings, olga):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_account": "8/h/key"}
    answers = [
        guess(visit, olga.email, **{"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(9)
    ]
    assert answers == [200] * 8 + [429]


def test_signing_in_rightly_does_not_use_the_limit_up(visit, browse, reseller, olga, sign_in):
    for _ in range(7):
        assert sign_in(browse(None, reseller), olga).status_code == 302


def test_a_new_password_forgives_earlier_guesses(visit, olga, reseller):
    from django.test import RequestFactory

    from tenant_apps.accounts.limits import forgive
    from tenants.context import acting_in

    for _ in range(5):
        guess(visit, olga.email)
    with acting_in(reseller):
        request = RequestFactory().post(LOGIN)
        forgive(request, olga.email)
    assert guess(visit, olga.email).status_code == 200


def test_another_tenant_is_not_limited(visit, browse, other_reseller, olga):
    for _ in range(6):
        guess(visit, olga.email)
    assert guess(browse(None, other_reseller), olga.email).status_code == 200


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/accounts/password/reset/", {"email": "olga@example.com"}),
        ("/accounts/login/code/", {"email": "olga@example.com"}),
        ("/accounts/signup/", {"name": "N", "email": "n@example.com", "password1": "a blue kettle sings"}),
    ],
)
def test_every_way_in_is_limited(browse, reseller, olga, page, form):
    answers = [browse(None, reseller).post(page, form) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize(
    "page", [LOGIN, "/accounts/password/reset/", "/accounts/login/code/", "/accounts/login/passkey/"]
)
def test_without_redis_nobody_may_try(visit, olga, redis_down, page):
    """Nothing could be counted: 503, not as often as one likes."""
    form = {"login": olga.email, "email": olga.email, "password": "guess", "credential": "{}"}
    for _ in range(3):
        assert visit.post(page, form).status_code == 503


def test_after_an_outage_every_guess_counts_at_once(visit, olga, redis_down):
    """The cache rests for seconds after a fault; counts do not."""
    guess(visit, olga.email)
    visit.get(LOGIN)
    redis_down()
    assert [guess(visit, olga.email).status_code for _ in range(6)][-1] == 429
