from __future__ import annotations

import pytest

from shared_apps.crossings import registry
from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import Event
from tenants.context import TransactionSpansTenants, acting_in, acting_on_shared_data, current_tenant
from tenants.models import SharedEvent

BY = Actor.system("tests")


@pytest.fixture
def command():
    registry.command("tests.where")(lambda *, by, **arguments: {"slug": current_tenant().slug, **arguments})
    yield "tests.where"
    del registry._commands["tests.where"]


def test_a_command_runs_inside_the_tenant_and_is_written_on_both_sides(command, operator, reseller):
    with acting_in(operator):
        answer = run(command, reseller, by=BY, reason="look", arguments={"n": 1})
    assert answer == {"slug": "alpha", "n": 1}
    with acting_on_shared_data():
        assert SharedEvent.objects.get(verb=command).reason == "look"
    with acting_in(reseller):
        assert Event.objects.get(verb=command).actor_label == "tests"


def test_an_unknown_command_is_an_error(reseller, db):
    with pytest.raises(registry.UnknownCommand):
        run("tests.nobody", reseller, by=BY, reason="", arguments={})


def test_a_failing_command_writes_nothing(reseller, db):
    def fail(*, by, **arguments):
        raise ValueError

    registry.command("tests.fail")(fail)
    try:
        with pytest.raises(ValueError):
            run("tests.fail", reseller, by=BY, reason="", arguments={})
    finally:
        del registry._commands["tests.fail"]
    with acting_on_shared_data():
        assert not SharedEvent.objects.filter(verb="tests.fail").exists()


def test_it_refuses_to_run_inside_another_tenants_transaction(command, operator, reseller):
    from django.db import transaction

    with acting_in(operator), transaction.atomic(), pytest.raises(TransactionSpansTenants):
        run(command, reseller, by=BY, reason="", arguments={})
