"""Reads postmaster.pid: which process serves a data folder, and whether it answers yet."""

import os
from pathlib import Path


def pid_file(data_dir: Path) -> list[str]:
    """Lines of postmaster.pid: pid, folder, start, port, socket folder, address, shared memory, status."""
    try:
        return (data_dir / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def status(data_dir: Path) -> str:
    """`ready`, `starting` or `stopping`; empty when nothing serves the folder."""
    lines = pid_file(data_dir)
    return lines[7].strip() if len(lines) > 7 and serving_pid(data_dir) else ""


def serving_pid(data_dir: Path) -> int | None:
    """The process that serves the folder, if any; what a crash left behind does not count."""
    lines = pid_file(data_dir)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if is_server(pid, data_dir) else None


def is_server(pid: int, data_dir: Path) -> bool:
    """Whether `pid` serves `data_dir`, and is not a stranger that got the number after a crash."""
    proc = Path("/proc")
    if proc.joinpath("self").exists():
        try:
            return os.fsencode(data_dir) in proc.joinpath(str(pid), "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def working_in(data_dir: Path) -> list[int]:
    """Processes whose working directory is the folder: a server and its backends, also orphaned ones.

    Only those of this account are seen, and none where there is no /proc.
    """
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _works_in(entry, data_dir)]


def _works_in(process: Path, data_dir: Path) -> bool:
    try:
        return process.joinpath("cwd").samefile(data_dir)
    except OSError:
        return False
