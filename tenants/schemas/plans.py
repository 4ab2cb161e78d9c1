"""What a kind of schema must hold: its apps, the migrations of those apps in order, and their fingerprint."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]

# What else shapes a template: a change to any of these makes templates and spare schemas anew.
_WRITERS = ("catalog.py", "ddl.py", "seed.py", "../postgres/schema.py")


@dataclass(frozen=True)
class Plan:
    """Every migration of one kind in order; `targets` are the last ones of its apps.

    `fingerprint` is that of everything which shapes the schema: two with the same one are alike.
    """

    kind: str
    targets: tuple[Key, ...]
    keys: tuple[Key, ...]
    fingerprint: str


@cache
def loader() -> MigrationLoader:
    """The migrations on disk, read once per process and without a database."""
    return MigrationLoader(None)


@cache
def plan_of(kind: str) -> Plan:
    """The plan of `public`, `operator` or `reseller`."""
    targets = tuple(sorted(key for key in loader().graph.leaf_nodes() if key[0] in labels_of(kind)))
    keys = tuple(_in_order(targets))
    return Plan(kind, targets, keys, _fingerprint(keys))


def fingerprint_before(kind: str, missing: Iterable[Key]) -> str:
    """The fingerprint of a schema of this kind that holds everything but `missing`, as the files stand now."""
    lacking = set(missing)
    return _fingerprint(tuple(key for key in plan_of(kind).keys if key not in lacking))


def labels_of(kind: str) -> frozenset[str]:
    """The labels of the apps whose tables lie in schemas of this kind."""
    names = settings.TENANT_TYPES[kind]["APPS"]
    return frozenset(config.label for config in apps.get_app_configs() if config.name in names)


def migration(key: Key) -> Migration:
    found: Migration = loader().graph.nodes[key]
    return found


def _in_order(targets: tuple[Key, ...]) -> list[Key]:
    ordered: dict[Key, None] = {}
    for target in targets:
        ordered.update(dict.fromkeys(loader().graph.forwards_plan(target)))
    return list(ordered)


def _fingerprint(keys: tuple[Key, ...]) -> str:
    digest = hashlib.sha256(repr(django.VERSION).encode())
    for source in _WRITERS:
        digest.update((Path(__file__).parent / source).read_bytes())
    for key in keys:
        digest.update(repr(key).encode())
        digest.update(Path(inspect.getfile(sys.modules[type(migration(key)).__module__])).read_bytes())
    return digest.hexdigest()
