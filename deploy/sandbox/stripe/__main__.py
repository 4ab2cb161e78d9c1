"""`python -m deploy.sandbox.stripe`: run the loopback Stripe."""

import sys

from deploy.sandbox.command import options, run
from deploy.sandbox.stripe.sandbox import serve


def main() -> int:
    """Read the command line and serve."""
    parser = options("stripe", port=12111, data=".data/stripe")
    parser.add_argument("--latency-ms", type=float, default=0, help="how long each API call takes")
    parser.add_argument("--chaos", type=int, metavar="SEED", help="repeat and reorder webhooks by this seed")
    parser.add_argument("--public-url", help="address of the hosted pages, when not the one that was called")
    given = parser.parse_args()
    return run("stripe sandbox", lambda: serve(
        data=given.data, host=given.host, port=given.port, latency_ms=given.latency_ms, chaos=given.chaos,
        public_url=given.public_url,
    ))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
