"""`python -m deploy.sandbox.outbox`: show the mails in a folder."""

import sys

from deploy.sandbox.command import options, run
from deploy.sandbox.outbox.sandbox import serve


def main() -> int:
    """Read the command line and serve."""
    given = options("outbox", port=8025, data=".data/outbox").parse_args()
    return run("outbox", lambda: serve(folder=given.data, host=given.host, port=given.port))


if __name__ == "__main__":
    sys.exit(main())
