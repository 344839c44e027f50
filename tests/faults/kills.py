"""Ending receiver and workers at any moment of a burst: `python -m tests.faults.kills`.

Takes how many messages and how many kills. Whatever was acknowledged is there once; nothing else is asked.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from functools import partial
from typing import Final

from tests.benchmarks.server import family, free_port, start
from tests.faults.figures import Figures, at_least, exactly, leave, number_given, on_both_engines
from tests.faults.people import ENVIRONMENT, prepared, sent, wait_until_done, what_became_of
from vegaloop.infrastructure.database import open_database

MESSAGES: Final = 6_000
KILLS: Final = 25
PEOPLE: Final = 40
CLIENTS: Final = 8
REDELIVERED: Final = 0.1
# No answer, and an answer that says to wait.
_AGAIN: Final = frozenset({0, 503})
_PATIENCE_S: Final = 900


class Burst:
    """Pushes a burst to a server that is killed again and again."""

    def __init__(self, url: str, messages: int, kills: int, seed: int) -> None:
        self.url, self.messages, self.kills = url, messages, kills
        self.chance = random.Random(seed)
        self.port = free_port()
        self.acknowledged: set[int] = set()
        self.answers = Counter[int]()
        self.killed = 0
        self.turn = threading.Lock()
        self.numbers = iter(range(messages))
        self.server = self._started()

    def run(self) -> None:
        """Push everything, killing meanwhile."""
        until = time.monotonic() + _PATIENCE_S
        clients = [
            threading.Thread(target=self._push, args=(n,), daemon=True) for n in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients) or self.killed < self.kills:
            if time.monotonic() > until:
                raise TimeoutError(f"the server last ended with {self.server.returncode}")
            time.sleep(self.chance.uniform(0.2, 1.6))
            self.revive()
            if self.killed < self.kills:
                self._kill()
        for client in clients:
            client.join()

    def revive(self) -> None:
        """Start the server where it has ended."""
        if self.server.poll() is not None:
            self.server = self._started()

    def stop(self) -> None:
        """End the server in order."""
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGTERM)
        self.server.wait(60)

    def _started(self) -> subprocess.Popen[bytes]:
        return start(self.url, self.port, ENVIRONMENT, is_heard=False)

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(family(self.server.pid)), signal.SIGKILL)
            self.killed += 1

    def _push(self, number: int) -> None:
        chance = random.Random(number)
        while True:
            with self.turn:
                message = next(self.numbers, None)
            if message is None:
                return
            self._until_acknowledged(message)
            if chance.random() < REDELIVERED:
                self._until_acknowledged(chance.choice(sorted(self.acknowledged)[-200:]))

    def _until_acknowledged(self, message: int) -> None:
        while True:
            status = 0
            with suppress(OSError, http.client.HTTPException):
                status, _ = sent(self.port, message, PEOPLE)
            with self.turn:
                self.answers[status] += 1
                if status == 200:
                    self.acknowledged.add(message)
            if status not in _AGAIN:
                return
            time.sleep(0.05)


def kill_in_a_burst(
    url: str, messages: int = MESSAGES, kills: int = KILLS, seed: int = 1
) -> Figures:
    """Say what became of a burst."""
    burst = Burst(prepared(url, PEOPLE), messages, kills, seed)
    with closing(open_database(url)) as database:
        try:
            burst.run()
            wait_until_done(database, burst.revive)
        finally:
            burst.stop()
        return Figures(
            (
                at_least("acknowledged", len(burst.acknowledged), messages),
                at_least("kills", burst.killed, kills),
                exactly(
                    "answered otherwise",
                    sum(burst.answers[one] for one in burst.answers.keys() - {200, *_AGAIN}),
                ),
                *what_became_of(database, burst.acknowledged),
            )
        )


if __name__ == "__main__":
    trial = partial(
        kill_in_a_burst, messages=number_given(1, MESSAGES), kills=number_given(2, KILLS)
    )
    leave(on_both_engines("kill -9 in a burst", trial))
