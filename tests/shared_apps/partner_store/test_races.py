"""Two reviewers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PartnerApplication
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_ten_clicks_at_once_one_accepts(application: Any, opal: Any, operator: Any) -> None:
    start = Barrier(10)

    def click(number: int) -> bool:
        try:
            with acting_in(operator):
                mine = PartnerApplication.objects.get()
                start.wait(timeout=30)
                verbs.accept_application(
                    mine, slug=f"gamma-{number}", language="en", currency="TRY", by=opal.actor
                )
            return True
        except IllegalMove:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(lambda number: Context().run(click, number), range(10)))
    assert outcomes.count(True) == 1
    with acting_on_shared_data():
        assert Tenant.objects.filter(slug__startswith="gamma").count() == 1


def test_accepting_and_rejecting_at_once_does_one_of_them(application: Any, opal: Any, operator: Any) -> None:
    start = Barrier(2)

    def decide(accepts: bool) -> bool:
        try:
            with acting_in(operator):
                mine = PartnerApplication.objects.get()
                start.wait(timeout=30)
                if accepts:
                    verbs.accept_application(mine, slug="gamma", language="en", currency="TRY", by=opal.actor)
                else:
                    verbs.reject_application(mine, reason="No.", by=opal.actor)
            return True
        except IllegalMove:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda accepts: Context().run(decide, accepts), [True, False]))
    assert outcomes.count(True) == 1
    with acting_on_shared_data():
        is_accepted = PartnerApplication.objects.get().status == "accepted"
        assert Tenant.objects.filter(slug="gamma").exists() is is_accepted
