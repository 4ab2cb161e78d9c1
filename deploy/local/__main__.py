"""The runner's command line: `python3 -m deploy.local <verb>`.

This file must parse on any Python 3, to find one that will do or to say so; the others may be modern.
"""

import os
import shutil
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    for name in ("python3.12", "python3.11", "python3.13", "python3.14"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, "-m", "deploy.local", *sys.argv[1:]])
    sys.exit(f"✗ Vitrine needs Python 3.11 or later, not {sys.version.split()[0]}: install python3.11.")

from deploy.local.cli import main

sys.exit(main(sys.argv[1:]))
