"""Whom PostgreSQL runs as: oneself, or an unprivileged account where that would be root, which it refuses."""

import os
import pwd
import shutil
from functools import cache
from pathlib import Path

from deploy.local.errors import Halt


@cache
def owner() -> pwd.struct_passwd | None:
    """The account that owns the data where that is not oneself."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def own(path: Path) -> None:
    """Hand `path` to the account."""
    if account := owner():
        os.chown(path, account.pw_uid, account.pw_gid)


def as_owner(*paths: str | Path) -> list[str]:
    """The prefix that runs a command as the account, able to reach `paths`."""
    account = owner()
    if account is None:
        return []
    if not shutil.which("setpriv"):
        raise Halt("PostgreSQL cannot run as root here: install util-linux, or run as an ordinary user.")
    prefix = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if not all(_is_open_to_others(Path(path)) for path in paths):
        # A checkout under /root: let the server pass closed folders above its own instead of opening them.
        prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return [*prefix, "--"]


def _is_open_to_others(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)
