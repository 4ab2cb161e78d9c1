"""The runner's command line."""

import sys

from deploy.local.assets import copy_assets
from deploy.local.errors import Halt

VERBS = {"assets": copy_assets}


def main() -> int:
    """Do the verb that was asked for; a Halt becomes one clear message and exit code 1."""
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb not in VERBS:
        print(f"usage: python3 -m deploy.local {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        VERBS[verb]()
    except Halt as halt:
        print(f"✗ {halt}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
