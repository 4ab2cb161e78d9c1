"""`make check`: every check runs, each with its seconds; then the verdict."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from deploy.local.paths import ROOT, VENV, data_dir
from deploy.local.progress import say
from deploy.local.suite import own_stores

BIN = VENV / "bin"
TEMPLATES = ("templates", "branding", "shared_apps", "tenant_apps")
MANAGE = [sys.executable, "manage.py"]
AUDIT_SECONDS = 300


@dataclass(frozen=True)
class Verdict:
    """Whether a check passed, and what it has to say."""

    passed: bool
    words: str = ""


def check() -> int:
    """Run every check and return 1 when one failed."""
    with own_stores(data_dir(), "test", durable=False) as env:
        failed = [name for name, look in _checks(env).items() if not _report(name, look)]
    if failed:
        say(f"\n✗ {len(failed)} of {len(_checks({}))} checks failed: {', '.join(failed)}")
        return 1
    say("\n✓ Every check passed.")
    return 0


def _checks(env: Mapping[str, str]) -> dict[str, Callable[[], Verdict]]:
    commands: dict[str, list[str | Path]] = {
        "format": [BIN / "ruff", "format", "--check", "."],
        "lint": [BIN / "ruff", "check", "."],
        "types": [BIN / "mypy", "."],
        "imports": [BIN / "lint-imports"],
        "templates": [BIN / "djlint", *TEMPLATES, "--lint", "--quiet"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "translations": [sys.executable, "-m", "deploy.local", "translations"],
    }
    looks = {name: partial(_run, [*map(str, command)], env) for name, command in commands.items()}
    return {**looks, "audit": audit}


def _run(command: list[str], env: Mapping[str, str]) -> Verdict:
    result = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return Verdict(
        result.returncode == 0, (result.stdout + result.stderr).strip() if result.returncode else ""
    )


def _report(name: str, look: Callable[[], Verdict]) -> bool:
    started = time.monotonic()
    verdict = look()
    say(f"{'✓' if verdict.passed else '✗'} {name:<14}{time.monotonic() - started:6.1f} s")
    if verdict.words:
        say(verdict.words)
    return verdict.passed


def audit() -> Verdict:
    """Look every pinned package up among known vulnerabilities; a service out of reach is said and passes."""
    command = [str(BIN / "pip-audit"), "--requirement=requirements/dev.txt", "--require-hashes",
               "--disable-pip", "--progress-spinner=off", "--format=json", "--timeout=5"]  # fmt: skip
    try:
        result = subprocess.run(
            command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=AUDIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return Verdict(True, _unaudited(f"no answer within {AUDIT_SECONDS} s"))
    return judge_audit(result.stdout, result.stderr)


def judge_audit(report: str, errors: str) -> Verdict:
    """Read pip-audit's JSON. It passes packages that the service does not know: we say so."""
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        return Verdict(
            True, _unaudited(errors.strip().splitlines()[-1] if errors.strip() else "it did not answer")
        )
    known = [package for package in packages if "skip_reason" not in package]
    holes = [_hole(package, hole) for package in known for hole in package["vulns"]]
    if not known:
        return Verdict(not holes, _unaudited("it knows none of the packages"))
    skipped = len(packages) - len(known)
    note = (
        [f"    {skipped} of {len(packages)} packages are unknown to the advisory service."] if skipped else []
    )
    return Verdict(not holes, "\n".join([*holes, *note]))


def _hole(package: Mapping[str, Any], hole: Mapping[str, Any]) -> str:
    mended = ", ".join(hole["fix_versions"]) or "no version yet"
    return f"    {package['name']} {package['version']}: {hole['id']}, mended in {mended}"


def _unaudited(why: str) -> str:
    return f"    NOT AUDITED: the advisory service could not be asked ({why})."
