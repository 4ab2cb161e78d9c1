import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from tenants.context import acting_in
from tests.cast import PASSWORD

MOMENT = 59_000_000


@pytest.fixture(autouse=True)
def half_a_minute_that_lasts(monkeypatch):
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([MOMENT]))


def code_of(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, MOMENT))


@pytest.fixture
def protected(visit, sign_in, confirm, olga):
    """Olga's browser after she has set up an app, and the app's secret."""
    sign_in(visit, olga)
    confirm(visit)
    secret = visit.get("/accounts/second-step/app/").context["form"].secret
    answer = visit.post("/accounts/second-step/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/second-step/codes/"
    return visit, secret


def stored(reseller, olga, kind):
    with acting_in(reseller):
        return Authenticator.objects.get(user_id=olga.pk, type=kind).data


def test_setting_it_up_shows_the_picture_and_the_key(visit, sign_in, confirm, olga):
    sign_in(visit, olga)
    confirm(visit)
    page = visit.get("/accounts/second-step/app/")
    assert page.context["form"].secret in page.content.decode()
    assert b"data:image/svg+xml" in page.content


def test_a_wrong_code_does_not_switch_it_on(visit, sign_in, confirm, olga, reseller):
    sign_in(visit, olga)
    confirm(visit)
    visit.get("/accounts/second-step/app/")
    page = visit.post("/accounts/second-step/app/", {"code": "12345"})
    assert "The code is not right." in page.content.decode()
    with acting_in(reseller):
        assert not Authenticator.objects.exists()


def test_secrets_are_not_readable_in_the_database(protected, reseller, olga):
    _, secret = protected
    assert secret not in str(stored(reseller, olga, "totp"))
    assert stored(reseller, olga, "recovery_codes")["seed"].count(".") == 1


def test_a_secret_copied_to_another_tenant_does_not_open(protected, reseller, other_reseller, olga):
    from allauth.mfa.utils import decrypt

    from shared_apps.kernel.secrets import SecretUnreadable

    sealed = stored(reseller, olga, "totp")["secret"]
    with acting_in(other_reseller), pytest.raises(SecretUnreadable):
        decrypt(sealed)


def test_signing_in_then_asks_for_a_code(protected, browse, reseller, sign_in, olga):
    _, secret = protected
    again = browse(None, reseller)
    assert sign_in(again, olga)["Location"] == "/accounts/code/app/"
    assert again.get("/accounts/profile/").status_code == 302
    assert "The code is not right." in again.post("/accounts/code/app/", {"code": "000"}).content.decode()
    assert again.post("/accounts/code/app/", {"code": code_of(secret)})["Location"] == "/accounts/home/"
    assert again.get("/accounts/profile/").status_code == 200


def test_a_code_works_once(protected, browse, reseller, sign_in, olga):
    _, secret = protected
    code = code_of(secret)
    for expected in (302, 200):
        again = browse(None, reseller)
        sign_in(again, olga)
        assert again.post("/accounts/code/app/", {"code": code}).status_code == expected


def test_a_recovery_code_works_once(protected, browse, reseller, sign_in, olga):
    visit, _ = protected
    code = visit.get("/accounts/second-step/codes/").context["unused_codes"][0]
    for expected in (302, 200):
        again = browse(None, reseller)
        sign_in(again, olga)
        assert again.post("/accounts/code/app/", {"code": code}).status_code == expected


def test_it_can_be_switched_off(protected, reseller):
    visit, _ = protected
    assert visit.get("/accounts/second-step/app/remove/").status_code == 200
    visit.post("/accounts/second-step/app/remove/")
    with acting_in(reseller):
        assert not Authenticator.objects.exists()


def test_security_settings_ask_for_the_password_again(visit, sign_in, olga):
    sign_in(visit, olga)
    answer = visit.get("/accounts/second-step/app/")
    assert answer["Location"].startswith("/accounts/confirm/")
    assert "The password is not right." in visit.post(answer["Location"], {"password": "no"}).content.decode()
    confirmed = visit.post(answer["Location"], {"password": PASSWORD})
    assert confirmed["Location"] == "/accounts/second-step/app/"


def test_after_five_minutes_they_ask_once_more(protected, settings):
    visit, _ = protected
    assert visit.get("/accounts/second-step/codes/new/").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert visit.get("/accounts/second-step/codes/new/")["Location"].startswith("/accounts/confirm/")


def test_codes_are_limited_for_the_account_wherever_they_are_tried(
    protected, browse, reseller, sign_in, olga
):
    """RELIABILITY 30. Who tries them knows the password: a new one ends it."""
    for _ in range(2):
        again = browse(None, reseller)
        sign_in(again, olga)
        for _ in range(3):
            answer = again.post("/accounts/code/app/", {"code": "000000"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


def test_nobody_changes_a_password_or_a_second_step_for_another(reseller, olga, rf, monkeypatch):
    """RELIABILITY 7: refused below the pages, too."""
    from allauth.account.adapter import get_adapter
    from allauth.core import context

    from shared_apps.kernel.actor import Actor, NotWhileActing

    request = rf.post("/")
    request.user = olga
    acting = Actor.person(olga.uuid, "Opal", acting_for="Olga")
    monkeypatch.setattr(type(olga), "actor", acting)
    with acting_in(reseller), context.request_context(request):
        with pytest.raises(NotWhileActing):
            get_adapter().set_password(olga, "quite another secret")
        with pytest.raises(NotWhileActing):
            get_adapter().is_reauthentication_required(app="allauth.mfa")
