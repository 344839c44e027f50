"""The server as a process: it starts, says where it is, keeps the data, and stops cleanly."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.server import free_port

VEGALOOP = Path(sys.executable).parent / "vegaloop"


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"VEGALOOP_PORT": str(port)}
    environment.pop("VEGALOOP_DATABASE_URL", None)
    process = subprocess.Popen(
        [str(VEGALOOP), "serve"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        for _ in range(600):
            try:
                if get(port, "/health") == (200, b"OK"):
                    break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def get(port: int, path: str, token: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_a_life(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        assert get(port, "/ready")[0] == 200
        assert get(port, "/v1/me")[0] == 401
        busy = subprocess.run(
            [str(VEGALOOP), "serve"],
            cwd=tmp_path,
            env=os.environ | {"VEGALOOP_PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert busy.returncode == 4
        assert "VEGALOOP_PORT" in busy.stderr
    said = process.communicate()[0]
    assert process.returncode == 0
    assert f"http://localhost:{port}" in said
    token = re.search(r"shown this once: (\S+)", said)
    assert token is not None
    assert not list(tmp_path.glob("*.preparing*"))

    with serving(tmp_path, port) as process:
        status, body = get(port, "/v1/me/tokens", token[1])
        assert status == 200
        assert [one["label"] for one in json.loads(body)["data"]] == ["first start"]
    assert token[1] not in process.communicate()[0]
    assert token[1].encode() not in (tmp_path / "vegaloop.db").read_bytes()


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("after_fork_s", [0.0, 0.2, 0.8])
def test_both_end_at_once_while_they_start(
    tmp_path: Path, word: signal.Signals, after_fork_s: float
) -> None:
    (tmp_path / "vegaloop.db").touch()  # Nothing prepares it: the first child is who answers.
    environment = os.environ | {"VEGALOOP_PORT": str(free_port())}
    environment.pop("VEGALOOP_DATABASE_URL", None)
    process = subprocess.Popen(
        [str(VEGALOOP), "serve"], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
    )
    while not (children := _children(process.pid)):
        assert process.poll() is None
    time.sleep(after_fork_s)
    process.send_signal(word)
    assert process.wait(timeout=15) == (-word if word is signal.SIGKILL else 0)
    ends = time.monotonic() + 15
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < ends, "who answers outlives who watches"
        time.sleep(0.05)


def test_what_is_being_sent_is_answered_however_often_it_is_told_to_stop(tmp_path: Path) -> None:
    port, body = free_port(), b"x" * 1_000
    with serving(tmp_path, port) as process:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
            line.putrequest("POST", "/v1/hooks/garmin/a-word")
            line.putheader("Content-Length", str(len(body)))
            line.endheaders(body[:10])
            time.sleep(0.2)
            process.terminate()
            time.sleep(2.5)  # The first process tells the second each second.
            line.send(body[10:])
            answer = line.getresponse()
            answer.read()
        assert answer.status == 404
        process.communicate(timeout=15)
        assert process.returncode == 0


# Python's own event locks while it begins to wait, and nobody may wait for that lock in a handler.
HEARS_WHILE_IT_BEGINS_TO_WAIT = """
import signal
from vegaloop.app.console.server import Watcher
watcher = Watcher("nothing:here")
with watcher.main_loop_interrupt._cond:
    watcher.signal_handler_interrupt()
signal.setitimer(signal.ITIMER_REAL, 0)
print(watcher.main_loop_interrupt.wait(5), watcher.interrupt_signal)
"""


def test_a_word_is_heard_at_the_moment_the_first_process_begins_to_wait() -> None:
    told = subprocess.run(
        [sys.executable, "-c", HEARS_WHILE_IT_BEGINS_TO_WAIT],
        capture_output=True,
        text=True,
        timeout=15,
        check=True,
    )
    assert told.stdout == "True True\n"


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in told.read_text("ascii").split()] if told.exists() else []
