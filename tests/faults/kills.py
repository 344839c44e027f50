"""Ending receiver and workers at any moment of a burst: `python -m tests.faults.kills`.

Whatever was acknowledged is there once; nothing else is asked.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.faults.people import ENVIRONMENT, WORD, connect_people, effects, push, waiting
from tests.postgres import running_postgres
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade

MESSAGES: Final = 6_000
KILLS: Final = 25
PEOPLE: Final = 40
CLIENTS: Final = 8
REDELIVERED: Final = 0.1
_PATIENCE_S: Final = 600


class Burst:
    """Pushes a burst to a server that is killed again and again."""

    def __init__(self, url: str, messages: int, kills: int, seed: int) -> None:
        self.url, self.messages, self.kills = url, messages, kills
        self.chance = random.Random(seed)
        self.port = _free_port()
        self.acknowledged: set[int] = set()
        self.killed = 0
        self.refused = 0
        self.over = threading.Event()
        self.turn = threading.Lock()
        self.numbers = iter(range(messages))
        self.server = self._started()

    def run(self) -> None:
        """Push everything, killing meanwhile; then let it be still."""
        clients = [threading.Thread(target=self._push, args=(n,)) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients) or self.killed < self.kills:
            time.sleep(self.chance.uniform(0.2, 1.6))
            if self.killed < self.kills:
                self._kill()
            if self.server.poll() is not None:
                self.server = self._started()
        for client in clients:
            client.join()

    def stop(self) -> None:
        """End the server in order."""
        self.over.set()
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGTERM)
        self.server.wait(60)

    def _started(self) -> subprocess.Popen[bytes]:
        environment = os.environ | ENVIRONMENT
        environment |= {"VEGALOOP_DATABASE_URL": self.url, "VEGALOOP_PORT": str(self.port)}
        return subprocess.Popen(
            [sys.executable, "-m", "vegaloop.app.cli", "serve"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _kill(self) -> None:
        family = list(_family(self.server.pid))
        if not family:
            return
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(family), signal.SIGKILL)
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
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
                line.request("POST", f"/v1/hooks/garmin/{WORD}", push(message, PEOPLE))
                status = line.getresponse().status
                line.close()
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 200:
                with self.turn:
                    self.acknowledged.add(message)
                return
            self.refused += 1
            time.sleep(0.05)


def _family(pid: int) -> Iterator[int]:
    """A process and all it began."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_in_a_burst(url: str, messages: int, kills: int, seed: int = 1) -> str:
    """Say what became of a burst; AssertionError where something was lost or doubled."""
    database = open_database(url)
    try:
        upgrade(database)
        connect_people(database, PEOPLE)
        burst = Burst(url, messages, kills, seed)
        try:
            burst.run()
            _wait_until_done(database)
        finally:
            burst.stop()
        taken, readings, dead = effects(database)
    finally:
        database.close()
    acknowledged = {f"weighed-{number}" for number in burst.acknowledged}
    lost = len(acknowledged - taken.keys())
    doubled = sum(count - 1 for count in taken.values()) + readings - len(taken)
    told = (
        f"{len(acknowledged):,} acked, {burst.killed} kills, {burst.refused:,} sent again,"
        f" lost {lost}, doubled {doubled}, dead {dead}"
    )
    assert (lost, doubled, dead) == (0, 0, 0), told
    return told


def _wait_until_done(database: Database) -> None:
    until = time.monotonic() + _PATIENCE_S
    while waiting(database) and time.monotonic() < until:
        time.sleep(0.5)


def main() -> None:
    """Print what became of bursts, on both engines."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        _say("SQLite", kill_in_a_burst(f"sqlite:///{folder}/burst.db", messages, kills))
    with running_postgres() as url:
        _say("PostgreSQL", kill_in_a_burst(url, messages, kills))


def _say(engine: str, told: str) -> None:
    sys.stdout.write(f"kill -9, {engine}: {told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
