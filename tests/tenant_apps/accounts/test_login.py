import pytest

from tenants.context import acting_in
from tests.cast import PASSWORD

WRONG = "The e-mail address or the password is not right."


def test_the_page_asks_for_address_and_password(visit):
    page = visit.get("/accounts/login/")
    assert page.status_code == 200
    assert b'name="login"' in page.content
    assert b'name="password"' in page.content


def test_staff_come_to_the_office(visit, sign_in, olga):
    answer = sign_in(visit, olga)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/home/")
    assert visit.get("/accounts/home/")["Location"] == "/office/"


def test_clients_come_to_their_portal(visit, sign_in, carl):
    sign_in(visit, carl)
    assert visit.get("/accounts/home/")["Location"] == "/my/"


def test_the_operators_staff_come_to_the_console(browse, operator, sign_in, opal):
    visit = browse(None, operator)
    sign_in(visit, opal)
    assert visit.get("/accounts/home/")["Location"] == "/console/"


def test_the_address_may_be_typed_in_capitals(visit, olga):
    answer = visit.post("/accounts/login/", {"login": olga.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_a_wrong_password_keeps_the_address_and_says_so(visit, sign_in, olga):
    page = sign_in(visit, olga, password="not this one")
    assert page.status_code == 200
    assert WRONG in page.content.decode()
    assert olga.email in page.content.decode()
    assert "not this one" not in page.content.decode()


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(visit, olga):
    def shown(address: str) -> str:
        page = visit.post("/accounts/login/", {"login": address, "password": "not this one"})
        return (
            page.content.decode()
            .replace(address, "ADDRESS")
            .split("<main")[1]
            .split("csrfmiddlewaretoken")[0]
        )

    assert shown("nobody@example.com") == shown(olga.email)


def test_a_person_of_another_tenant_is_unknown_here(visit, sign_in, peer):
    assert WRONG in sign_in(visit, peer).content.decode()


def test_somebody_switched_off_stays_out(visit, sign_in, adel, reseller):
    with acting_in(reseller):
        type(adel).objects.filter(pk=adel.pk).update(is_active=False)
    assert sign_in(visit, adel)["Location"] == "/accounts/inactive/"
    assert visit.get("/accounts/profile/").status_code == 302


def test_it_returns_to_where_one_wanted_to_go(visit, sign_in, olga):
    assert sign_in(visit, olga, next="/office/orders/")["Location"] == "/office/orders/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "http://beta.vitrine.localhost/",
    ],
)
def test_it_returns_to_its_own_host_only(visit, sign_in, olga, elsewhere):
    assert sign_in(visit, olga, next=elsewhere)["Location"] == "/accounts/home/"


def test_guessing_is_stopped_for_the_account_and_in_this_tenant_alone(
    visit, browse, sign_in, olga, peer, other_reseller
):
    for _ in range(5):
        sign_in(visit, olga, password="guess")
    assert "Too many attempts" in sign_in(visit, olga).content.decode()
    assert sign_in(browse(None, other_reseller), peer).status_code == 302


def test_a_made_up_forwarded_address_does_not_reset_the_count(visit, olga):
    for number in range(12):
        visit.post(
            "/accounts/login/",
            {"login": f"somebody{number}@example.com", "password": "guess"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
        )
    page = visit.post("/accounts/login/", {"login": olga.email, "password": PASSWORD})
    assert "Too many attempts" in page.content.decode()


def test_signing_out_ends_the_session(visit, sign_in, olga):
    sign_in(visit, olga)
    visit.post("/accounts/logout/")
    assert visit.get("/accounts/profile/").status_code == 302


def test_a_guess_costs_one_hash_whoever_it_is_for(visit, olga, reseller, monkeypatch):
    """RELIABILITY 29: an account, none, and one without a password take the same time."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from tenants.context import acting_in

    with acting_in(reseller):
        people = type(olga).objects
        people.create_user("invited@example.com", None, name="Invited", role="advisor")
    hashes = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda *a, **o: (hashes.append(1), encode(*a, **o))[1]
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda *a, **o: (hashes.append(1), verify(*a, **o))[1]
    )

    def work(address):
        hashes.clear()
        visit.post("/accounts/login/", {"login": address, "password": "guess"})
        return len(hashes)

    assert [work(a) for a in (olga.email, "nobody@example.com", "invited@example.com")] == [1, 1, 1]
