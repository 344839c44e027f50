"""A real server process on loopback, and what it costs."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, final

from msgspec import Struct

_START_MOST_S: Final = 60
_SERVE: Final = (str(Path(sys.executable).parent / "vegaloop"), "serve")


@final
class Served(Struct, frozen=True):
    """A server that answers."""

    port: int
    pid: int
    started_in_s: float

    def pss_mb(self) -> float:
        """The memory of its processes, shared pages counted in part."""
        return sum(_pss_kb(pid) for pid in family(self.pid)) / 1024

    def cpu_s(self) -> float:
        """How long its processes have computed."""
        return sum(_ticks(pid) for pid in family(self.pid)) / os.sysconf("SC_CLK_TCK")


def start(
    url: str,
    port: int,
    more: Mapping[str, str] | None = None,
    *,
    is_heard: bool = True,
    command: Sequence[str] = _SERVE,
) -> subprocess.Popen[bytes]:
    """Start `vegaloop serve` over a database, with a process group of its own."""
    environment = os.environ | {"VEGALOOP_DATABASE_URL": url, "VEGALOOP_PORT": str(port)}
    return subprocess.Popen(
        command,
        env=environment | (more or {}),
        stdout=subprocess.DEVNULL,
        stderr=None if is_heard else subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def serving(
    database: Path | str,
    more: Mapping[str, str] | None = None,
    *,
    is_heard: bool = True,
    command: Sequence[str] = _SERVE,
) -> Iterator[Served]:
    """Start `vegaloop serve` over a file or a URL that is ready, and stop it afterwards."""
    port, began = free_port(), time.monotonic()
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    process = start(url, port, more, is_heard=is_heard, command=command)
    try:
        await_ready(port)
        yield Served(port, process.pid, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def await_ready(port: int) -> None:
    """Wait until a server answers, or for too long."""
    began = time.monotonic()
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


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """A process and all it began; those that end meanwhile may be among them."""
    found = [pid]
    with suppress(OSError):
        for told in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in told.read_text().split():
                found += family(int(child))
    return found


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
