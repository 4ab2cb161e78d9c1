"""Cache keys that carry the tenant, and a cache whose outage slows pages down but breaks none."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from .context import current_tenant

log = structlog.get_logger(__name__)


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """A key of the current tenant; `NoTenant` where there is none (RELIABILITY 34).

    The uuid, not the schema, is in it: a restored copy of a tenant does not read the original's entries.
    """
    return f"{current_tenant().uuid}:{key_prefix}:{version}:{key}"


class ForgivingRedisCache(RedisCache):
    """A cache miss where Redis does not answer: what is cached can be read again (RELIABILITY 19)."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError:
            log.warning("cache_unreachable", operation="get")
            return default

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> None:
        try:
            super().set(key, value, *args, **options)
        except RedisError:
            log.warning("cache_unreachable", operation="set")

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except RedisError:
            log.warning("cache_unreachable", operation="delete")
            return False
