"""The table of addresses and accounts that `make run` shows."""

import json
import os
from collections.abc import Sequence

from deploy.local.environment import (
    DNS,
    OUTBOX,
    REGISTRAR,
    STRIPE,
    WEB,
    uses_own_dns,
    uses_own_registrar,
    uses_own_stripe,
)
from deploy.local.prepare import accounts_file


def sign(seconds: float) -> str:
    """Everything that somebody needs to look around, as text."""
    blocks = [f"\nVitrine is ready after {seconds:.1f} s.\n", table([("WHERE", "ADDRESS"), *_addresses()])]
    if accounts_file().exists():
        blocks.append(_accounts(json.loads(accounts_file().read_text())))
    return "\n".join([*blocks, "\nCtrl-C stops everything; the data stays.\n"])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as their widest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def _addresses() -> list[tuple[str, str]]:
    domain = os.environ.get("PLATFORM_DOMAIN", "vitrine.localhost")
    platform = f"http://{domain}:{WEB.number}"
    rows = [
        ("Public site", f"{platform}/"),
        ("Master console", f"{platform}/console/"),
        ("Mail outbox", f"http://localhost:{OUTBOX.number}/"),
    ]
    if uses_own_stripe():
        rows.append(("Loopback Stripe", f"http://localhost:{STRIPE.number}/"))
    if uses_own_registrar():
        rows.append(("Loopback registrar", f"http://localhost:{REGISTRAR.number}/"))
    if uses_own_dns():
        rows.append(("Loopback DNS", f"http://localhost:{DNS.number}/"))
    return rows


def _accounts(accounts: Sequence[dict[str, str]]) -> str:
    head = [name.upper() for name in accounts[0]] if accounts else []
    return "\n" + table([head, *(list(map(str, account.values())) for account in accounts)])
