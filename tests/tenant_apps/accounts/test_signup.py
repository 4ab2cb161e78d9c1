import pytest

from tenant_apps.accounts.models import User
from tenants.context import acting_in

FORM = {"name": "Nora New", "email": "nora@example.com", "password1": "a long enough secret"}


@pytest.fixture
def sign_up(visit):
    return lambda **changes: visit.post("/accounts/signup/", {**FORM, **changes})


def newest(tenant):
    with acting_in(tenant):
        return User.objects.order_by("-pk").first()


def test_a_visitor_becomes_a_client_when_the_code_is_entered(visit, sign_up, reseller, letters):
    assert sign_up()["Location"] == "/accounts/code/"
    letter = letters(reseller)[-1]
    assert (letter.template, letter.to_email) == ("account/code", "nora@example.com")
    assert visit.get("/accounts/profile/").status_code == 302, "nobody is signed in before the code"
    answer = visit.post("/accounts/code/", {"code": letter.context["code"]})
    assert answer["Location"] == "/accounts/home/"
    person = newest(reseller)
    assert (person.email, person.name, person.role) == ("nora@example.com", "Nora New", "client")


def test_the_code_may_be_typed_in_persian_digits(visit, sign_up, reseller, letters):
    sign_up()
    code = letters(reseller)[-1].context["code"]
    answer = visit.post(
        "/accounts/code/", {"code": code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))}
    )
    assert answer["Location"] == "/accounts/home/"


def test_three_wrong_codes_end_the_attempt(visit, sign_up, reseller, letters):
    sign_up()
    code = letters(reseller)[-1].context["code"]
    wrong = "000000" if code != "000000" else "111111"
    assert "The code is not right." in visit.post("/accounts/code/", {"code": wrong}).content.decode()
    visit.post("/accounts/code/", {"code": wrong})
    assert visit.post("/accounts/code/", {"code": wrong})["Location"] == "/accounts/login/"
    assert visit.post("/accounts/code/", {"code": code})["Location"] == "/accounts/login/"


def test_a_new_code_can_be_asked_for(visit, sign_up, reseller, letters):
    sign_up()
    visit.post("/accounts/code/", {"action": "resend"})
    assert visit.get("/accounts/code/").status_code == 200


def test_role_and_tenant_cannot_be_chosen(sign_up, reseller):
    sign_up(role="owner", is_active="", tenant="beta", is_staff="on", uuid="0" * 32, language="fa")
    person = newest(reseller)
    assert (person.role, person.is_active, person.email) == ("client", True, "nora@example.com")


def test_an_organisation_may_be_named(sign_up, reseller):
    from tenant_apps.clients.queries import client_of

    sign_up(organisation="Nora Ltd")
    person = newest(reseller)
    with acting_in(reseller):
        assert client_of(person).name == "Nora Ltd"


def test_the_referral_cookie_goes_to_the_tenants_verb(visit, sign_up, settings):
    settings.SIGNUP_VERBS = {**settings.SIGNUP_VERBS, "reseller": f"{__name__}.note_referral"}
    visit.cookies["ref"] = "token-of-a-visit"
    sign_up()
    assert noted == ["token-of-a-visit"]


noted: list[str] = []


def note_referral(person, *, referral, by):
    noted.append(referral)


def test_on_the_platform_a_visitor_becomes_a_partner(browse, operator):
    visit = browse(None, operator)
    assert visit.post("/accounts/signup/", FORM)["Location"] == "/accounts/code/"
    assert newest(operator).role == "partner"


def test_an_address_that_is_taken_gets_the_same_answer_and_a_mail(browse, reseller, sign_up, letters, olga):
    taken = sign_up(email=olga.email)
    assert (taken.status_code, taken["Location"]) == (302, "/accounts/code/")
    assert letters(reseller)[-1].template == "account/account_exists"
    other = browse(None, reseller)
    fresh = other.post("/accounts/signup/", {**FORM, "email": "free@example.com"})
    assert (fresh.status_code, fresh["Location"]) == (taken.status_code, taken["Location"])


def test_both_answers_take_the_work_of_hashing_one_password(browse, reseller, olga, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(1) or encode(self, password, salt),
    )
    for email in (olga.email, "free@example.com"):
        browse(None, reseller).post("/accounts/signup/", {**FORM, "email": email})
    assert len(hashed) == 2


@pytest.mark.parametrize("name", ["Nora\r\nBcc: all@example.com", "Nora\nNew", "Nora\u2028New"])
def test_a_name_of_two_lines_is_refused(sign_up, reseller, name):
    page = sign_up(name=name)
    assert "Use a single line." in page.content.decode()
    assert newest(reseller).email != "nora@example.com"


@pytest.mark.parametrize("password1", ["short", "1234567890", "password1234"])
def test_a_weak_password_is_refused_at_its_field(sign_up, password1):
    page = sign_up(password1=password1)
    assert page.status_code == 200
    assert 'id="id_password1_error"' in page.content.decode()
    assert 'value="Nora New"' in page.content.decode(), "what was typed stays"
