"""Knows which parts of `deploy.local.prepare` a start needs, so that the next start skips them."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from os import environ
from pathlib import Path

from deploy.local.environment import uses_own_postgres
from deploy.local.errors import Halt
from deploy.local.paths import ROOT
from deploy.local.stamps import fingerprint, is_current, mark

APPS = ("tenants", "branding", "shared_apps", "tenant_apps")
STATIC = ROOT / "branding" / "static"


@dataclass(frozen=True)
class Chore:
    """A step of `deploy.local.prepare`, what it was last done for and what it should be done for."""

    name: str
    stamp: Path
    wanted: str
    always: bool = False

    def is_due(self) -> bool:
        """Whether the step has to be done."""
        return self.always or not is_current(self.stamp, self.wanted)


def bring_up_to_date(data_dir: Path, env: Mapping[str, str]) -> None:
    """Migrate, load the demo and collect static files, each only when something it depends on has changed."""
    due = [chore for chore in chores(data_dir, env["DATABASE_URL"]) if chore.is_due()]
    if not due:
        return
    command = [sys.executable, "-m", "deploy.local.prepare", *(chore.name for chore in due)]
    if subprocess.run(command, check=False, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL).returncode:
        raise Halt("Vitrine is not ready to serve: put right what is said above, then try again.")
    for chore in due:
        mark(chore.stamp, chore.wanted)


def chores(data_dir: Path, database_url: str) -> list[Chore]:
    """Every step, due or not. A database that is not our own may be another one by now: always migrate it."""
    stamps = _database_stamps(data_dir, database_url)
    collected = (data_dir / "static" / "staticfiles.json").exists()
    steps = [
        Chore("migrate", stamps / "vitrine.migrated", _migrations(), always=not uses_own_postgres()),
        Chore("demo", stamps / "vitrine.demo", "loaded"),
        Chore("static", data_dir / "static.stamp", _static_files(), always=not collected),
    ]
    return [step for step in steps if step.name != "demo" or environ.get("VITRINE_DEMO") != "0"]


def _database_stamps(data_dir: Path, database_url: str) -> Path:
    """Beside the embedded database, to vanish with it; for another one, under its address's digest."""
    if uses_own_postgres():
        return data_dir / "postgres"
    return data_dir / "stamps" / sha256(database_url.encode()).hexdigest()[:16]


def _migrations() -> str:
    files = [path for app in APPS for path in sorted((ROOT / app).glob("**/migrations/*.py"))]
    return fingerprint(ROOT / "requirements" / "base.txt", ROOT / "config" / "settings.py", *files)


def _static_files() -> str:
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return fingerprint(*(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files))
