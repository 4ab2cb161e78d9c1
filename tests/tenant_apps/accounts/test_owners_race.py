"""Two who hold everything shut each other out at the same moment: one stays (RELIABILITY 33)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs import LastOwner, RoleOutOfReach, change_role, deactivate
from tenant_apps.clients.contacts import LastContactOwner, remove_contact
from tenant_apps.clients.models import Contact
from tenants.context import acting_in


def at_once(tenant, attempt, *pairs):
    """What came of an attempt for each pair, tried at the same moment."""
    gate = Barrier(len(pairs))

    def run(pair):
        try:
            with acting_in(tenant):
                gate.wait(5)
                attempt(*pair)
                return "done"
        except (LastOwner, RoleOutOfReach, LastContactOwner) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as pool:
        return sorted(pool.map(run, pairs))


@pytest.mark.django_db(transaction=True)
def test_one_owner_one_administrator_and_one_owner_of_a_client_are_left(
    reseller, operator, olga, adel, opal, carl, sam, carls_client
):
    """One test for all three: a test that commits costs a copy of the database."""
    with acting_in(reseller):
        User.objects.filter(pk=adel.pk).update(role="owner")
        Contact.objects.create(person=sam, client=carls_client, role="owner")
        mine, other = Contact.objects.filter(client=carls_client).order_by("pk")
    with acting_in(operator):
        twin = User.objects.create_user("ada@example.com", "a long password", name="Ada", role="admin")

    def demote(target, giver):
        person, by = User.objects.get(pk=target), User.objects.get(pk=giver)
        change_role(person, role="manager", giver=by, by=by.actor)

    def shut_out(target, giver):
        person, by = User.objects.get(pk=target), User.objects.get(pk=giver)
        deactivate(person, giver=by, by=by.actor)

    def remove(contact, person):
        remove_contact(Contact.objects.get(pk=contact), by=person.actor)

    assert at_once(reseller, demote, (olga.pk, adel.pk), (adel.pk, olga.pk)) == ["LastOwner", "done"]
    answers = at_once(operator, shut_out, (opal.pk, twin.pk), (twin.pk, opal.pk))
    assert answers == ["LastOwner", "done"]
    assert at_once(reseller, remove, (mine.pk, sam), (other.pk, carl)) == ["LastContactOwner", "done"]
    with acting_in(reseller):
        assert User.objects.filter(role="owner", is_active=True).count() == 1
        assert Contact.objects.filter(client=carls_client, role="owner").count() == 1
    with acting_in(operator):
        assert User.objects.filter(role="admin", is_active=True).count() == 1
