"""Webhooks by the thousand: `python -m tests.benchmarks.hooks [SECONDS]`.

Each answer waits for its bytes to be on the disk. The clients are a process of their own, and share
the two processors with the server; a board is asked for meanwhile, as when all is quiet.
"""

from __future__ import annotations

import http.client
import multiprocessing
import selectors
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.server import serving
from tests.faults.figures import Figure, Figures, at_least, at_most, counted, exactly, leave
from tests.faults.people import ENVIRONMENT, WORD, connect_people, count_rows, push
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.database import open_database

CLIENTS: Final = 32
PEOPLE: Final = 200
SECONDS: Final = 15.0
BOARDS_EVERY_S: Final = 0.1


def send(port: int, seconds: float, answer: SimpleQueue[tuple[float, list[float]]]) -> None:
    """Send pushes over so many lines, each waiting for its answer; tell how long each took."""
    waits: list[float] = []
    number, sent_at = 0, dict[socket.socket, float]()
    with selectors.DefaultSelector() as ready:
        for _ in range(CLIENTS):
            line = socket.create_connection(("127.0.0.1", port))
            ready.register(line, selectors.EVENT_READ)
            sent_at[line] = time.perf_counter()
            line.sendall(_request(number))
            number += 1
        began = time.perf_counter()
        while (now := time.perf_counter()) < began + seconds:
            for key, _ in ready.select(1):
                line = key.fileobj
                assert isinstance(line, socket.socket)
                told = line.recv(4096)
                assert told.startswith(b"HTTP/1.1 200"), told[:80]
                now = time.perf_counter()
                waits.append(now - sent_at[line])
                sent_at[line] = now
                line.sendall(_request(number))
                number += 1
    answer.put((time.perf_counter() - began, waits))


def _request(number: int) -> bytes:
    body = push(number, PEOPLE)
    head = f"POST /v1/hooks/garmin/{WORD} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def boards(port: int, token: str, over: threading.Event) -> list[float]:
    """Ask for a board again and again; tell how long each took."""
    waits: list[float] = []
    line = http.client.HTTPConnection("127.0.0.1", port)
    while not over.wait(BOARDS_EVERY_S):
        began = time.perf_counter()
        line.request("GET", "/v1/dashboard", headers={"authorization": f"Bearer {token}"})
        line.getresponse().read()
        waits.append(time.perf_counter() - began)
    return waits


def _boards_while(port: int, token: str, work: Callable[[], object]) -> list[float]:
    over, waits = threading.Event(), list[float]()
    asking = threading.Thread(target=lambda: waits.extend(boards(port, token, over)))
    asking.start()
    work()
    over.set()
    asking.join()
    return waits


class Measured(NamedTuple):
    """What was measured: how long, and the waits of webhooks and of boards, quiet and meanwhile."""

    took_s: float
    waits: list[float]
    quiet: list[float]
    busy: list[float]
    lost: int

    @property
    def in_a_second(self) -> float:
        """How many were taken."""
        return len(self.waits) / self.took_s

    @property
    def bounds(self) -> tuple[Figure, ...]:
        """What holds whoever else is at work."""
        return (
            counted("p50 in ms", statistics.median(self.waits) * 1e3),
            at_most("p99 in ms", _p99_ms(self.waits), 150),
            counted("quiet boards, p99 in ms", _p99_ms(self.quiet)),
            at_most("boards meanwhile", _p99_ms(self.busy), 3 * _p99_ms(self.quiet)),
            exactly("lost", self.lost),
        )


def measured(seconds: float, more: Mapping[str, str]) -> Measured:
    """Send webhooks for so long to a server that was told more."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hooks.db"
        with open_vegaloop(Settings(database_url=f"sqlite:///{file}")) as vega:
            token = vega.accounts.issue_token(vega.accounts.owner(), "hooks").secret
        with closing(open_database(f"sqlite:///{file}")) as database:
            connect_people(database, PEOPLE)
        with serving(file, {**ENVIRONMENT, **more}) as served:
            quiet = _boards_while(served.port, token, lambda: time.sleep(seconds / 3))
            answer: SimpleQueue[tuple[float, list[float]]] = multiprocessing.SimpleQueue()
            client = multiprocessing.Process(target=send, args=(served.port, seconds, answer))
            client.start()
            told: list[tuple[float, list[float]]] = []
            busy = _boards_while(served.port, token, lambda: told.append(answer.get()))
            client.join()
            took_s, waits = told[0]
        with closing(open_database(f"sqlite:///{file}")) as database:
            kept = count_rows(database, "sync_delivery")
    return Measured(took_s, waits, quiet, busy, max(len(waits) - kept, 0))


def measure(seconds: float) -> Figures:
    """Say how many were taken in a second, how long they waited, and how long boards took."""
    found = measured(seconds, {"VEGALOOP_LANES": "0"})
    return Figures(
        (
            exactly("clients", CLIENTS, 32),
            at_least("fsynced in a second", found.in_a_second, 3_000),
            *found.bounds,
        )
    )


def measure_beside_the_worker(seconds: float) -> Figures:
    """Say the same while what was taken is worked at by the same machine."""
    found = measured(seconds, {})
    return Figures((counted("fsynced in a second", found.in_a_second), *found.bounds))


def _p99_ms(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=100)[98] * 1e3


if __name__ == "__main__":
    given = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    leave(
        {
            "webhooks, SQLite": partial(measure, given),
            "webhooks, SQLite, worker at work": partial(measure_beside_the_worker, given),
        }
    )
