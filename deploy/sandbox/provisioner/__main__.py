"""`python -m deploy.sandbox.provisioner`: run the loopback provisioner."""

import os
import sys

from deploy.sandbox.command import options, run
from deploy.sandbox.provisioner.sandbox import serve


def main() -> int:
    """Read the command line and serve; the signing secret comes from PROVISIONER_SECRET."""
    given = options("provisioner", port=12112, data=".data/provisioner").parse_args()
    secret = os.environ.get("PROVISIONER_SECRET", "")
    if not secret.startswith("whsec_"):
        print("provisioner: set PROVISIONER_SECRET to the signing secret (whsec_…)", file=sys.stderr)
        return 1
    return run("provisioner", lambda: serve(secret=secret, data=given.data, host=given.host, port=given.port))


if __name__ == "__main__":
    sys.exit(main())
