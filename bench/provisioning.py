"""A new reseller: from the pool, with an empty pool, a hundred at once; beside create + migrate."""

from __future__ import annotations

from statistics import median

from django.db import connection, transaction

from tenants.context import acting_on_shared_data
from tenants.models import SpareSchema, Tenant
from tenants.schemas import pool
from tenants.schemas.building import new_schema_name

from .children import measure
from .report import Figure, clock, heading, ms, note, show
from .tenants import provision_at_once, provision_one, wish

STOCK_RUNS = 3
AT_ONCE = 100


def run(tenants: int) -> None:
    heading(f"Provisioning, at up to {tenants} tenants")
    cold = [provision_one()[1] for _ in range(10)]
    note("filling the pool")
    with clock() as filling:
        made = pool.fill(pause=0, most=max(tenants - 10, 1))
    claimed = [provision_one()[1] for _ in range(min(60, tenants // 3))]
    bare = _bare_transactions()
    at_once = provision_at_once(AT_ONCE, threads=AT_ONCE) if tenants >= 2 * AT_ONCE else []
    while _spares():
        provision_one()
    schemas = _rows_without_schemas(STOCK_RUNS)
    stock = measure("bench.stock", "provision", *schemas, settings="bench.stock_settings")
    _tell("pool: provision until live", claimed, stock, goal_ms=5)
    _tell("empty pool: provision until live", cold, stock, goal_ms=300)
    _tell("refill: one spare schema", [filling[0] / made], stock)
    show(
        Figure(
            "pool, in transactions", f"{median(claimed) / median(bare):.1f}", f"one bare UPDATE {ms(bare)}"
        )
    )
    _tell_at_once(at_once)


def _tell(what: str, ours: list[float], stock: list[float], goal_ms: float | None = None) -> None:
    ratio = f"1 : {median(stock) / median(ours):,.0f}"
    goal = f"≤ {goal_ms:.0f} ms" if goal_ms else ""
    met = 1000 * median(ours) <= goal_ms if goal_ms else None
    show(Figure(what, ms(ours), f"create + migrate {ms(stock)}", ratio, goal, met))


def _tell_at_once(spent: list[float | Exception]) -> None:
    if not spent:
        return
    faults = [each for each in spent if isinstance(each, Exception)]
    good = [each for each in spent if isinstance(each, float)]
    show(
        Figure(
            f"{AT_ONCE} at once from the pool, each",
            ms(good),
            f"{len(faults)} failed",
            "",
            "none",
            not faults,
        )
    )


def _bare_transactions() -> list[float]:
    """What one committed row costs on this disk: no claim can be faster."""
    spent = []
    with acting_on_shared_data():
        key = Tenant.objects.values_list("pk", flat=True)[0]
        for _ in range(40):
            with clock() as taken, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE tenants_tenant SET name = name WHERE id = %s", [key])
            spent += taken
    return spent


def _spares() -> bool:
    with acting_on_shared_data():
        return SpareSchema.objects.exists()


def _rows_without_schemas(number: int) -> list[str]:
    """Tenants for the baseline to make schemas for. PROVISIONING: our own commands leave them alone."""
    names = []
    with acting_on_shared_data():
        for _ in range(number):
            asked = wish() | {"schema_name": new_schema_name()}
            asked["default_language"] = asked.pop("language")
            del asked["by"]
            names.append(Tenant.objects.create(**asked).schema_name)
    return names
