"""kill -9 for real, in a process of its own: what a test says a crash leaves behind, a crash has left."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

PATIENCE_SECONDS = 60


def begin(work: Callable[[], object]) -> int:
    """Do the work in a process forked off this one, with connections of its own; returns its number.

    A fork has everything imported already: it begins at once, where a new interpreter takes seconds.
    """
    connections.close_all()
    connection.close_pool()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_SECONDS)
        _work_and_leave(work)
    return child


def dies(work: Callable[[], object]) -> bool:
    """Whether the work, in a process of its own, came to where it kills itself (`kill_myself`)."""
    return was_killed(begin(work))


def was_killed(child: int) -> bool:
    """Wait for the process to end; whether kill -9 ended it."""
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def kill_myself(*_: Any, **__: Any) -> None:
    """Put in the place of a function: the process dies the moment it is called."""
    os.kill(os.getpid(), signal.SIGKILL)


def _work_and_leave(work: Callable[[], object]) -> None:
    """Never returns: the child must not go on with the tests of its parent."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
