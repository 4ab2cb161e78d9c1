"""`tenants/` alone switches schema: nothing else may, by whatever name (DESIGN, "Mechanisms")."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("config", "branding", "shared_apps", "tenant_apps", "deploy", "templates", "tests", "manage.py")
SWITCHES = re.compile(
    r"""\b(set_tenant|set_schema|set_schema_to_public|schema_context|tenant_context|get_public_schema_name)\b
      | \bconnection\.(tenant|schema_name)\s*=
      | \bSET\s+(SESSION\s+|LOCAL\s+)?search_path
      | set_config\(\s*['"]search_path
      | \bALTER\s+(ROLE|USER|DATABASE)\b.*\bsearch_path
      | \b(RESET|DISCARD)\s+ALL\b
      | \b_adopt\b
      | \bin_scope\b
      | from\s+tenants\.context\s+import\b.*\b(Scope|in_scope|switch_statement)\b
      | \bunfinished=True
      | \bacting_in_stopped\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The test run's own set-up, the tests of the switch itself, and this file.
EXEMPT = {"tests/conftest.py", "tests/guards/test_scope.py", "tests/guards/test_schemas.py"}
# A tenant that is suspended or archived is entered by its export and by a command that is written on both sides.
EXEMPT |= {"shared_apps/crossings/commanding.py", "shared_apps/tenant_controls/export/reading.py"}
EXEMPT_FOLDERS = ("tests/tenants/",)


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [*found, ROOT / "manage.py"]


def test_nothing_outside_tenants_switches_schema() -> None:
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if name in EXEMPT or name.startswith(EXEMPT_FOLDERS):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert not SWITCHES.search(line), f"{name}:{number} switches schema: use acting_in"


@pytest.mark.parametrize(
    "line",
    [
        "connection.set_tenant(t)",
        "with schema_context('x'):",
        "with tenant_context(t):",
        "connection.set_schema('x')",
        'cursor.execute("SET search_path TO x")',
        'cursor.execute("set local search_path = x")',
        "SELECT set_config('search_path', 'x', false)",
        "connection.schema_name = 'x'",
        "from tenants.context import _adopt",
        "with acting_in(t, unfinished=True):",
        "with acting_in_stopped(t):",
        "DISCARD ALL",
        "ALTER ROLE x SET search_path = y",
    ],
)
def test_the_pattern_finds_each_way(line: str) -> None:
    assert SWITCHES.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "with acting_in(tenant):",
        "tenant.schema_name",
        "def tenant_at(host):",
        "connection.cursor()",
        "discard_all",
    ],
)
def test_the_pattern_leaves_honest_code_alone(line: str) -> None:
    assert not SWITCHES.search(line)


def test_per_tenant_work_starts_no_thread_of_its_own() -> None:
    """A thread begins without a tenant; code that starts one must enter it there, so only known places may."""
    # The second one asks the DNS, the others hang up a connection: they read no table.
    known = {
        "tenants/schemas/batches.py",
        "shared_apps/kernel/dns.py",
        "shared_apps/kernel/fetch.py",
        "tenant_apps/notices/smtp.py",
    }
    starts = re.compile(r"\b(Thread|ThreadPoolExecutor|ProcessPoolExecutor|Timer)\(")
    folders = ("tenants", "branding", "shared_apps", "tenant_apps", "config")
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if starts.search(path.read_text())
    }
    assert found <= known
