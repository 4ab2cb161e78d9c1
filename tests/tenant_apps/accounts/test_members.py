"""Members: who may do what to whom (REQUIREMENTS S2.46-S2.49; RELIABILITY 7, 23, 33)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from shared_apps.kernel.actor import NotWhileActing
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import CustomRole, Event, SecurityPolicy, User
from tenant_apps.accounts.permission_words import worded
from tenant_apps.accounts.roles import PERMISSIONS_OF_AREA
from tenant_apps.accounts.verbs import (
    LastOwner,
    RoleOutOfReach,
    change_role,
    deactivate,
    end_sessions,
    reactivate,
)
from tenant_apps.accounts.verbs.custom_roles import (
    RoleInUse,
    RoleNameTaken,
    UnknownPermission,
    delete_role,
    edit_role,
    make_role,
)
from tenant_apps.accounts.verbs.invitations import (
    AddressTaken,
    NotInvited,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from tenant_apps.accounts.verbs.protection import (
    require_second_step,
    require_second_step_of_all,
    reset_second_step,
    set_password,
)
from tenant_apps.sign_on.models import Connection, Provider
from tenants.context import acting_in


@pytest.fixture
def manager(in_reseller):
    return User.objects.create_user("mona@example.com", "a long password", name="Mona", role="manager")


def new_role(olga, permissions=("clients.view",), name="Phone desk", base="support"):
    return make_role(name=name, base=base, permissions=permissions, giver=olga, by=olga.actor)


def invited(giver, role="advisor", email="nora@example.com"):
    return invite(email=email, name="Nora", role=role, language="", giver=giver, by=giver.actor)


@pytest.mark.parametrize("area", PERMISSIONS_OF_AREA)
def test_every_permission_has_plain_words(area):
    assert PERMISSIONS_OF_AREA[area] - worded(area) == set()


def test_nobody_does_these_for_somebody_else(in_reseller, olga, adel):
    """RELIABILITY 7: refused in the verbs."""
    by = replace(olga.actor, acting_for="Olga Owner")
    role = new_role(olga)
    tries = [
        lambda: change_role(adel, role="support", giver=olga, by=by),
        lambda: deactivate(adel, giver=olga, by=by),
        lambda: reactivate(adel, giver=olga, by=by),
        lambda: end_sessions(adel, giver=olga, by=by),
        lambda: invite(email="x@example.com", name="X", role="support", language="", giver=olga, by=by),
        lambda: resend_invitation(adel, giver=olga, by=by),
        lambda: withdraw_invitation(adel, giver=olga, by=by),
        lambda: set_password(adel, password="another long one", giver=olga, by=by),
        lambda: require_second_step(adel, required=True, giver=olga, by=by),
        lambda: require_second_step_of_all(required=True, giver=olga, by=by),
        lambda: reset_second_step(adel, giver=olga, by=by),
        lambda: make_role(name="R", base="support", permissions=[], giver=olga, by=by),
        lambda: edit_role(role, name="R", permissions=[], giver=olga, by=by),
        lambda: delete_role(role, instead="", giver=olga, by=by),
    ]
    for attempt in tries:
        with pytest.raises(NotWhileActing):
            attempt()


def test_nobody_reaches_above_themselves(in_reseller, olga, adel, manager):
    """RELIABILITY 33."""
    accountant = User.objects.create_user("acc@example.com", "a long password", name="Acc", role="accountant")
    tries = [
        lambda: change_role(manager, role="owner", giver=manager, by=manager.actor),
        lambda: change_role(adel, role="accountant", giver=manager, by=manager.actor),
        lambda: change_role(accountant, role="support", giver=manager, by=manager.actor),
        lambda: deactivate(accountant, giver=manager, by=manager.actor),
        lambda: end_sessions(olga, giver=manager, by=manager.actor),
        lambda: require_second_step(olga, required=True, giver=manager, by=manager.actor),
        lambda: require_second_step(adel, required=False, giver=manager, by=manager.actor),
        lambda: require_second_step(manager, required=False, giver=manager, by=manager.actor),
        lambda: require_second_step_of_all(required=True, giver=manager, by=manager.actor),
        lambda: set_password(adel, password="another long one", giver=manager, by=manager.actor),
        lambda: set_password(olga, password="another long one", giver=olga, by=olga.actor),
        lambda: reset_second_step(adel, giver=manager, by=manager.actor),
        lambda: invited(manager, role="owner"),
        lambda: invited(manager, role="client"),
        lambda: invited(manager, role="admin"),
        lambda: invited(adel),
        lambda: change_role(adel, role="support", giver=adel, by=adel.actor),
    ]
    for attempt in tries:
        with pytest.raises(RoleOutOfReach):
            attempt()


def test_a_client_does_not_become_staff_by_a_role(in_reseller, olga, carl):
    with pytest.raises(RoleOutOfReach):
        change_role(carl, role="advisor", giver=olga, by=olga.actor)


def test_an_owner_who_was_only_invited_does_not_count(in_reseller, olga):
    invited(olga, role="owner")
    with pytest.raises(LastOwner):
        deactivate(olga, giver=olga, by=olga.actor)


def test_an_invitation_is_sent_again_withdrawn_and_renewed(in_reseller, olga, letters):
    person = invited(olga)
    assert (person.standing, person.invited_by) == ("invited", "Olga Owner")
    resend_invitation(person, giver=olga, by=olga.actor)
    withdraw_invitation(person, giver=olga, by=olga.actor)
    assert not User.objects.get(pk=person.pk).is_active
    with pytest.raises(NotInvited):
        resend_invitation(person, giver=olga, by=olga.actor)
    again = invited(olga, role="support")
    assert (again.pk, again.role, again.is_invited) == (person.pk, "support", True)
    with pytest.raises(AddressTaken):
        invited(olga)
    with acting_in(in_reseller):
        assert [mail.template for mail in letters(in_reseller)].count("account/welcome") == 3


def test_a_withdrawn_link_opens_nothing(olga, reseller, visit):
    from tenant_apps.accounts.welcome import _PURPOSE
    from tenants.tokens import sign

    with acting_in(reseller):
        person = invited(olga)
        path = f"/accounts/welcome/{sign(_PURPOSE, str(person.uuid))}/"
    assert visit.get(path).status_code == 200
    with acting_in(reseller):
        withdraw_invitation(person, giver=olga, by=olga.actor)
    assert visit.get(path).status_code == 410


def test_a_custom_role_holds_what_its_maker_holds_at_most(in_reseller, olga, manager):
    """RELIABILITY 33."""
    by = {"giver": manager, "by": manager.actor}
    with pytest.raises(UnknownPermission):
        new_role(olga, ["console.view"])
    with pytest.raises(RoleOutOfReach):
        make_role(name="R", base="support", permissions=["withdrawals.pay"], **by)
    with pytest.raises(RoleOutOfReach):
        make_role(name="R", base="support", permissions=["members.edit"], **by)
    for base in ("owner", "client", "reviewer", "emperor"):
        with pytest.raises(RoleOutOfReach):
            make_role(name="R", base=base, permissions=[], giver=olga, by=olga.actor)
    above = new_role(olga, ["withdrawals.pay"])
    with pytest.raises(RoleOutOfReach):
        edit_role(above, name="R", permissions=[], **by)
    with pytest.raises(RoleOutOfReach):
        delete_role(above, instead="", **by)
    with pytest.raises(RoleNameTaken):
        new_role(olga, name="phone DESK")


def test_a_custom_role_is_assigned_counts_at_once_and_is_not_lost(in_reseller, olga, adel, browse):
    role = new_role(olga, ["dashboard.view", "brand.edit"])
    browser = browse(adel, in_reseller)
    change_role(adel, role=str(role.uuid), giver=olga, by=olga.actor)
    person = User.objects.get(pk=adel.pk)
    assert (person.role, person.role_label) == ("support", "Phone desk")
    assert person.permissions == {"dashboard.view", "brand.edit"}
    assert person in User.objects.holding("brand.edit")
    assert person not in User.objects.holding("services.edit")
    assert browser.get("/office/brand/").status_code == 200
    assert browser.get("/office/services/").status_code == 403
    with acting_in(in_reseller):
        edit_role(role, name="Phone desk", permissions=["dashboard.view"], giver=olga, by=olga.actor)
    assert browser.get("/office/brand/").status_code == 403
    with acting_in(in_reseller):
        with pytest.raises(RoleInUse):
            delete_role(role, instead="", giver=olga, by=olga.actor)
        delete_role(role, instead="advisor", giver=olga, by=olga.actor)
        now = User.objects.get(pk=adel.pk)
        assert (now.role, now.custom_role, CustomRole.objects.count()) == ("advisor", None, 0)


def test_a_password_set_by_the_owner_ends_sessions_and_links(
    in_reseller, olga, adel, browse, letters, sign_in, visit
):
    """REQUIREMENTS S2.49: sessions and reset links end; the member is told and chooses their own."""
    from tenant_apps.accounts.tokens import ResetTokenGenerator

    browser = browse(adel, in_reseller)
    link = ResetTokenGenerator().make_token(adel)
    set_password(User.objects.get(pk=adel.pk), password="meadow lantern", giver=olga, by=olga.actor)
    now = User.objects.get(pk=adel.pk)
    assert not ResetTokenGenerator().check_token(now, link)
    assert letters(in_reseller)[-1].template == "account/password_set"
    assert Event.objects.filter(verb="set password", actor_label="Olga Owner").exists()
    assert browser.get("/office/").status_code == 302
    sign_in(visit, adel, "meadow lantern")
    answer = visit.get("/office/clients/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/")
    assert visit.get("/api/v1/me/").status_code == 403
    typed = {
        "oldpassword": "meadow lantern",
        "password1": "river stone cloud",
        "password2": "river stone cloud",
    }
    visit.post("/accounts/password/", typed)
    assert visit.get("/office/clients/").status_code == 200


def test_a_password_set_by_the_owner_ends_passkeys_and_connections(in_reseller, olga, adel):
    """A passkey or an account that somebody planted would sign in without the password."""
    for kind in (Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=adel, type=kind, data={})
    provider = Provider.objects.create(
        audience="staff", kind="custom", name="Acme", issuer="https://id.example.com", created_at=now()
    )
    Connection.objects.create(
        provider=provider, person=adel, subject="1", email=adel.email, connected_at=now()
    )
    set_password(adel, password="meadow lantern", giver=olga, by=olga.actor)
    assert not Authenticator.objects.exists() and not Connection.objects.exists()
    assert Event.objects.get(verb="set password").data == {"passkeys": 1, "connections": 1}
    TOTP.activate(adel, generate_totp_secret())
    set_password(adel, password="river stone cloud", giver=olga, by=olga.actor)
    assert Authenticator.objects.filter(user=adel, type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize("whom", ["one", "all"])
def test_a_second_step_that_is_asked_for_cannot_be_passed_by(whom, in_reseller, olga, adel, browse):
    """By no address and no API (RELIABILITY 33); account pages, language and sign-out stay open."""
    browser, owner = browse(adel, in_reseller), browse(olga, in_reseller)
    if whom == "one":
        require_second_step(adel, required=True, giver=olga, by=olga.actor)
    else:
        require_second_step_of_all(required=True, giver=olga, by=olga.actor)
    for path in ("/office/", "/office/clients/", "/accounts/home/"):
        assert browser.get(path)["Location"] == "/accounts/second-step/"
    assert browser.post("/office/clients/new/", {"name": "X"})["Location"] == "/accounts/second-step/"
    assert browser.get("/api/v1/me/").status_code == 403
    assert browser.get("/accounts/second-step/").status_code == 200
    assert browser.post("/language/", {"language": "fa"}).status_code == 302
    assert (owner.get("/office/").status_code == 200) is (whom == "one")
    with acting_in(in_reseller):
        TOTP.activate(User.objects.get(pk=adel.pk), generate_totp_secret())
    assert browser.get("/office/clients/").status_code == 200


def test_a_lost_second_step_is_reset_and_told(in_reseller, olga, adel, letters):
    TOTP.activate(adel, generate_totp_secret())
    reset_second_step(adel, giver=olga, by=olga.actor)
    assert not Authenticator.objects.filter(user=adel).exists()
    assert letters(in_reseller)[-1].template == "account/second_step_reset"


def test_the_policy_is_one_row(in_reseller, olga):
    for required in (True, False, True):
        require_second_step_of_all(required=required, giver=olga, by=olga.actor)
    assert SecurityPolicy.objects.count() == 1
