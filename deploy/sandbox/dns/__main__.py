"""`python -m deploy.sandbox.dns`: run the loopback name server."""

import sys

from deploy.sandbox.command import options, run
from deploy.sandbox.dns.sandbox import serve


def main() -> int:
    """Read the command line and serve: DNS over UDP and the page over TCP, on the same port."""
    given = options("dns", port=8053, data=".data/dns").parse_args()
    return run("dns", lambda: serve(data=given.data, host=given.host, port=given.port))


if __name__ == "__main__":
    sys.exit(main())
