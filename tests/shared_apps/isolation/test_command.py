"""`manage.py prove_isolation`: what it prints, and what it exits with."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.urls import path

from shared_apps.isolation.models import IsolationRun
from shared_apps.isolation.runs import begin
from shared_apps.kernel.actor import Actor
from tenants.access import public
from tenants.context import acting_on_shared_data


@pytest.fixture(autouse=True)
def _two_tenants(
    reseller: Any, other_reseller: Any, operator: Any, plain_refusals: None, settings: Any
) -> None:
    settings.DEVELOPMENT = True


def prove() -> tuple[Any, str]:
    """What the command exits with between the cast's two tenants, and all that it prints."""
    said = StringIO()
    try:
        call_command("prove_isolation", "--between", "alpha", "beta", stdout=said)
    except SystemExit as left:
        return left.code, said.getvalue()
    return 0, said.getvalue()


def last_run() -> IsolationRun:
    with acting_on_shared_data():
        return IsolationRun.objects.latest("pk")


def test_it_prints_the_count_and_exits_with_0(only: Any):
    only()
    code, said = prove()
    run = last_run()
    assert code == 0
    assert run.has_held
    assert f"{run.probes} probes between alpha, beta: data is separated" in said
    assert f"{run.counts['sessions']} sessions" in said


def test_it_names_a_leak_and_exits_with_1(only: Any):
    @public
    def keeps(request: HttpRequest) -> HttpResponse:
        return HttpResponse(caches["shared"].get_or_set(f"page:{request.path}", request.get_host))

    only(path("leaky/", keeps, name="keeps"))
    code, said = prove()
    caches["shared"].clear()
    assert code == 1
    assert "LEAK    pages: GET /leaky/" in said
    assert "answers too many" in said
    assert last_run().status == IsolationRun.Status.BROKEN


def test_tenants_of_real_people_are_left_alone(settings: Any):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="left alone"):
        prove()
    with acting_on_shared_data():
        assert not IsolationRun.objects.exists()


def test_it_waits_for_no_other_run():
    begin("a, b", by=Actor.system("tests"))
    with pytest.raises(CommandError, match="under way"):
        prove()
