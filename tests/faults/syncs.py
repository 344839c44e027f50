"""What is acknowledged is on the disk: `python -m tests.faults.syncs [PUSHES]`.

The library of `shim.c` writes down when the syncs of the log began and ended, of SQLite in the server
and of PostgreSQL in its own processes, and when the server began to send each answer. The worker,
which syncs as well, is not there. PostgreSQL is told to commit without a sync: we do not let it.
"""

from __future__ import annotations

import http.client
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, final
from unittest.mock import patch

from msgspec import Struct

from tests.benchmarks.server import serving
from tests.faults.figures import (
    Figure,
    Figures,
    Trial,
    at_least,
    exactly,
    leave,
    number_given,
)
from tests.faults.people import ENVIRONMENT, PEOPLE, WORD, prepared, push
from tests.faults.shim import Moment, moments, shimmed, watched
from tests.faults.store_mutants import synced
from tests.postgres import alter, data_of, restart_postgres, running_postgres
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.device_sync.application.ports import Acceptance, Arrival
from vegaloop.infrastructure import postgres

Watch: TypeAlias = Callable[[Path], AbstractContextManager["Watched"]]

PUSHES: Final = 640
AT_ONCE: Final = (1, 32)
_CHILD: Final = "import sys; from tests.faults.syncs import serve_with; serve_with(sys.argv[1])"


@final
class Answered(Struct, frozen=True):
    """One push, as whoever sent it saw it."""

    port: int
    sent_ns: int
    heard_ns: int
    is_acknowledged: bool


@contextmanager
def _told_too_early() -> Iterator[None]:
    usual = SqlInbox.submit

    def submit(self: SqlInbox, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        usual(self, arrivals)
        told = Future[Acceptance]()
        told.set_result(Acceptance(len(arrivals), 0, 0))
        return told

    with patch.object(SqlInbox, "submit", submit):
        yield


Plants: TypeAlias = Mapping[str, Callable[[], AbstractContextManager[object]]]

_EARLY: Final[Plants] = {"answered before it is written": _told_too_early}
ON_SQLITE: Final[Plants] = {
    "synchronous=OFF": partial(synced, "OFF"),
    "synchronous=NORMAL": partial(synced, "NORMAL"),
    **_EARLY,
}
ON_POSTGRES: Final[Plants] = {
    "synchronous_commit=off": partial(patch.object, postgres, "_BEGIN", "BEGIN"),
    **_EARLY,
}


@final
class Watched(Struct, frozen=True):
    """A database whose syncs are written down, with the environment of a server over it."""

    url: str
    environment: Mapping[str, str]
    journal: Path


@contextmanager
def sqlite_watched(library: Path) -> Iterator[Watched]:
    """Watch the log of a file."""
    with tempfile.TemporaryDirectory() as name:
        file, journal = Path(name) / "a.db", Path(name) / "moments"
        url = prepared(f"sqlite:///{file}")
        yield Watched(url, watched(library, Path(f"{file}-wal"), journal), journal)


@contextmanager
def postgres_watched(library: Path) -> Iterator[Watched]:
    """Watch the log of a server that was told not to wait for it."""
    with running_postgres() as url, tempfile.TemporaryDirectory() as name:
        data, journal = data_of(prepared(url)), Path(name) / "moments"
        journal.touch()
        for opened, mode in ((journal, 0o666), (journal.parent, 0o755), (library.parent, 0o755)):
            opened.chmod(mode)  # The server runs as a user of its own.
        environment = watched(library, data / "pg_wal", journal)
        alter(url, "synchronous_commit = off")
        with patch.dict(os.environ, environment):
            restart_postgres(url, "fast")
        yield Watched(url, environment, journal)


def serve_with(fault: str) -> None:
    """Be a server that has a fault."""
    from vegaloop.app.console.serve import serve

    with {**ON_SQLITE, **ON_POSTGRES}[fault]():
        serve(demo=False)


def count_syncs(
    watch: Watch, library: Path, pushes: int = PUSHES, at_once: int = 1, fault: str = ""
) -> tuple[Figure, ...]:
    """Count the acknowledgements before which nothing was synced since they were asked for."""
    planted = {"command": (sys.executable, "-c", _CHILD, fault)} if fault else {}
    with watch(library) as place:
        more = {**ENVIRONMENT, "VEGALOOP_LANES": "0", **place.environment}
        with serving(place.url, more, is_heard=False, **planted) as served:
            each = pushes // at_once
            shares = [range(one * each, (one + 1) * each) for one in range(at_once)]
            with ThreadPoolExecutor(at_once) as clients:
                every = [*clients.map(partial(_push, served.port), shares)]
        told = moments(place.journal)
    answered = [one for some in every for one in some if one.is_acknowledged]
    syncs = [one for one in told if not one.port]
    begun = [_begun(one, told) for one in answered]
    bare = sum(
        not any(one.sent_ns <= sync.began_ns and sync.ended_ns <= began_ns for sync in syncs)
        for one, began_ns in zip(answered, begun, strict=True)
    )
    return (
        at_least(f"acknowledged, {at_once} at once", len(answered), pushes),
        exactly("not seen being answered", begun.count(0)),
        exactly("acks without sync", bare),
    )


def _push(port: int, numbers: Sequence[int]) -> list[Answered]:
    """Push one after the other over a line."""
    answered: list[Answered] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.connect()
        mine: int = line.sock.getsockname()[1]
        for number in numbers:
            sent_ns = time.monotonic_ns()
            line.request("POST", f"/v1/hooks/garmin/{WORD}", push(number, PEOPLE))
            answer = line.getresponse()
            answer.read()
            heard_ns = time.monotonic_ns()
            answered.append(Answered(mine, sent_ns, heard_ns, answer.status == 200))
    return answered


def _begun(answer: Answered, told: Sequence[Moment]) -> int:
    """When it began to be sent; 0 where nobody saw that."""
    sent = (one.began_ns for one in told if one.port == answer.port)
    return next((at for at in sent if answer.sent_ns <= at <= answer.heard_ns), 0)


def watch_syncs(watch: Watch, plants: Plants, pushes: int, library: Path) -> Figures:
    """One at once, many at once, and servers that are known to answer too early."""
    real = [count_syncs(watch, library, pushes, many) for many in AT_ONCE]
    planted = {
        fault: count_syncs(watch, library, pushes // 4, fault=fault)[-1].is_kept for fault in plants
    }
    caught = [exactly(f"{fault} is noticed", not kept, True) for fault, kept in planted.items()]
    return Figures((*(one for some in real for one in some), *caught))


def trials(pushes: int = PUSHES) -> Mapping[str, Trial]:
    """One for each engine."""
    engines = {
        "SQLite": (sqlite_watched, ON_SQLITE),
        "PostgreSQL": (postgres_watched, ON_POSTGRES),
    }
    return {
        f"acknowledged means synced, {name}": partial(
            shimmed, partial(watch_syncs, watch, plants, pushes)
        )
        for name, (watch, plants) in engines.items()
    }


if __name__ == "__main__":
    leave(trials(number_given(1, PUSHES)))
