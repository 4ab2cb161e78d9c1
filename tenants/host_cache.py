"""What is known of hosts: in this process for a second, in Redis until a tenant or a domain changes.

A reader that was slower than a change must not put the old answer back: every entry carries the generation
of its host that was in force before the database was read, and a change makes a new one.
"""

from __future__ import annotations

import secrets
import time
import zlib
from dataclasses import fields
from functools import partial

from django.core.cache import caches
from django.db import transaction

from .records import TenantRecord

LOCAL_SECONDS = 1.0
SHARED_SECONDS = 60
_GENERATION_SECONDS = 2 * SHARED_SECONDS
_MOST_ENTRIES = 10_000
# Pickled records are read by position: another shape must not meet them during a deployment.
_SHAPE = zlib.crc32(repr([field.name for field in fields(TenantRecord)]).encode())

near: dict[str, tuple[float, TenantRecord | None]] = {}


def recall_near(host: str) -> tuple[bool, TenantRecord | None]:
    """Whether this process knows the host, and its tenant (None for an unknown host)."""
    known = near.get(host)
    if known and known[0] > time.monotonic():
        return True, known[1]
    return False, None


def keep_near(host: str, found: TenantRecord | None) -> None:
    if len(near) >= _MOST_ENTRIES:
        near.clear()
    near[host] = (time.monotonic() + LOCAL_SECONDS, found)


def recall(host: str) -> tuple[TenantRecord | None, str]:
    """The tenant that Redis knows, if any, and the generation to `keep` an answer under."""
    entry_key, generation_key = _keys(host)
    found = caches["shared"].get_many([entry_key, generation_key])
    generation = found.get(generation_key, "")
    kept_under, record = found.get(entry_key, ("", None))
    return (record if kept_under == generation else None), generation


def keep(host: str, generation: str, record: TenantRecord) -> None:
    caches["shared"].set(_keys(host)[0], (generation, record), SHARED_SECONDS)


def drop_after_commit(host: str) -> None:
    """Forget a host everywhere once the transaction that changes it is committed."""
    transaction.on_commit(partial(drop, host))


def drop(host: str) -> None:
    """Forget a host now: in Redis, and in this process; other processes follow within a second."""
    caches["shared"].set(_keys(host)[1], secrets.token_hex(8), _GENERATION_SECONDS)
    near.pop(host, None)


def _keys(host: str) -> tuple[str, str]:
    return f"host:{_SHAPE}:{host}", f"host-generation:{host}"
