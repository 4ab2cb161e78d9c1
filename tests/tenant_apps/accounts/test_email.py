from tenants.context import acting_in
from tests.cast import PASSWORD


def test_the_address_changes_when_the_code_is_entered(visit, sign_in, confirm, carl, reseller, letters):
    sign_in(visit, carl)
    confirm(visit)
    answer = visit.post("/accounts/email/", {"email": "New@example.com", "action_add": ""})
    assert answer.status_code == 302
    letter = next(mail for mail in letters(reseller) if mail.template == "account/code")
    assert letter.to_email == "new@example.com"
    with acting_in(reseller):
        assert type(carl).objects.get(pk=carl.pk).email == carl.email
    visit.post("/accounts/code/", {"code": letter.context["code"]})
    with acting_in(reseller):
        assert type(carl).objects.get(pk=carl.pk).email == "new@example.com"


def test_the_address_of_another_person_is_never_taken(visit, sign_in, confirm, carl, sam, reseller, letters):
    sign_in(visit, carl)
    confirm(visit)
    visit.post("/accounts/email/", {"email": sam.email, "action_add": ""})
    for letter in letters(reseller):
        if "code" in letter.context:
            visit.post("/accounts/code/", {"code": letter.context["code"]})
    with acting_in(reseller):
        assert type(carl).objects.get(pk=carl.pk).email == carl.email


def test_an_address_with_a_line_break_is_refused(visit, sign_in, confirm, carl, reseller, letters):
    sign_in(visit, carl)
    confirm(visit)
    page = visit.post("/accounts/email/", {"email": "a@example.com\r\nBcc: b@example.com", "action_add": ""})
    assert page.status_code == 200
    assert not [mail for mail in letters(reseller) if "\n" in mail.to_email]


def test_it_asks_for_the_password_first_and_then_goes_on(visit, sign_in, carl, reseller, letters):
    sign_in(visit, carl)
    answer = visit.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    assert answer["Location"].startswith("/accounts/confirm/")
    assert letters(reseller) == []
    visit.post(answer["Location"], {"password": PASSWORD})
    assert [letter.template for letter in letters(reseller)] == ["account/code"]
