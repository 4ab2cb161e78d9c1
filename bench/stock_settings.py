"""The same apps and database under django-tenants' own backend: the baseline."""

from bench.settings import *  # noqa: F403
from bench.settings import DATABASES

DATABASES["default"]["ENGINE"] = "django_tenants.postgresql_backend"
DATABASES["default"]["OPTIONS"].pop("pool")
