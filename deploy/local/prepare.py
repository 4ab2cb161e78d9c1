"""Brings database and static files up to date in one Django start: `python -m deploy.local.prepare <steps>`.

What the commands print goes to `.data/log/prepare.log`; the terminal shows the steps.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TextIO

from deploy.local.errors import last_lines
from deploy.local.paths import data_dir
from deploy.local.progress import step

STEPS: dict[str, tuple[str, list[str]]] = {
    "migrate": ("Migrating the database", ["migrate_tenants"]),
    "demo": ("Loading the demo", ["load_demo"]),
    "static": ("Collecting static files", ["collectstatic", "--noinput", "--clear"]),
}


def accounts_file() -> Path:
    """Where the demo's accounts are kept for the next start's table."""
    return data_dir() / "accounts.json"


def main(steps: Sequence[str]) -> int:
    """Do the steps in order; the first that fails is named with the end of its log."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    log = data_dir() / "log" / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        for name in steps:
            label, command = STEPS[name]
            if not _do(label, command, out):
                print(f"✗ {label} failed; its log is {log}:\n{last_lines(log.read_text())}", file=sys.stderr)
                return 1
    return 0


def _do(label: str, command: list[str], out: TextIO) -> bool:
    try:
        with step(label), redirect_stdout(out), redirect_stderr(out):
            _call(command)
    except Exception:  # noqa: BLE001 - whatever it is belongs in the log
        traceback.print_exc(file=out)
        out.flush()
        return False
    return True


def _call(command: list[str]) -> None:
    import django
    from django.core.management import call_command

    from tenants.context import acting_on_shared_data

    django.setup()
    with acting_on_shared_data():
        call_command(*command)
        if command == ["load_demo"]:
            accounts = io.StringIO()
            call_command("demo_accounts", "--format", "json", stdout=accounts)
            accounts_file().write_text(accounts.getvalue())


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
    sys.exit(130)
