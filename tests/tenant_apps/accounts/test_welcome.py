from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.commands import create_owner
from tenant_apps.accounts.models import Event, User
from tenants.context import acting_in

BY = Actor.system("tests")
SECRET = "a long enough secret"


@pytest.fixture
def invited(reseller, letters):
    with acting_in(reseller):
        create_owner(by=BY, email="Wanda@Example.com", name="Wanda", language="fa")
    return letters(reseller)[-1]


def path_of(letter):
    return urlsplit(letter.context["url"]).path


def test_the_first_owner_gets_one_mail_in_their_language(invited, reseller, letters):
    assert (invited.template, invited.to_email, invited.language) == (
        "account/welcome",
        "wanda@example.com",
        "fa",
    )
    assert urlsplit(invited.context["url"]).hostname == reseller.canonical_host
    with acting_in(reseller):
        create_owner(by=BY, email="wanda@example.com", name="Wanda", language="fa")
        assert User.objects.filter(email="wanda@example.com", role="owner").count() == 1
    assert len(letters(reseller)) == 1


def test_nobody_can_sign_in_before_a_password_is_set(invited, visit):
    page = visit.post("/accounts/login/", {"login": "wanda@example.com", "password": "!"})
    assert page.status_code == 200


def test_the_link_asks_for_a_password_and_opens_the_office(invited, visit, reseller):
    assert "wanda@example.com" in visit.get(path_of(invited)).content.decode()
    answer = visit.post(path_of(invited), {"password": SECRET})
    assert answer["Location"] == "/office/"
    assert visit.get("/accounts/profile/").status_code == 200
    with acting_in(reseller):
        assert Event.objects.filter(verb="set first password").count() == 1


def test_the_link_works_once(invited, visit, browse, reseller):
    visit.post(path_of(invited), {"password": SECRET})
    again = browse(None, reseller)
    assert again.get(path_of(invited)).status_code == 410
    assert again.post(path_of(invited), {"password": "yet another secret"}).status_code == 410
    login = again.post("/accounts/login/", {"login": "wanda@example.com", "password": SECRET})
    assert login.status_code == 302


def test_a_weak_password_is_refused(invited, visit):
    page = visit.post(path_of(invited), {"password": "wanda"})
    assert page.status_code == 200
    assert 'id="id_password_error"' in page.content.decode()


def test_the_link_dies_after_a_week(invited, visit, monkeypatch):
    import time

    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 7 * 86400 + 60)
    assert visit.get(path_of(invited)).status_code == 410


def test_the_link_of_one_tenant_is_refused_by_another(invited, browse, reseller, other_reseller):
    with acting_in(reseller):
        wanda = User.objects.get(email="wanda@example.com")
    with acting_in(other_reseller):
        User.objects.create(
            uuid=wanda.uuid, email=wanda.email, name="Twin", role="owner", password=wanda.password
        )
    assert browse(None, other_reseller).get(path_of(invited)).status_code == 410


def test_the_link_of_somebody_switched_off_is_refused(invited, visit, reseller):
    with acting_in(reseller):
        User.objects.filter(email="wanda@example.com").update(is_active=False, last_login=timezone.now())
    assert visit.get(path_of(invited)).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00"])
def test_a_made_up_token_is_refused(visit, token):
    assert visit.get(f"/accounts/welcome/{token}/").status_code == 410
