"""The product's settings with the probe's addresses on every host: for servers that tests start."""

from config.settings import *  # noqa: F403
from config.settings import STORAGES, TENANT_TYPES

TENANT_TYPES = {
    kind: {**entry, "URLCONF": "tests.tenants.probe_urls"} for kind, entry in TENANT_TYPES.items()
}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
