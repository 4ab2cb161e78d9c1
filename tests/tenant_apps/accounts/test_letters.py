"""Every mail of accounts, as its recipient reads it."""

import pytest
from django.urls import resolve

from tenant_apps.accounts.links import link
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.rendering import render
from tenants.context import acting_in

IP = "192.0.2.7"
URL = "http://alpha.vitrine.localhost/accounts/welcome/x/"
LETTERS = {
    "account/code": ({"code": "123456"}, "123456"),
    "account/password_reset": ({"password_reset_url": URL}, URL),
    "account/account_exists": ({"reset_url": URL}, URL),
    "account/unknown_account": ({"signup_url": URL}, URL),
    "account/welcome": ({"url": URL, "days": 7}, URL),
    **{
        f"account/notice#{event}": ({"event": event, "at": "2026-11-21T10:00:00+00:00", "ip": IP}, IP)
        for event in (
            "password_changed", "password_reset", "email_changed", "totp_activated", "totp_deactivated",
            "recovery_codes_generated", "something_new",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", LETTERS)
def test_it_says_what_it_must_under_the_tenants_name_alone(in_reseller, settings, name, language):
    context, needed = LETTERS[name]
    message = MailMessage(
        template=name.split("#")[0], to_email="a@example.com", language=language, context=context
    )
    rendered = render(message)
    assert rendered.subject
    assert "\n" not in rendered.subject
    assert needed in rendered.text
    assert needed in rendered.html
    assert "Alpha Bulut" in rendered.text
    assert settings.PLATFORM_NAME not in rendered.html.replace("vitrine.localhost", "")


def test_a_changed_password_is_announced(browse, carl, reseller, letters):
    from tests.cast import PASSWORD

    new = "quite another secret"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    browse(carl, reseller).post("/accounts/password/", form)
    letter = letters(reseller)[-1]
    assert (letter.template, letter.context["event"], letter.to_email) == (
        "account/notice",
        "password_changed",
        carl.email,
    )


def test_links_name_pages_that_exist(reseller, operator):
    for tenant in (reseller, operator):
        with acting_in(tenant):
            url = link("account_welcome", token="x")
        assert url.startswith(f"http://{tenant.canonical_host}")
        assert (
            resolve("/" + url.split("/", 3)[3], urlconf=f"config.urls.{tenant.kind}").url_name
            == "account_welcome"
        )
