"""`python -m bench.stock provision|migrate SCHEMA…`: seconds of each under django-tenants, as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from time import perf_counter

import django


def main(action: str, schemas: list[str]) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    spent = []
    for schema in schemas:
        began = perf_counter()
        if action == "provision":
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE SCHEMA "{schema}"')
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("migrate_schemas", schema_name=schema, interactive=False, verbosity=0)
        spent.append(perf_counter() - began)
    print(json.dumps(spent))


main(sys.argv[1], sys.argv[2:])
