"""All browser tests go to one process: they share one platform and one Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling


class OneBrowser(LoadScopeScheduling):
    """Hands out every test by itself, but those of the browser together and first.

    xdist's own groups do not hold with this pytest: it writes them into a node id that is no longer read.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """The scheduler of a run with several processes."""
    return OneBrowser(config, log)
