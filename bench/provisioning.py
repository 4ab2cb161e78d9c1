"""A new reseller: from the pool, with an empty pool, a hundred at once; beside create + migrate."""

from __future__ import annotations

from statistics import median

from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.schemas import pool
from tenants.schemas.building import new_schema_name

from .children import measure
from .report import Figure, clock, heading, ms, note, show
from .tenants import BY, provision_at_once, provision_one, wish

STOCK_RUNS = 3


def run(tenants: int) -> None:
    heading(f"Provisioning, at up to {tenants} tenants")
    cold = [provision_one()[1] for _ in range(10)]
    note("filling the pool")
    with clock() as filling:
        made = pool.fill(pause=0, most=tenants - 10)
    claimed = [provision_one()[1] for _ in range(min(60, tenants // 3))]
    at_once = provision_at_once(100, threads=100) if tenants >= 200 else []
    while _spares():
        provision_one()
    stock = measure("bench.stock", "provision", *_stock_schemas(STOCK_RUNS), settings="bench.stock_settings")
    _tell(cold, filling[0] / made, claimed, at_once, stock)


def _tell(
    cold: list[float],
    refill: float,
    claimed: list[float],
    at_once: list[float | Exception],
    stock: list[float],
) -> None:
    beside = f"create + migrate {ms(stock)}"
    slow = median(stock)
    show(
        Figure(
            "pool: provision until live",
            ms(claimed),
            beside,
            f"1 : {slow / median(claimed):,.0f}",
            "≤ 5 ms",
            median(claimed) <= 0.005,
        )
    )
    show(
        Figure(
            "empty pool: provision until live",
            ms(cold),
            beside,
            f"1 : {slow / median(cold):,.0f}",
            "≤ 300 ms",
            median(cold) <= 0.3,
        )
    )
    show(Figure("refill: one spare schema", ms([refill]), beside, f"1 : {slow / refill:,.0f}"))
    if at_once:
        faults = [each for each in at_once if isinstance(each, Exception)]
        good = [each for each in at_once if isinstance(each, float)]
        show(
            Figure(
                "100 at once from the pool, each",
                ms(good),
                f"{len(faults)} failed",
                "",
                "none fails",
                not faults,
            )
        )


def _spares() -> bool:
    with acting_on_shared_data():
        return pool.SpareSchema.objects.exists()


def _stock_schemas(number: int) -> list[str]:
    """Rows without schemas. PROVISIONING: our own commands leave them alone."""
    with acting_on_shared_data():
        asked = [{**wish(), "schema_name": new_schema_name()} for _ in range(number)]
        for each in asked:
            each["default_language"] = each.pop("language")
            each.pop("by")
        return [Tenant.objects.create(**each).schema_name for each in asked]


__all__ = ["BY", "run"]
