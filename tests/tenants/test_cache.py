"""A cache entry belongs to a tenant, and a cache that is away breaks no page (RELIABILITY 19, 34)."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache, caches
from redis.exceptions import RedisError

from tenants.cache import ForgivingRedisCache
from tenants.context import NoTenant, acting_in, acting_on_shared_data


def test_there_is_no_entry_without_a_tenant(db: None) -> None:
    for attempt in (lambda: cache.get("x"), lambda: cache.set("x", 1), lambda: cache.delete("x")):
        with pytest.raises(NoTenant):
            attempt()
    with acting_on_shared_data(), pytest.raises(NoTenant):
        cache.get("x")


def test_tenants_do_not_read_each_other(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        cache.set("x", "mine")
        with acting_in(other_reseller):
            assert cache.get("x") is None
        assert cache.get("x") == "mine"


def test_a_restored_copy_does_not_read_the_original(reseller: Any) -> None:
    with acting_in(reseller):
        cache.set("x", "mine")
    with acting_in(replace(reseller, uuid=uuid4())):
        assert cache.get("x") is None


@pytest.fixture
def unreachable() -> Any:
    ForgivingRedisCache._rests_until = 0.0
    yield ForgivingRedisCache("redis://127.0.0.1:9/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    ForgivingRedisCache._rests_until = 0.0


def test_reading_and_writing_without_redis_is_a_miss(unreachable: Any) -> None:
    unreachable.set("x", 1)
    unreachable.set_many({"x": 1})
    unreachable.delete("x")
    unreachable.delete_many(["x"])
    assert unreachable.get("x", "nothing") == "nothing"
    assert unreachable.get_many(["x"]) == {}
    assert "x" not in unreachable


def test_counting_without_redis_is_an_error(unreachable: Any) -> None:
    with pytest.raises(RedisError):
        unreachable.add("x", 1)


def test_a_server_that_hangs_is_asked_once_and_not_by_every_request(
    unreachable: Any, monkeypatch: Any
) -> None:
    asked = []

    def hang() -> None:
        asked.append(1)
        time.sleep(0.05)
        raise RedisError

    for _ in range(20):
        unreachable._try("get", None, hang)
    assert len(asked) == 1


def test_pages_answer_without_redis(reseller: Any, unreachable: Any, monkeypatch: Any) -> None:
    from tenants.hosts import tenant_at

    monkeypatch.setattr(caches["shared"], "_try", unreachable._try, raising=False)
    ForgivingRedisCache._rests_until = time.monotonic() + 60
    assert tenant_at(reseller.canonical_host) == reseller
