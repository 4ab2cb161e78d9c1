"""Sets up what a verb needs, moves into `.venv`, and does it."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from deploy.local import assets, interpreter, messages
from deploy.local.disk import require_room
from deploy.local.errors import Halt
from deploy.local.paths import ROOT, VENV, VENV_PYTHON

# The requirement set that a verb needs (none: any Python will do) and where it is. Modules are imported when
# their verb is asked for: the second start of `make run` is counted in tenths of a second.
VERBS = {
    "run": ("local", "serve:serve"),
    "manage": ("local", "manage:manage"),
    "test": ("dev", "suite:test"),
    "pictures": ("dev", "suite:pictures"),
    "bench": ("dev", "suite:bench"),
    "check": ("dev", "check:check"),
    "messages": ("dev", "messages:update_catalogues"),
    "translations": ("dev", "messages:check_catalogues"),
    "pins": ("dev", "pins:compile_pins"),
    "assets": ("", "assets:copy_assets"),
}


def main(arguments: Sequence[str]) -> int:
    """Do one verb and return the exit code. A Halt becomes its one clear message and 1."""
    verb, *rest = arguments or [""]
    if verb not in VERBS or (rest and verb != "manage"):
        print(f"usage: python3 -m deploy.local {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    try:
        return _do(verb, rest)
    except Halt as halt:
        print(f"✗ {halt}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _do(verb: str, rest: Sequence[str]) -> int:
    requirements, place = VERBS[verb]
    if requirements:
        _set_up(requirements, [verb, *rest])
    module, _, function = place.partition(":")
    return getattr(import_module(f"deploy.local.{module}"), function)(*rest) or 0


def _set_up(requirements: str, arguments: Sequence[str]) -> None:
    """Install what is missing, then go on in `.venv` when this is another Python."""
    # Processes start by the dozen here: without bytecode each would spend seconds compiling the same modules.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    require_room(ROOT, gib=1 if VENV.exists() else 3)
    interpreter.install(requirements)
    if not interpreter.is_own():
        sys.stdout.flush()
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "deploy.local", *arguments])
    assets.copy_assets()
    messages.compile_catalogues()
