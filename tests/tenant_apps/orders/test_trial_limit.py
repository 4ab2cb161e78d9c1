"""The limit of sixty days comes to rows that were written before there was one (RELIABILITY 22)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection

from shared_apps.agenda.door import run_due
from shared_apps.catalog.models import Plan
from tenant_apps.orders.models import OrderLine, Service


def _run(statement: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(str(statement))


def _limit(model: Any, name: str) -> tuple[Any, Any]:
    constraint = next(one for one in model._meta.constraints if one.name == name)
    editor = connection.schema_editor()
    return constraint.remove_sql(model, editor), constraint.create_sql(model, editor)


def test_rows_above_the_limit_are_brought_within_it_first(shop: Any, carls_client: Any) -> None:
    shop.order(carls_client, shop.wish("mail-m", 5))
    run_due()
    limits = [_limit(Plan, "plan_trial_sixty_at_most"), _limit(Service, "service_trial_sixty_at_most")]
    for taken, _again in limits:
        _run(taken)
    Plan.objects.filter(sku="mail-m").update(trial_max_days=120, trial_days=90)
    Service.objects.update(trial_max_days=90, trial_total_days=75)
    OrderLine.objects.update(trial_max_days=90, trial_days=75)
    ends_at = Service.objects.get().trial_ends_at
    for _twice in range(2):
        for module in (
            "shared_apps.catalog.migrations.0002_plan_trial_end",
            "tenant_apps.orders.migrations.0002_trial_end",
        ):
            import_module(module).keep_within_limit(apps, None)
    for _taken, again in limits:
        _run(again)
    plan, service, line = Plan.objects.get(sku="mail-m"), Service.objects.get(), OrderLine.objects.get()
    assert (plan.trial_max_days, plan.trial_days) == (60, 60)
    assert (service.trial_max_days, service.trial_total_days, service.trial_ends_at) == (60, 60, ends_at)
    assert (line.trial_max_days, line.trial_days) == (60, 60)
