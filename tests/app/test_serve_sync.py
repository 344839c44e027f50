"""A server and its worker as processes: what a phone sends is taken while somebody watches."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from tests.app.test_serve import VEGALOOP, serving
from tests.benchmarks.server import free_port

BATCH = {
    "source": "apple_health",
    "records": [
        {
            "id": "7C1F",
            "type": "steps",
            "start": "2026-03-01T08:00:00+01:00",
            "end": "2026-03-01T08:10:00+01:00",
            "value": 912,
            "unit": "count",
        }
    ],
}


def test_a_push_is_taken_in_front_of_a_watcher_who_does_not_hold_the_server_up(
    tmp_path: Path,
) -> None:
    port = free_port()
    with ExitStack() as opened:
        server = opened.enter_context(serving(tmp_path, port))
        issued = subprocess.run(
            [str(VEGALOOP), "token"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        signed_in = {"Authorization": f"Bearer {issued.stdout.strip()}"}
        place = f"http://127.0.0.1:{port}/v1/sync"
        watch = urllib.request.Request(f"{place}/events", headers=signed_in)
        stream = opened.enter_context(urllib.request.urlopen(watch, timeout=30))
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.readline() == b": still here\n"
        push = urllib.request.Request(
            f"{place}/phone", data=json.dumps(BATCH).encode(), headers=signed_in
        )
        began = time.monotonic()
        with urllib.request.urlopen(push, timeout=10) as answer:
            assert answer.status == 202
        lines = [stream.readline().decode().strip() for _ in range(5)]
        assert time.monotonic() - began < 15
        assert "id: 1" in lines
        assert "event: sync.step" in lines
        (told,) = [json.loads(line.removeprefix("data: ")) for line in lines if "data: " in line]
        assert (told["vendor"], told["step"], told["counts"]["kept"]) == ("phone", "taken", 1)
        stopping = time.monotonic()
        server.terminate()
        assert server.wait(timeout=30) == 0
        assert time.monotonic() - stopping < 10
        assert stream.read() in {b"", b"\n"}
        assert "has stopped" in server.communicate()[0]
