"""The pages about members, in the office and in the console (REQUIREMENTS S2.46-S2.49; RELIABILITY 23, 33)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.accounts.models import CustomRole, SecurityPolicy, User
from tenants.context import acting_in

BASE = "/office/members/"


@pytest.fixture
def owner(browse, olga, reseller):
    return browse(olga, reseller)


def page_of(person):
    return f"{BASE}{person.uuid}/"


def now(person, reseller):
    with acting_in(reseller):
        return User.objects.select_related("custom_role").get(pk=person.pk)


def test_the_list_is_searched_and_filtered(owner, adel):
    assert b"Adel" in owner.get(BASE).content
    assert b"Carl" not in owner.get(BASE).content
    assert b"adel@example.com" not in owner.get(BASE, {"q": "olga"}).content
    assert b"adel@example.com" in owner.get(BASE, {"role": "advisor"}).content
    assert b"adel@example.com" not in owner.get(BASE, {"status": "invited"}).content
    assert owner.get(BASE, {"role": "x", "status": "y", "q": "\x00", "after": "z"}).status_code == 200


def test_it_asks_no_more_queries_for_more_members(owner, reseller):
    def count():
        with CaptureQueriesContext(connection) as queries:
            owner.get(BASE)
        return len(queries)

    with acting_in(reseller):
        role = CustomRole.objects.create(name="A", base="support", permissions=[])
        User.objects.create_user("n0@example.com", name="N", role="support", custom_role=role)
    owner.get(BASE)
    few = count()
    with acting_in(reseller):
        for number in range(1, 8):
            User.objects.create_user(f"n{number}@example.com", name="N", role="support", custom_role=role)
    assert count() == few


def test_an_advisor_gets_nowhere_by_address_or_body(browse, adel, olga, reseller):
    """RELIABILITY 33: advisor to owner."""
    browser = browse(adel, reseller)
    for path in ("", "new/", "roles/", "roles/new/", f"{adel.uuid}/", f"{adel.uuid}/password/"):
        assert browser.get(BASE + path).status_code == 403
    assert browser.post(f"{page_of(adel)}role/", {"role": "owner"}).status_code == 403
    assert browser.post(f"{page_of(olga)}closure/").status_code == 403
    assert now(adel, reseller).role == "advisor"


def test_a_manager_cannot_reach_an_owner_by_the_body(browse, adel, olga, reseller):
    browser = browse(adel, reseller)
    with acting_in(reseller):
        User.objects.filter(pk=adel.pk).update(role="manager")
        sue = User.objects.create_user("sue@example.com", name="Sue", role="support")
    assert browser.post(f"{page_of(adel)}role/", {"role": "owner"}).status_code == 403
    assert browser.post(f"{page_of(olga)}role/", {"role": "support"}).status_code == 403
    assert browser.post(f"{page_of(olga)}closure/").status_code == 403
    assert browser.post(f"{page_of(olga)}second-step/", {"required": "1"}).status_code == 403
    button = b'name="required"'
    assert button in browser.get(page_of(sue)).content
    browser.post(f"{page_of(sue)}second-step/", {"required": "1"})
    assert button not in browser.get(page_of(sue)).content
    assert browser.post(f"{page_of(sue)}second-step/", {"required": "0"}).status_code == 403
    assert browser.get(f"{page_of(olga)}password/").status_code == 403
    assert browser.post(f"{BASE}second-step/", {"required": "1"}).status_code == 403
    wish = {"name": "X", "email": "x@example.com", "role": "owner"}
    assert browser.post(f"{BASE}new/", wish).status_code == 422
    own = {"name": "Own", "base": "support", "permissions": ["members.edit"]}
    assert browser.post(f"{BASE}roles/new/", own).status_code == 422
    assert now(olga, reseller).role == "owner"


def test_other_fields_are_not_read(owner, browse, adel, reseller):
    """RELIABILITY 23: mass assignment."""
    more = {"is_active": "", "custom_role": "1", "must_use_second_step": "1", "permissions": "members.edit"}
    wish = {"name": "Nora", "email": "nora@example.com", "role": "support", "language": "tr", **more}
    assert owner.post(f"{BASE}new/", wish).status_code == 302
    with acting_in(reseller):
        nora = User.objects.get(email="nora@example.com")
    assert (nora.role, nora.custom_role_id, nora.is_active, nora.must_use_second_step) == (
        "support", None, True, False,
    )  # fmt: skip
    browse(adel, reseller).post(
        "/accounts/profile/", {"name": "Adel", "language": "", "role": "owner", **more}
    )
    assert now(adel, reseller).role == "advisor"


def test_the_owner_goes_through_everything(owner, adel, reseller):
    for path in (BASE, f"{BASE}new/", page_of(adel), f"{page_of(adel)}password/", f"{BASE}roles/"):
        assert owner.get(path).status_code == 200
    owner.post(f"{page_of(adel)}role/", {"role": "manager"})
    owner.post(f"{page_of(adel)}second-step/", {"required": "1"})
    assert (now(adel, reseller).role, now(adel, reseller).must_use_second_step) == ("manager", True)
    shown = owner.post(f"{page_of(adel)}password/", {"password": ""})
    assert shown.status_code == 200
    assert now(adel, reseller).must_change_password
    assert owner.post(f"{page_of(adel)}password/", {"password": "short"}).status_code == 422
    owner.post(f"{page_of(adel)}closure/", {"reason": "Left"})
    assert not now(adel, reseller).is_active
    owner.post(f"{page_of(adel)}opening/")
    assert now(adel, reseller).is_active
    owner.post(f"{BASE}second-step/", {"required": "1"})
    with acting_in(reseller):
        assert SecurityPolicy.asks_second_step()


def test_the_last_owner_is_told_so(owner, olga, reseller):
    answer = owner.post(f"{page_of(olga)}closure/", follow=True)
    assert b"must stay" in answer.content
    assert now(olga, reseller).is_active


def test_a_role_is_made_edited_and_deleted(owner, adel, reseller):
    wish = {"name": "Desk", "base": "support", "permissions": ["dashboard.view", "clients.view"]}
    assert owner.get(f"{BASE}roles/new/?base=advisor").status_code == 200
    assert owner.post(f"{BASE}roles/new/", {**wish, "name": "owner"}).status_code == 422
    assert owner.post(f"{BASE}roles/new/", {**wish, "permissions": ["console.view"]}).status_code == 422
    assert owner.post(f"{BASE}roles/new/", wish).status_code == 302
    with acting_in(reseller):
        role = CustomRole.objects.get()
    page = f"{BASE}roles/{role.uuid}/"
    owner.post(f"{page_of(adel)}role/", {"role": str(role.uuid)})
    assert b"Desk" in owner.get(f"{BASE}roles/").content
    assert owner.get(page).status_code == 200
    owner.post(page, {"name": "Front desk", "permissions": ["dashboard.view"]})
    assert now(adel, reseller).permissions == {"dashboard.view"}
    assert owner.get(f"{page}deletion/").status_code == 200
    assert owner.post(f"{page}deletion/").status_code == 422
    assert owner.post(f"{page}deletion/", {"role": "support"}).status_code == 302
    assert now(adel, reseller).role == "support"


def test_the_console_has_the_same_pages(browse, opal, operator):
    browser = browse(opal, operator)
    with acting_in(operator):
        rita = User.objects.create_user("rita@example.com", "a long password", name="Rita", role="reviewer")
    for path in ("", "new/", "roles/", "roles/new/", f"{rita.uuid}/"):
        assert browser.get(f"/console/members/{path}").status_code == 200
    browser.post(f"/console/members/{rita.uuid}/role/", {"role": "finance"})
    assert now(rita, operator).role == "finance"
    assert browser.post(f"/console/members/{rita.uuid}/role/", {"role": "owner"}).status_code == 403
    browser.post(f"/console/members/{opal.uuid}/closure/")
    assert now(opal, operator).is_active
    assert browse(now(rita, operator), operator).get("/console/members/").status_code == 403


def test_one_mail_an_hour_to_an_invited_address(owner, reseller):
    owner.post(f"{BASE}new/", {"name": "Nora", "email": "nora@example.com", "role": "support"})
    with acting_in(reseller):
        nora = User.objects.get(email="nora@example.com")
    answer = owner.post(f"{page_of(nora)}invitation/", follow=True)
    assert b"Too many attempts" in answer.content
    assert now(nora, reseller).invited_at == nora.invited_at
