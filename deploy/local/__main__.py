"""The runner's command line: `python3 -m deploy.local <verb>`.

This file must parse on any Python 3, to find one that will do or to say so; the others may be modern.
"""

import os
import shutil
import subprocess
import sys

NEWER = ("python3.12", "python3.11", "python3.13", "python3.14")

if sys.version_info < (3, 11):  # noqa: UP036
    for name in filter(shutil.which, NEWER):
        # A version manager leaves names on PATH that it refuses to run.
        if (
            subprocess.run(
                [name, "--version"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ).returncode
            == 0
        ):
            os.execvp(name, [name, "-m", "deploy.local", *sys.argv[1:]])
    sys.exit(f"✗ Vitrine needs Python 3.11 or later, not {sys.version.split()[0]}: install python3.11.")

from deploy.local.cli import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
