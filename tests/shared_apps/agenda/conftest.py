"""Tasks that exist for these tests alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared_apps.agenda import registry


@pytest.fixture
def task() -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Register a task for one test; hands back the list of payloads that it was called with."""
    added: list[str] = []

    def register(
        name: str, *, outside: bool = False, body: Callable[[dict[str, Any]], None] | None = None
    ) -> Any:
        calls: list[dict[str, Any]] = []

        def work(payload: dict[str, Any], *, by: Any) -> None:
            calls.append(payload)
            if body:
                body(payload)

        registry.handles(name, outside=outside)(work)
        added.append(name)
        return calls

    yield register
    for name in added:
        del registry._tasks[name]
