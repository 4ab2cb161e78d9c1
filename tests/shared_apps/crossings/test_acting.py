"""What happens while somebody acts for another, and how it ends (RELIABILITY 7, 33; DESIGN, "Crossings")."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared_apps.crossings.models import Crossing, CrossingStep
from shared_apps.kernel.actor import NotWhileActing
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import Event, User
from tenants.context import acting_in, acting_on_shared_data

from .conftest import arrive_with, start, start_office, token_of

PROFILE = {
    "kind": "person", "name": "Carl Changed", "email": "carl@example.com", "mobile": "", "company_name": "",
    "tax_id": "", "country": "TR", "region": "", "city": "", "street": "", "postal_code": "", "language": "en",
}  # fmt: skip


def crossing() -> Crossing:
    with acting_on_shared_data():
        return Crossing.objects.select_related("from_tenant", "to_tenant").latest("pk")


def test_what_is_done_names_both_people(into_client, olga, carls_client, reseller):
    browser = into_client(olga)
    assert browser.post("/my/profile/", PROFILE).status_code == 302
    with acting_in(reseller):
        event = Event.objects.get(subject_type="clients.Client", verb="edit")
    assert (event.actor_label, event.acting_for) == ("Olga Owner", "Carl Client")
    assert event.actor_key == str(olga.uuid)


def test_each_page_and_each_deed_is_a_step(into_client, olga):
    browser = into_client(olga)
    browser.get("/my/")
    browser.post("/my/profile/", PROFILE)
    browser.get("/favicon.ico")
    with acting_on_shared_data():
        steps = list(CrossingStep.objects.order_by("pk").values_list("method", "view", "label", "status"))
    assert steps == [
        ("GET", "client_home", "Dashboard", 200),
        ("POST", "client_profile", "Your data is saved.", 302),
    ]


def test_who_only_looks_changes_nothing(into_client, olga, carls_client, reseller):
    browser = into_client(olga, mode="read")
    assert "Look only" in browser.get("/my/").content.decode()
    answer = browser.post("/my/profile/", PROFILE)
    assert answer.status_code == 403 and "You are looking only" in answer.content.decode()
    with acting_in(reseller):
        carls_client.refresh_from_db()
    assert carls_client.name == "Carl Client"
    assert browser.post("/language/", {"language": "fa", "next": "/my/"}).status_code == 302
    with acting_in(reseller):
        assert User.objects.get(email="carl@example.com").language == "en"


@pytest.mark.parametrize(
    "path",
    ["/accounts/email/", "/accounts/password/", "/accounts/second-step/", "/accounts/devices/", "/accounts/profile/",
     "/accounts/second-step/codes/"],
)  # fmt: skip
def test_account_pages_refuse_who_acts(path, into_client, olga):
    browser = into_client(olga)
    for answer in (browser.get(path), browser.post(path, {})):
        assert answer.status_code == 403
        assert "Only the person themselves may do this" in answer.content.decode()


def test_payout_methods_and_withdrawals_are_refused_in_the_verb(into_client, olga):
    browser = into_client(olga)
    card = {"kind": "card", "number": "4242424242424242", "holder": "Carl"}
    answer = browser.post("/my/affiliate/methods/", card)
    assert answer.status_code == 403 and "Only the person" in answer.content.decode()


def test_keys_and_ways_of_money_are_refused_in_the_verb(into_office, reseller):
    """Whoever could set the gateway's key, the bank account or the mail server, would hold the money and the codes."""
    from shared_apps.payments import door as payments
    from tenant_apps.notices.verbs import save_server

    into_office()
    by = crossing().actor
    with acting_in(reseller):
        for verb in (
            lambda: payments.connect_stripe("sk_test", webhook_url="https://x.example/", by=by),
            lambda: payments.save_bank({"en": "Send it to me"}, by=by),
            lambda: save_server({}, password="x", by=by),
        ):
            with pytest.raises(NotWhileActing):
                verb()


def test_consent_is_nothing_for_who_acts(into_client, into_office, olga, carls_client, reseller):
    assert into_client(olga).post("/my/access/", {"choice": "always"}).status_code == 403
    assert into_office().post("/office/access/", {"choice": "always"}).status_code == 403
    from shared_apps.crossings.verbs import answer, ask, issue_token
    from tenant_apps.clients.verbs import set_access_consent

    by = crossing().actor
    with acting_in(reseller):
        for verb in (
            lambda: set_access_consent(carls_client, "always", by=by),
            lambda: answer(crossing(), is_allowed=True, by=by),
            lambda: issue_token(crossing(), by=by),
            lambda: ask(None, consent="always", by=by),  # type: ignore[arg-type]
        ):
            with pytest.raises(NotWhileActing):
                verb()


def test_stop_ends_it_and_leads_back_to_ones_own_session(into_client, olga, carls_client):
    browser = into_client(olga, mode="read")
    assert browser.get("/office/clients/").status_code == 404
    answer = browser.post("/crossings/stop/")
    assert answer.status_code == 302
    assert answer["Location"].endswith(
        f"alpha.vitrine.localhost:19100/office/clients/{carls_client.uuid}/"
    ) or answer["Location"].endswith(f"/office/clients/{carls_client.uuid}/")
    assert browser.get("/office/clients/").status_code == 200
    assert (crossing().status, crossing().ended_by) == ("ended", "Olga Owner")


def test_stop_on_another_host_signs_out_there(into_office, operator, reseller):
    browser = into_office()
    page = browser.get("/office/")
    assert operator.canonical_host in page["Content-Security-Policy"]
    answer = browser.post("/crossings/stop/")
    assert f"//{operator.canonical_host}" in answer["Location"]
    assert answer["Location"].endswith(f"/console/resellers/{reseller.uuid}/")
    assert browser.get("/office/").status_code == 302


def test_signing_out_is_stopping(into_client, olga):
    browser = into_client(olga, mode="read")
    assert browser.post("/accounts/logout/").status_code == 302
    assert crossing().status == "ended"
    assert browser.get("/office/").status_code == 200


def _demote(person, reseller):
    with acting_in(reseller):
        User.objects.filter(pk=person.pk).update(role="advisor")


def _deactivate(person, reseller):
    with acting_in(reseller):
        User.objects.filter(pk=person.pk).update(is_active=False)


def _time_passes(person, reseller):
    with acting_on_shared_data():
        Crossing.objects.update(opened_at=now() - timedelta(minutes=31), ends_at=now() - timedelta(minutes=1))


@pytest.mark.parametrize("happens", [_demote, _deactivate, _time_passes])
def test_it_ends_on_the_next_request(happens, into_client, olga, adel, reseller, browse, carls_client, carl):
    with acting_in(reseller):
        User.objects.filter(pk=adel.pk).update(role="support")
        adel.refresh_from_db()
    browser = into_client(adel)
    happens(adel, reseller)
    answer = browser.post("/my/profile/", PROFILE)
    assert answer.status_code == 403 and "Your visit is over" in answer.content.decode()
    assert browser.get("/my/").status_code in (302, 404)
    assert crossing().status == "ended"
    with acting_in(reseller):
        carls_client.refresh_from_db()
    assert carls_client.name == "Carl Client"


def test_the_owner_ends_it_now(into_office, browse, olga, reseller):
    browser = into_office()
    assert browser.get("/office/").status_code == 200
    assert browse(olga, reseller).post(f"/office/access/{crossing().uuid}/end/").status_code == 302
    assert browser.get("/office/").status_code == 403
    assert browser.get("/office/").status_code == 302
    assert crossing().ended_by == "Olga Owner"


def test_never_ends_what_is_open_and_lets_nobody_in(into_office, browse, olga, opal, operator, reseller):
    browser = into_office()
    owner = browse(olga, reseller)
    assert owner.post("/office/access/", {"choice": "never"}).status_code == 302
    assert browser.get("/office/").status_code == 403
    assert start_office(browse(opal, operator), reseller, olga).status_code == 302
    assert crossing().status == "ended"


def test_a_client_who_says_never_is_not_entered(browse, olga, carl, carls_client, reseller):
    assert browse(carl, reseller).post("/my/access/", {"choice": "never"}).status_code == 302
    staff = browse(olga, reseller)
    assert start(staff, carls_client, carl).status_code == 302
    assert "Nobody may enter" in staff.get(f"/office/clients/{carls_client.uuid}/entry/").content.decode()
    with acting_on_shared_data():
        assert not Crossing.objects.exists()


def test_ask_waits_for_the_answer_of_the_portal(browse, olga, carl, sam, carls_client, reseller):
    mine = browse(carl, reseller)
    mine.post("/my/access/", {"choice": "ask"})
    staff = browse(olga, reseller)
    assert start(staff, carls_client, carl).status_code == 302
    asked = crossing()
    assert asked.status == "asked"
    begin = f"/office/clients/{carls_client.uuid}/entry/{asked.uuid}/"
    assert staff.post(begin).status_code == 302  # not yet
    assert (
        browse(sam, reseller).post(f"/my/access/{asked.uuid}/answer/", {"answer": "allow"}).status_code == 404
    )
    assert "Ticket about a bill" in mine.get("/my/access/").content.decode()
    assert mine.post(f"/my/access/{asked.uuid}/answer/", {"answer": "allow"}).status_code == 302
    page = staff.post(begin)
    assert arrive_with(staff, token_of(page), reseller).status_code == 302
    assert staff.get("/my/").status_code == 200


def test_ask_is_answered_once_from_the_mail(browse, olga, carl, carls_client, reseller):
    from shared_apps.agenda.door import run_due
    from shared_apps.crossings.mails import answer_url
    from tenant_apps.notices.models import MailMessage

    browse(carl, reseller).post("/my/access/", {"choice": "ask"})
    staff, nobody = browse(olga, reseller), browse(None, reseller)
    start(staff, carls_client, carl)
    run_due()
    with acting_in(reseller):
        mail = MailMessage.objects.get(template="crossings/asked")
    assert mail.is_private and mail.to_email == "carl@example.com"
    with acting_on_shared_data():
        path = "/" + answer_url(crossing()).split("/", 3)[3]
    page = nobody.get(path).content.decode()
    assert "Ticket about a bill" in page and "Vitrine" not in page
    assert nobody.post(path, {"answer": "refuse"}).status_code == 302
    nobody.post(path, {"answer": "allow"})
    assert crossing().status == "refused"
    run_due()
    with acting_in(reseller):
        assert MailMessage.objects.get(template="crossings/answered_staff").to_email == "olga@example.com"
    assert nobody.get(path[:-3] + "x/").status_code == 404


def test_a_request_that_nobody_answers_expires(browse, olga, carl, carls_client, reseller):
    from shared_apps.crossings.verbs import settle
    from shared_apps.kernel.actor import Actor

    browse(carl, reseller).post("/my/access/", {"choice": "ask"})
    start(browse(olga, reseller), carls_client, carl)
    with acting_on_shared_data():
        Crossing.objects.update(usable_until=now() - timedelta(minutes=1))
        settle(crossing(), by=Actor.system("tests"))
    assert crossing().status == "expired"


def test_the_client_hears_of_what_was_done(into_client, olga, reseller):
    from shared_apps.agenda.door import run_due
    from tenant_apps.notices.models import MailMessage

    browser = into_client(olga)
    browser.post("/my/profile/", PROFILE)
    browser.post("/crossings/stop/")
    run_due()
    with acting_in(reseller):
        mail = MailMessage.objects.get(template="crossings/visited")
    assert mail.to_email == "carl@example.com" and mail.context["deeds"] == 1


def test_it_is_no_sign_in_of_theirs(into_client, olga, carl, reseller):
    from allauth.usersessions.models import UserSession
    from django.contrib.auth.tokens import default_token_generator  # noqa: F401

    from tenant_apps.accounts.tokens import ResetTokenGenerator

    with acting_in(reseller):
        before = ResetTokenGenerator().make_token(carl)
        count = UserSession.objects.filter(user=carl).count()
    into_client(olga)
    with acting_in(reseller):
        carl.refresh_from_db()
        assert ResetTokenGenerator().check_token(carl, before)
        assert UserSession.objects.filter(user=carl).count() == count
