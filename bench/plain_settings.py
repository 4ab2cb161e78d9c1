"""The same view on plain Django, in one schema and without a tenant: the baseline of a request's cost."""

import os

from bench.settings import *  # noqa: F403
from bench.settings import DATABASES

DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["OPTIONS"]["options"] = (
    f"-c search_path={os.environ.get('BENCH_SCHEMA', 'public')},public"
)
BENCH_MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.urls"
