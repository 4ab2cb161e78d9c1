import pytest

from tenant_apps.accounts.models import Event, User
from tenant_apps.accounts.roles import Role, permissions_of, roles_of, roles_with
from tenant_apps.accounts.verbs import LastOwner, RoleOutOfReach, add_person, change_role, deactivate


def test_each_role_has_one_area_and_staff_have_permissions(in_reseller, olga, adel, carl):
    assert olga.may_enter("office")
    assert not olga.may_enter("client")
    assert not olga.may_enter("console")
    assert carl.may_enter("client")
    assert not carl.may_enter("office")
    assert olga.can("withdrawals.pay")
    assert not adel.can("withdrawals.pay")
    assert not carl.can("orders.view")


def test_a_console_role_in_a_reseller_opens_no_console(in_reseller, adel):
    adel.role = Role.OPERATOR_ADMIN
    assert not adel.may_enter("console")


def test_an_unknown_role_may_do_nothing(in_reseller, adel):
    adel.role = "emperor"
    assert not adel.may_enter("office")
    assert not adel.can("orders.view")
    assert permissions_of("emperor") == frozenset()


def test_the_owner_makes_an_advisor_a_manager_and_it_is_written_down(in_reseller, olga, adel):
    change_role(adel, role=Role.MANAGER, giver=olga, by=olga.actor)
    assert User.objects.get(pk=adel.pk).role == Role.MANAGER
    event = Event.objects.get(verb="change role")
    assert (event.data, event.actor_label) == ({"before": "advisor", "after": "manager"}, "Olga Owner")


def test_nobody_gives_more_than_they_have(in_reseller, olga, adel):
    adel.role = Role.MANAGER
    with pytest.raises(RoleOutOfReach):
        change_role(adel, role=Role.OWNER, giver=adel, by=adel.actor)
    with pytest.raises(RoleOutOfReach):
        change_role(olga, role=Role.ADVISOR, giver=adel, by=adel.actor)


@pytest.mark.parametrize("role", [Role.OPERATOR_ADMIN, Role.PARTNER, "emperor", ""])
def test_a_reseller_knows_no_role_of_the_operator(in_reseller, olga, adel, role):
    with pytest.raises(RoleOutOfReach):
        change_role(adel, role=role, giver=olga, by=olga.actor)
    with pytest.raises(RoleOutOfReach):
        add_person(email="x@example.com", name="X", role=role, by=olga.actor)


def test_the_last_owner_stays(in_reseller, olga):
    with pytest.raises(LastOwner):
        change_role(olga, role=Role.MANAGER, giver=olga, by=olga.actor)
    with pytest.raises(LastOwner):
        deactivate(olga, giver=olga, by=olga.actor)
    assert User.objects.get(pk=olga.pk).role == Role.OWNER


def test_one_of_two_owners_may_go(in_reseller, olga, adel):
    change_role(adel, role=Role.OWNER, giver=olga, by=olga.actor)
    deactivate(olga, giver=adel, by=adel.actor)
    assert not User.objects.get(pk=olga.pk).is_active


def test_roles_and_permissions_fit_their_kind():
    assert roles_with("withdrawals.pay", kind="reseller") == ["owner", "accountant"]
    assert set(roles_of("reseller")) & set(roles_of("operator")) == set()
    assert set(roles_of("reseller")) | set(roles_of("operator")) == set(Role.values)
