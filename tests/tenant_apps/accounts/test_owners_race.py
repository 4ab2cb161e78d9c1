"""Two who hold everything shut each other out at the same moment: one stays (RELIABILITY 33)."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs import LastOwner, RoleOutOfReach, change_role, deactivate
from tenant_apps.clients.contacts import LastContactOwner, remove_contact
from tenant_apps.clients.models import Contact
from tenants.context import acting_in


def at_once(tenant, attempts):
    """What came of each attempt: all have read what they act on, then try at the same moment."""
    gate = Barrier(len(attempts))

    def run(prepared):
        try:
            with acting_in(tenant):
                attempt = prepared()
                gate.wait(20)
                attempt()
                return "done"
        except (LastOwner, RoleOutOfReach, LastContactOwner) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


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
        return lambda: change_role(person, role="manager", giver=by, by=by.actor)

    def shut_out(target, giver):
        person, by = User.objects.get(pk=target), User.objects.get(pk=giver)
        return lambda: deactivate(person, giver=by, by=by.actor)

    def remove(contact, person):
        row = Contact.objects.get(pk=contact)
        return lambda: remove_contact(row, by=person.actor)

    demotions = [partial(demote, olga.pk, adel.pk), partial(demote, adel.pk, olga.pk)]
    assert at_once(reseller, demotions) == ["LastOwner", "done"]
    exclusions = [partial(shut_out, opal.pk, twin.pk), partial(shut_out, twin.pk, opal.pk)]
    assert at_once(operator, exclusions) == ["LastOwner", "done"]
    removals = [partial(remove, mine.pk, sam), partial(remove, other.pk, carl)]
    assert at_once(reseller, removals) == ["LastContactOwner", "done"]
    with acting_in(reseller):
        assert User.objects.filter(role="owner", is_active=True).count() == 1
        assert Contact.objects.filter(client=carls_client, role="owner").count() == 1
    with acting_in(operator):
        assert User.objects.filter(role="admin", is_active=True).count() == 1
