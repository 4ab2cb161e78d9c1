"""The runner: set-up that is done once, stores that come back, children that never outlive it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from deploy.local import cli, disk, interpreter, postgres, redis, stamps
from deploy.local.check import judge_audit
from deploy.local.environment import Port
from deploy.local.errors import Halt
from deploy.local.locks import sole_runner
from deploy.local.own_secrets import load_secrets
from deploy.local.paths import ROOT
from deploy.local.ports import free_port, is_free
from deploy.local.postgres.postmaster import working_in

# A runner whose children are a web server and a sleeper with a child of its own, on stores of its own.
RUNNER = """
import sys
from deploy.local import serve
from deploy.local.errors import Halt
from deploy.local.processes import Child

def children(folder, env):
    log = folder / "log"
    web = [sys.executable, "-m", "http.server", str(serve.WEB.number), "-b", "127.0.0.1", "-d", str(log)]
    return [Child("web", web, log / "web.log", env)]

def late_children(folder, env):
    return [Child("worker", ["sh", "-c", {sleeper!r}], folder / "log/worker.log", env)]

serve.children = children
serve.late_children = late_children
serve.GRACE_SECONDS = 2
serve.ports = lambda: [serve.WEB]
serve.bring_up_to_date = lambda folder, env: None
try:
    serve.serve()
except Halt as halt:
    sys.exit(f"✗ {{halt}}")
"""


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Path]:
    """A folder for stores, which are stopped afterwards."""
    yield tmp_path
    postgres.stop(tmp_path / "postgres")
    redis.stop(tmp_path / "redis")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a runner with dummy children on free ports, in its own folder."""
    started: list[subprocess.Popen[str]] = []

    def start(sleeper: str = "sleep 600 & wait", **settings: str) -> subprocess.Popen[str]:
        ports = {name: str(free_port()) for name in ("VITRINE_PORT", "VITRINE_PG_PORT", "VITRINE_REDIS_PORT")}
        outside = {"DATABASE_URL", "REDIS_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in outside}
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNER.format(sleeper=sleeper)],
            cwd=ROOT,
            env=kept | ports | {"VITRINE_DATA_DIR": str(tmp_path)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What the runner says up to `words`."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"the runner ended without saying {words!r}:\n{said}")


def alive_below(folder: Path) -> list[str]:
    """The processes that have `folder` in their environment or command line and are no zombies."""
    found = []
    for proc in Path("/proc").iterdir():
        if not proc.name.isdigit() or int(proc.name) == os.getpid():
            continue
        try:
            text = proc.joinpath("cmdline").read_bytes() + b"\0" + proc.joinpath("environ").read_bytes()
        except OSError:
            continue
        if f"={folder}\0".encode() in text or f"\0{folder}/".encode() in text:
            found.append(text.split(b"\0")[0].decode())
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_postgres_starts_once_and_keeps_its_data(stores: Path) -> None:
    folder, port = stores / "postgres", free_port()
    url = postgres.start(folder, port)
    assert postgres.start(folder, port) == url
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
    postgres.stop(folder)
    postgres.stop(folder)
    assert is_free(port)
    with psycopg.connect(postgres.start(folder, port)) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("here",)


def test_postgres_knows_capital_letters_beyond_ascii(stores: Path) -> None:
    with psycopg.connect(postgres.start(stores / "postgres", durable=False)) as connection:
        assert connection.execute("SELECT lower('ÇŞÖ')").fetchone() == ("çşö",)


def test_postgres_refuses_whoever_lacks_the_password(stores: Path) -> None:
    url = postgres.start(stores / "postgres", durable=False)
    stranger = url.split("@")[0].rsplit(":", 1)[0] + ":guess@" + url.split("@")[1]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(stranger)


def test_postgres_recovers_from_kill_9_and_a_pid_that_went_to_a_stranger(stores: Path) -> None:
    folder = stores / "postgres"
    with psycopg.connect(postgres.start(folder)) as connection:
        connection.execute("CREATE TABLE kept (word text)")
    pid_file = folder / "postmaster.pid"
    pid, *rest = pid_file.read_text().splitlines()
    os.kill(int(pid), signal.SIGKILL)
    assert wait_for(lambda: not postgres.is_running(folder))
    pid_file.write_text("\n".join([str(os.getpid()), *rest]))
    with psycopg.connect(postgres.start(folder)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_postgres_starts_once_the_backends_of_a_killed_one_are_gone(stores: Path) -> None:
    folder = stores / "postgres"
    postgres.start(folder)
    server = int((folder / "postmaster.pid").read_text().splitlines()[0])
    orphan = next(pid for pid in working_in(folder.resolve()) if pid != server)
    os.kill(orphan, signal.SIGSTOP)
    os.kill(server, signal.SIGKILL)
    assert wait_for(lambda: not postgres.is_running(folder))
    timer = threading.Timer(0.5, os.kill, (orphan, signal.SIGCONT))
    timer.start()
    assert postgres.start(folder)
    timer.join()


def test_a_data_folder_that_was_left_half_made_is_made_again(stores: Path) -> None:
    draft = stores / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18")
    assert postgres.start(stores / "postgres", durable=False)


def test_redis_starts_once_and_keeps_its_data_through_kill_9(stores: Path) -> None:
    folder, port = stores / "redis", free_port()
    url = redis.start(folder, port)
    assert redis.start(folder, port) == url
    client = Redis.from_url(url)
    client.set("word", "here")
    client.config_set("appendfsync", "always")
    client.set("last", "too")
    os.kill(client.info()["process_id"], signal.SIGKILL)
    assert wait_for(lambda: not redis.is_running(folder))
    again = Redis.from_url(redis.start(folder, port))
    assert (again.get("word"), again.get("last")) == (b"here", b"too")
    redis.stop(folder)
    redis.stop(folder)
    assert wait_for(lambda: is_free(port))


@pytest.mark.parametrize(
    ("store", "variable"), [(postgres, "VITRINE_PG_PORT"), (redis, "VITRINE_REDIS_PORT")]
)
def test_a_store_whose_port_is_taken_says_what_to_do(stores: Path, store: object, variable: str) -> None:
    other = redis.start(stores / "other", durable=False)
    port = int(other.rsplit(":", 1)[1].split("/")[0])
    try:
        with pytest.raises(Halt, match=f"Port {port} .* is taken: .*{variable}"):
            store.start(stores / "mine", port)  # type: ignore[attr-defined]
    finally:
        redis.stop(stores / "other")


def test_a_port_must_be_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINE_PORT", "eighty")
    with pytest.raises(Halt, match="VITRINE_PORT must be a port"):
        _ = Port("the portals", "VITRINE_PORT", 8000).number


def test_secrets_are_made_once_and_readable_by_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    first = load_secrets(file)
    assert load_secrets(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first)


def test_a_secret_that_is_new_joins_those_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    file.write_text("SECRET_KEY=kept\n")
    found = load_secrets(file)
    assert found["SECRET_KEY"] == "kept"
    assert "FIELD_KEY" in found


def test_a_step_is_done_again_only_when_its_input_changed(tmp_path: Path) -> None:
    source, stamp = tmp_path / "pins.txt", tmp_path / "deep" / "stamp"
    source.write_text("a==1")
    assert not stamps.is_current(stamp, stamps.fingerprint(source))
    stamps.mark(stamp, stamps.fingerprint(source))
    assert stamps.is_current(stamp, stamps.fingerprint(source))
    source.write_text("a==2")
    assert not stamps.is_current(stamp, stamps.fingerprint(source))


def test_a_full_disk_is_named_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 300 * 1024**2}))
    with pytest.raises(Halt, match=r"Only 0\.3 GiB is free .* make room"):
        disk.require_room(tmp_path / "not" / "there" / "yet")


def test_a_python_without_redis_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(interpreter.shutil, "which", lambda name: None)
    monkeypatch.setattr(interpreter, "_version", lambda python: (3, 14))
    with pytest.raises(Halt, match=r"Python 3\.14 .*apt-get install redis-server"):
        interpreter.fit_python()


def test_a_python_without_venv_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "_version", lambda python: ())
    with pytest.raises(Halt, match="apt-get install python3-venv"):
        interpreter.fit_python()


def test_a_halt_is_one_line_and_a_failing_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def halt(*arguments: object) -> int:
        raise Halt("Do this.")

    monkeypatch.setattr(cli, "_do", halt)
    assert cli.main(["run"]) == 1
    assert capsys.readouterr().err == "✗ Do this.\n"


def test_a_second_runner_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    words = f"already runs from {tmp_path} .process {os.getpid()}"
    with sole_runner(tmp_path), pytest.raises(Halt, match=words), sole_runner(tmp_path):
        pass


def test_an_audit_that_knew_no_package_is_said_and_not_taken_for_a_pass() -> None:
    silent = judge_audit("", "ConnectionError: refused")
    ignorant = judge_audit('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', "")
    assert (silent.passed, ignorant.passed) == (True, True)
    assert "NOT AUDITED" in silent.words
    assert "NOT AUDITED" in ignorant.words


def test_an_audit_fails_for_a_known_vulnerability() -> None:
    hole = '{"id": "CVE-1", "fix_versions": ["2"]}'
    verdict = judge_audit(f'{{"dependencies": [{{"name": "a", "version": "1", "vulns": [{hole}]}}]}}', "")
    assert not verdict.passed
    assert "a 1: CVE-1, mended in 2" in verdict.words


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_runner_stops_everything_when_asked(
    run: Callable[..., subprocess.Popen[str]], tmp_path: Path, number: int
) -> None:
    runner = run()
    read_until(runner, "Vitrine is ready")
    assert wait_for(lambda: len(alive_below(tmp_path)) > 4), alive_below(tmp_path)
    runner.send_signal(number)
    said, _ = runner.communicate(timeout=20)
    assert said.endswith("Stopped.\n")
    assert runner.returncode == 0
    assert alive_below(tmp_path) == []


def test_kill_9_of_the_runner_leaves_no_orphan(
    run: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    runner = run()
    read_until(runner, "Vitrine is ready")
    runner.kill()
    runner.wait()
    assert wait_for(lambda: alive_below(tmp_path) == []), alive_below(tmp_path)


def test_a_crashed_child_is_named_with_its_log(
    run: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    runner = run("sleep 1; echo the broker is gone; exit 3")
    said, _ = runner.communicate(timeout=30)
    assert f"worker stopped by itself (exit code 3); its log is {tmp_path}/log/worker.log" in said
    assert "the broker is gone" in said
    assert runner.returncode == 1
    assert alive_below(tmp_path) == []


def test_a_child_that_will_not_stop_is_killed(
    run: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    runner = run("trap '' TERM; echo deaf; while true; do sleep 1; done")
    read_until(runner, "Vitrine is ready")
    assert wait_for(lambda: "deaf" in (tmp_path / "log/worker.log").read_text())
    runner.terminate()
    said, _ = runner.communicate(timeout=30)
    assert "worker did not stop within 2 s and was killed." in said
    assert alive_below(tmp_path) == []


def test_a_taken_port_stops_the_start_with_one_line(
    run: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    first = run()
    read_until(first, "Vitrine is ready")
    port = Path(f"/proc/{first.pid}/environ").read_bytes().split(b"VITRINE_PORT=")[1].split(b"\0")[0].decode()
    second = run(VITRINE_PORT=port, VITRINE_DATA_DIR=str(tmp_path / "other"))
    said, _ = second.communicate(timeout=30)
    advice = "stop what listens there, or set VITRINE_PORT to a free port."
    assert said == f"✗ Port {port} for the portals is taken: {advice}\n"
    assert second.returncode == 1
