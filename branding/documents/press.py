"""Sends jobs to the compiler: few at a time, each with an end."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

COMPILER = Path(__file__).with_name("compiler.py")
FONTS = Path(__file__).with_name("fonts")
AT_ONCE = 2
SECONDS_IN_LINE = 5
SECONDS_TO_SET = 20

_places = BoundedSemaphore(AT_ONCE)


class DocumentFailed(RuntimeError):
    """The document could not be set; nothing of it is handed out."""


class PressBusy(DocumentFailed):
    """Too many documents are being set at this moment."""


def press(files: Mapping[str, bytes], *, form: str = "pdf", ppi: float = 72) -> bytes:
    """The whole document as bytes; `files` are its templates and pictures by name, `main.typ` among them.

    Raises `DocumentFailed` with typst's words, `PressBusy` when no place gets free in time.
    """
    job = {
        "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
        "font_folder": str(FONTS),
        "format": form,
        "ppi": ppi,
    }
    with _place():
        return _run(json.dumps(job).encode())


def _run(job: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own file, nothing of it comes from outside
            [sys.executable, "-I", str(COMPILER)],
            input=job,
            capture_output=True,
            check=False,
            env={},
            cwd=COMPILER.parent,
            timeout=SECONDS_TO_SET,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentFailed(f"Not done within {SECONDS_TO_SET} s.") from error
    if done.returncode or not done.stdout:
        raise DocumentFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=SECONDS_IN_LINE):
        raise PressBusy(f"{AT_ONCE} documents are being set.")
    try:
        yield
    finally:
        _places.release()
