"""A real server process on loopback, and what it costs."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, final

from msgspec import Struct

_START_MOST_S: Final = 60


@final
class Served(Struct, frozen=True):
    """A server that answers."""

    port: int
    pid: int
    started_in_s: float

    def pss_mb(self) -> float:
        """The memory of its processes, shared pages counted in part."""
        return sum(_pss_kb(pid) for pid in _family(self.pid)) / 1024

    def cpu_s(self) -> float:
        """How long its processes have computed."""
        return sum(_ticks(pid) for pid in _family(self.pid)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(database: Path, more: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Start `vegaloop serve` over a database that is ready, and stop it afterwards."""
    port = _free_port()
    environment = os.environ | {
        "VEGALOOP_DATABASE_URL": f"sqlite:///{database}",
        "VEGALOOP_PORT": str(port),
        **(more or {}),
    }
    command = [str(Path(sys.executable).parent / "vegaloop"), "serve"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, began)
        yield Served(port, process.pid, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait_for(port: int, began: float) -> None:
    while time.monotonic() - began < _START_MOST_S:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise TimeoutError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
