import re
from urllib.parse import urlsplit

import pytest

from tenant_apps.accounts.models import User
from tenants.context import acting_in
from tests.cast import PASSWORD

NEW = "an even longer secret"


@pytest.fixture
def ask(visit, reseller, letters):
    """Ask for a link and read its address from the mail."""

    def asked(email, **headers):
        visit.post("/accounts/password/reset/", {"email": email}, **headers)
        return letters(reseller)[-1].context.get("password_reset_url", "")

    return asked


def follow(browser, url):
    page = browser.get(urlsplit(url).path, follow=True)
    return page, page.redirect_chain[-1][0] if page.redirect_chain else ""


def test_the_link_sets_a_new_password_once(visit, ask, carl, sign_in, reseller):
    url = ask(carl.email)
    page, form = follow(visit, url)
    assert page.status_code == 200
    assert form.endswith("-set-password/")
    saved = visit.post(form, {"password1": NEW, "password2": NEW})
    assert saved["Location"] == "/accounts/password/reset/key/done/"
    assert "does not work any more" in visit.get(urlsplit(url).path, follow=True).content.decode()
    assert sign_in(visit, carl, password=NEW).status_code == 302


def test_it_signs_out_every_device(browse, visit, ask, carl, reseller):
    elsewhere = browse(carl, reseller)
    _, form = follow(visit, ask(carl.email))
    visit.post(form, {"password1": NEW, "password2": NEW})
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_the_link_is_on_the_canonical_host_whatever_the_headers_say(ask, carl, reseller):
    url = ask(carl.email, HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_FORWARDED_PROTO="https")
    assert urlsplit(url).hostname == reseller.canonical_host


def test_a_poisoned_host_is_answered_404_and_mails_nobody(visit, carl, reseller, letters):
    answer = visit.post("/accounts/password/reset/", {"email": carl.email}, HTTP_HOST="evil.example")
    assert answer.status_code == 404
    assert letters(reseller) == []


def test_another_host_of_the_tenant_leads_to_the_canonical_one_and_sends_nothing(
    visit, carl, reseller, in_shared, letters
):
    from tenants.models import Domain, Tenant

    Domain.objects.create(tenant=Tenant.objects.get(pk=reseller.id), host="shop.example")
    answer = visit.post("/accounts/password/reset/", {"email": carl.email}, HTTP_HOST="shop.example")
    assert answer.status_code == 308
    assert urlsplit(answer["Location"]).hostname == reseller.canonical_host
    assert letters(reseller) == []


def test_a_token_of_one_tenant_is_refused_by_another_with_the_same_key_and_hash(
    browse, ask, carl, reseller, other_reseller
):
    url = ask(carl.email)
    with acting_in(other_reseller):
        User.objects.filter(pk=carl.pk).delete()
        User.objects.create(
            pk=carl.pk, email=carl.email, name="Twin", role="client", password=carl.password,
            last_login=carl.last_login,
        )  # fmt: skip
    page, form = follow(browse(None, other_reseller), url)
    assert page.context["token_fail"]
    assert not form
    assert follow(browse(None, reseller), url)[1], "it still works where it was made"


def test_a_link_older_than_an_hour_is_refused(visit, ask, carl, monkeypatch):
    from datetime import datetime, timedelta

    from tenant_apps.accounts.tokens import ResetTokenGenerator

    url = ask(carl.email)
    monkeypatch.setattr(ResetTokenGenerator, "_now", lambda self: datetime.now() + timedelta(seconds=3700))
    assert "does not work any more" in visit.get(urlsplit(url).path, follow=True).content.decode()


def test_known_and_unknown_addresses_get_the_same_answer_and_one_mail_each(visit, carl, reseller, letters):
    def answer(email):
        page = visit.post("/accounts/password/reset/", {"email": email}, follow=True)
        return (
            page.status_code,
            page.redirect_chain,
            re.sub(r'value="\w{64}"|"X-CSRFToken[^}]*', "", page.content.decode()),
        )

    assert answer(carl.email) == answer("nobody@example.com")
    assert [letter.template for letter in letters(reseller)] == [
        "account/password_reset",
        "account/unknown_account",
    ]


def test_two_different_passwords_are_refused(visit, ask, carl):
    _, form = follow(visit, ask(carl.email))
    page = visit.post(form, {"password1": NEW, "password2": NEW + "!"})
    assert page.status_code == 200
    assert 'id="id_password2_error"' in page.content.decode()


def test_the_old_password_works_until_the_new_one_is_set(visit, ask, carl, sign_in):
    ask(carl.email)
    assert sign_in(visit, carl, password=PASSWORD).status_code == 302
