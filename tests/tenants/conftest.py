"""What the tests of tenancy share: tenants of their own, migrations of a later release, other connections."""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.provisioning import finish, provision
from tenants.schemas import plans

BY = Actor.system("tests")
_numbers = count(1)


def wish(slug: str, kind: str = "reseller") -> dict[str, Any]:
    """What `provision` is asked for."""
    return {
        "slug": slug,
        "name": slug.title(),
        "kind": kind,
        "language": "en",
        "currency": "TRY",
        "country": "TR",
        "time_zone": "UTC",
        "by": BY,
    }


def new_tenant(slug: str) -> Tenant:
    with acting_on_shared_data():
        return finish(provision(**wish(slug)).pk, by=BY)


def rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Rows of a query in the scope in force."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture(autouse=True)
def _pages_without_hashed_names(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def later_release(tmp_path: Path, settings: Any) -> Iterator[Callable[[str, str, str], None]]:
    """Adds migrations to an app as a later release would: `add(label, name, operations)`."""
    package_root = tmp_path / "later"
    package_root.mkdir()
    sys.path.insert(0, str(package_root))

    def add(label: str, name: str, operations: str, extra: str = "") -> None:
        earlier = settings.MIGRATION_MODULES.get(label, f"{apps.get_app_config(label).name}.migrations")
        folders = list(importlib.import_module(earlier).__path__)
        package = f"later_{label}_{next(_numbers)}"
        folder = package_root / package
        folder.mkdir()
        (folder / "__init__.py").write_text(f"__path__.extend({folders!r})\n")
        leaf = max(key[1] for key in plans.loader().graph.leaf_nodes(label))
        (folder / f"{name}.py").write_text(
            _MIGRATION.format(
                label=label, leaf=leaf, operations=textwrap.indent(operations, " " * 8), extra=extra
            )
        )
        settings.MIGRATION_MODULES = {**settings.MIGRATION_MODULES, label: package}
        _forget_plans()

    yield add
    settings.MIGRATION_MODULES = {}
    _forget_plans()
    sys.path.remove(str(package_root))


_MIGRATION = """
from django.db import migrations, models
{extra}

class Migration(migrations.Migration):
    dependencies = [("{label}", "{leaf}")]
    operations = [
{operations}
    ]
"""


def _forget_plans() -> None:
    plans.plan_of.cache_clear()
    plans.loader.cache_clear()
