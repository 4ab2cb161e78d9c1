"""Two owners who demote each other at the same moment: one stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs import LastOwner, RoleOutOfReach, change_role
from tenants.context import acting_in


@pytest.mark.django_db(transaction=True)
def test_one_owner_is_left(reseller, olga, adel):
    with acting_in(reseller):
        User.objects.filter(pk=adel.pk).update(role="owner")
    gate = Barrier(2)

    def demote(target_pk, giver_pk):
        try:
            with acting_in(reseller):
                target, giver = User.objects.get(pk=target_pk), User.objects.get(pk=giver_pk)
                gate.wait(5)
                change_role(target, role="manager", giver=giver, by=giver.actor)
                return "done"
        except (LastOwner, RoleOutOfReach) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(demote, (olga.pk, adel.pk), (adel.pk, olga.pk)))
    assert sorted(answers) == ["LastOwner", "done"]
    with acting_in(reseller):
        assert User.objects.filter(role="owner", is_active=True).count() == 1
