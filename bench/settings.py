"""The product's settings on a database of the benchmark's own, quiet, with a few addresses added."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, LOGGING, STORAGES, TENANT_TYPES

DATABASES["default"]["NAME"] = os.environ.get("BENCH_DATABASE", "bench_vitrine")
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 20, "timeout": 30}
TENANT_TYPES = {
    kind: {**entry, "URLCONF": "bench.urls" if kind == "reseller" else entry["URLCONF"]}
    for kind, entry in TENANT_TYPES.items()
}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = {**LOGGING, "root": {**LOGGING["root"], "level": "CRITICAL"}}
SPARE_SCHEMAS = 0

# A later release, with one more migration for every reseller: `field` in SQL, `rows` in Python.
LATER_RELEASE = os.environ.get("BENCH_LATER", "")
MIGRATION_MODULES = {"clients": "bench.later_clients"} if LATER_RELEASE else {}
