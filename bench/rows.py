"""Many rows by copying one, in SQL: what lists have to page through."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def copy_first(model: type[Model], count: int, **new: str) -> None:
    """`count` copies of the model's first row; `new` gives columns as SQL over the row and `n` (1 to count)."""
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    if unknown := set(new) - set(columns):
        raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    values = ", ".join(new.get(name, f'"{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {values} FROM "
            f"(SELECT * FROM {table} ORDER BY id LIMIT 1) first, generate_series(1, {count}) n"
        )
        cursor.execute(f"ANALYZE {table}")
