"""Clients that keep their connection, and what they waited."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from typing import TypeAlias, final

from msgspec import Struct

Request: TypeAlias = tuple[str, str, bytes | None, dict[str, str]]


@final
class Waits(Struct, frozen=True):
    """How long requests took, in milliseconds, and how many were answered a second."""

    p50_ms: float
    p99_ms: float
    per_second: float

    def __str__(self) -> str:
        return f"p50 {self.p50_ms:6.2f} ms  p99 {self.p99_ms:6.2f} ms  {self.per_second:7.0f}/s"


def measure(
    port: int, make: Callable[[int], Request], *, clients: int, requests: int, expect: int
) -> Waits:
    """Send so many requests from so many clients at once; every answer must be the expected one."""
    waits: list[float] = []
    wrong: list[int] = []
    turn = threading.Lock()

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine = []
        for n in range(number, requests, clients):
            method, path, body, headers = make(n)
            began = time.perf_counter()
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            mine.append(1_000 * (time.perf_counter() - began))
            if answer.status != expect:
                wrong.append(answer.status)
        connection.close()
        with turn:
            waits.extend(mine)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if wrong:
        raise AssertionError(f"{len(wrong)} answers were not {expect}: {sorted(set(wrong))}")
    waits.sort()
    return Waits(
        waits[len(waits) // 2], waits[min(len(waits) - 1, len(waits) * 99 // 100)], requests / took
    )
