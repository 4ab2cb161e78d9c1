"""The relay: takes what is due and hands it to the broker; the only code that speaks to the broker."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.db import Error, connection

from tenants.context import acting_on_shared_data

from .verbs import give_back, plan_nightly, return_lost, take_due

log = structlog.get_logger(__name__)

BATCH = 200
IDLE_SECONDS = 0.2
OUTAGE_SECONDS = 2.0
LOST_EVERY_SECONDS = 10.0

Send = Callable[[int], None]


def relay(send: Send, *, stop: Callable[[], bool]) -> None:
    """Hand over due entries until `stop()`; survives a broker or database that is away for a while."""
    looked_for_lost = 0.0
    while not stop():
        try:
            with acting_on_shared_data():
                if time.monotonic() - looked_for_lost > LOST_EVERY_SECONDS:
                    return_lost()
                    plan_nightly()
                    looked_for_lost = time.monotonic()
                handed = relay_once(send)
        except Error:
            log.warning("database_unreachable")
            connection.close()
            time.sleep(OUTAGE_SECONDS)
            continue
        if not handed:
            time.sleep(IDLE_SECONDS)


def relay_once(send: Send) -> int:
    """One batch: the count handed over. What the broker does not take is due again at once."""
    due = take_due(BATCH)
    for position, entry in enumerate(due):
        if not _sent(send, entry):
            give_back(due[position:])
            time.sleep(OUTAGE_SECONDS)
            return position
    return len(due)


def _sent(send: Send, entry: int) -> bool:
    try:
        send(entry)
    except OSError as fault:
        log.warning("broker_unreachable", reason=str(fault))
        return False
    return True
