"""Cache keys that carry the tenant, and a cache whose outage slows pages down but breaks none."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from .context import current_tenant

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")

# One slow answer is enough: a server that hangs must not cost every request its time-out.
REST_SECONDS = 5.0


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """A key of the current tenant; `NoTenant` where there is none (RELIABILITY 34).

    The uuid, not the schema, is in it: a restored copy of a tenant does not read the original's entries.
    """
    return f"{current_tenant().uuid}:{key_prefix}:{version}:{key}"


def forget_tenant(uuid: UUID) -> int:
    """Drop every entry of a tenant, now; what a Redis that is away still holds ends by its own time."""
    try:
        client = caches["default"]._cache.get_client(None, write=True)  # type: ignore[attr-defined]
        keys = list(client.scan_iter(match=f"{uuid}:*", count=1000))
        return int(client.delete(*keys)) if keys else 0
    except RedisError:
        log.warning("cache_unreachable", operation="forget_tenant")
        return 0


class ForgivingRedisCache(RedisCache):
    """A cache miss where Redis does not answer: what is cached can be read again (RELIABILITY 19).

    `add` and `incr` still raise: whoever counts or locks must know that nothing was counted.
    """

    _rests_until = 0.0
    # Counts of attempts (allauth's): who counts must know that nothing was counted.
    _COUNTED = "allauth:rl:"

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if key.startswith(self._COUNTED):
            return super().get(key, default, version)
        return self._try("get", default, lambda: super(ForgivingRedisCache, self).get(key, default, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._try("get_many", {}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._try("has_key", False, lambda: super(ForgivingRedisCache, self).has_key(key, version))

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> None:
        if key.startswith(self._COUNTED):
            return super().set(key, value, *args, **options)
        return self._try(
            "set", None, lambda: super(ForgivingRedisCache, self).set(key, value, *args, **options)
        )

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[Any]:
        return self._try(
            "set_many", [], lambda: super(ForgivingRedisCache, self).set_many(data, *args, **options)
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._try("delete", False, lambda: bool(super(ForgivingRedisCache, self).delete(key, version)))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._try("delete_many", None, lambda: super(ForgivingRedisCache, self).delete_many(keys, version))

    @classmethod
    def _try(cls, operation: str, otherwise: Answer, ask: Callable[[], Answer]) -> Answer:
        if time.monotonic() < cls._rests_until:
            return otherwise
        try:
            return ask()
        except RedisError:
            cls._rests_until = time.monotonic() + REST_SECONDS
            log.warning("cache_unreachable", operation=operation)
            return otherwise
