"""`python -m deploy.sandbox.registrar`: run the loopback registrar."""

import os
import sys

from deploy.sandbox.command import options, run
from deploy.sandbox.registrar.sandbox import serve


def main() -> int:
    """Read the command line and serve; the signing secret comes from REGISTRAR_SECRET."""
    given = options("registrar", port=12113, data=".data/registrar").parse_args()
    secret = os.environ.get("REGISTRAR_SECRET", "")
    if not secret.startswith("whsec_"):
        print("registrar: set REGISTRAR_SECRET to the signing secret (whsec_…)", file=sys.stderr)
        return 1
    return run("registrar", lambda: serve(secret=secret, data=given.data, host=given.host, port=given.port))


if __name__ == "__main__":
    sys.exit(main())
