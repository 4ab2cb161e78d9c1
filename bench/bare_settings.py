"""Tenants and nothing else in the path of a request: what `plain_settings` is held against."""

from bench.settings import *  # noqa: F403

BENCH_MIDDLEWARE = ["tenants.middleware.TenantMiddleware"]
