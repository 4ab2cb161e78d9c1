"""`python3 -m deploy.local manage <command>`: a management command on the data of `make run`."""

import subprocess
import sys

from deploy.local import postgres, redis
from deploy.local.environment import POSTGRES, REDIS, environment, uses_own_postgres, uses_own_redis
from deploy.local.paths import ROOT, data_dir


def manage(*command: str) -> int:
    """Run the command against the stores that `make run` serves, or start them for as long as it takes."""
    folder = data_dir()
    stores = {}
    # Stores that this process starts are on its leash and stop with it; those of `make run` stay.
    if uses_own_postgres():
        stores["DATABASE_URL"] = postgres.start(folder / "postgres", POSTGRES.number)
    if uses_own_redis():
        stores["REDIS_URL"] = redis.start(folder / "redis", REDIS.number)
    environ = environment(folder, stores)
    return subprocess.run(
        [sys.executable, "manage.py", *command], check=False, cwd=ROOT, env=environ
    ).returncode
