import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from tenant_apps.accounts.models import User
from tenants.context import acting_in
from tests.cast import PASSWORD


@pytest.fixture
def signed_in(visit, sign_in, olga):
    sign_in(visit, olga, remember="on")
    assert visit.get("/accounts/profile/").status_code == 200
    return visit


def move_cookie(source, target):
    target.cookies["sid"] = source.cookies["sid"].value
    return target


def is_anonymous(browser):
    answer = browser.get("/accounts/profile/")
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_the_cookie_of_one_tenant_opens_nothing_in_another(signed_in, browse, other_reseller):
    assert is_anonymous(move_cookie(signed_in, browse(None, other_reseller)))


def test_a_copied_session_row_opens_nothing_even_for_the_same_key_and_hash(
    signed_in, browse, olga, reseller, other_reseller
):
    with acting_in(reseller):
        row = Session.objects.get(pk=signed_in.cookies["sid"].value)
    with acting_in(other_reseller):
        Session.objects.create(pk=row.pk, session_data=row.session_data, expire_date=row.expire_date)
        twin = {"email": "twin@example.com", "name": "Twin", "role": "owner", "password": olga.password}
        User.objects.update_or_create(pk=olga.pk, defaults=twin)
    assert is_anonymous(move_cookie(signed_in, browse(None, other_reseller)))


def test_a_person_with_the_same_key_and_hash_elsewhere_has_another_session_hash(
    olga, reseller, other_reseller
):
    with acting_in(reseller):
        here = olga.get_session_auth_hash()
    with acting_in(other_reseller):
        assert olga.get_session_auth_hash() != here


def test_the_cookie_is_for_this_host_and_no_script(signed_in, settings):
    cookie = signed_in.cookies["sid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_outside_development_the_cookies_are_secure():
    import os
    import subprocess
    import sys

    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    production = {
        **os.environ,
        "VITRINE_DEVELOPMENT": "",
        "SECRET_KEY": "x" * 50,
        "FIELD_KEY": "y" * 50,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    shown = subprocess.run(
        [sys.executable, "-c", code], env=production, capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["True", "True"]


def test_signing_in_changes_the_session_key(visit, sign_in, olga):
    visit.get("/accounts/login/")
    visit.post("/accounts/password/reset/", {"email": "x"})
    before = visit.cookies["sid"].value if "sid" in visit.cookies else ""
    sign_in(visit, olga)
    assert visit.cookies["sid"].value != before


def test_a_changed_password_ends_the_other_sessions(signed_in, browse, reseller, olga):
    other = browse(olga, reseller)
    new = "quite another secret"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert signed_in.post("/accounts/password/", form).status_code == 302
    assert is_anonymous(other)
    assert not is_anonymous(signed_in)


@pytest.mark.django_db(transaction=True)
def test_a_vanished_session_table_is_an_outage_and_never_another_schema(signed_in, reseller):
    with acting_in(reseller), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_session RENAME TO gone")
    signed_in.raise_request_exception = False
    assert signed_in.get("/accounts/profile/").status_code == 503


def test_a_new_signing_key_signs_nobody_out_while_the_old_one_is_accepted(browse, reseller, carl, settings):
    browser = browse(None, reseller)
    browser.post("/accounts/login/", {"login": carl.email, "password": "correct horse battery"})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one", [settings.SECRET_KEY]
    assert browser.get("/accounts/profile/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a third one", []
    assert browser.get("/accounts/profile/").status_code == 302
