"""Every k-th write or sync of the database fails: `python -m tests.faults.disk_errors [HOW_MANY] [MESSAGES]`.

So many k are tried, from 1 to 200. Receiver and worker are one process, over the library of `shim.c`.
What it was refused it sends once more. Afterwards, on a disk that works, what was acknowledged is
there once, and the file is whole. SQLite alone is tried: PostgreSQL writes in processes of its own,
and ends at once where a sync of its log fails, which is a restart (`restarts`).
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Final, final

import msgspec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.faults.figures import Figures, Trial, at_least, counted, exactly, leave, number_given
from tests.faults.pauses import Ahead
from tests.faults.people import became, opened, prepared, receive, work_off
from tests.faults.shim import arm, injected, preloaded, shimmed
from vegaloop.infrastructure.database import open_database

MOST: Final = 200  # The largest k.
MESSAGES: Final = 25
ERRORS: Final = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
_CHILD: Final = "import sys; from tests.faults.disk_errors import live; live(*sys.argv[1:])"
FEW: Final = (3, 9, 40, 80)
# Longer than whatever broke waits before it is tried again.
_AFTERWARDS: Final = dt.timedelta(days=1)


@final
class Told(msgspec.Struct):
    """What one process tells of itself when it ends."""

    acknowledged: list[int] = []
    refused: int = 0
    injected: int = 0
    broke: str = ""


def live(folder: str, ks: str, messages: str, error: str, hides: str) -> None:
    """Be so many processes, one after the other, whose every k-th write fails."""
    for k in map(int, ks.split(",")):
        if (child := os.fork()) == 0:
            told = Told()
            arm(Path(folder) / f"{k}.db", k, int(error))
            try:
                _receive_and_work(f"sqlite:///{folder}/{k}.db", int(messages), told, hides == "yes")
            except BaseException as broken:  # noqa: BLE001  # It is told, whatever it is.
                told.broke = repr(broken)
            told.injected = injected()
            (Path(folder) / f"{k}.json").write_bytes(msgspec.json.encode(told))
            os._exit(0)
        os.waitpid(child, 0)


def _receive_and_work(url: str, messages: int, told: Told, hides: bool) -> None:
    with suppress(DBAPIError), opened(url) as vega:
        for message in [*range(messages), *range(messages)]:
            if message in told.acknowledged:
                continue
            try:
                receive(vega, message)
            except DBAPIError:
                told.refused += 1
                if not hides:
                    continue
            told.acknowledged.append(message)
            with suppress(DBAPIError):
                vega.sync.working.step()


def break_the_disk(
    error: int, ks: Sequence[int], messages: int, library: Path, *, hides: bool = False
) -> Figures:
    """Say what became of what was acknowledged, and whether each file is whole.

    A receiver that hides what broke acknowledges it all the same.
    """
    found, tried = Counter[str](), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(f"sqlite:///{folder / 'empty.db'}")
        for k in ks:
            shutil.copy(folder / "empty.db", folder / f"{k}.db")
        arguments = map(
            str, (folder, ",".join(map(str, ks)), messages, error, "yes" if hides else "no")
        )
        command = [sys.executable, "-c", _CHILD, *arguments]
        subprocess.run(command, check=True, env={**os.environ, **preloaded(library)})
        for k in ks:
            told = msgspec.json.decode((folder / f"{k}.json").read_bytes(), type=Told)
            tried += told.injected > 0
            found += Counter(_afterwards(f"sqlite:///{folder / f'{k}.db'}", told))
    return Figures(
        (
            exactly("k tried, with faults", tried, len(ks)),
            counted("faults", found["faults"]),
            at_least("acknowledged", found["acknowledged"], len(ks)),
            counted("refused", found["refused"]),
            *(exactly(name, found[name]) for name in ("lost", "doubled", "left waiting", "dead")),
            exactly("broken otherwise", found["broke"]),
            exactly("corruptions", found["corrupt"]),
        )
    )


def _afterwards(url: str, told: Told) -> Mapping[str, int]:
    """Look at a file whose process has ended."""
    if told.broke:
        print(told.broke, file=sys.stderr)
    with opened(url, Ahead(_AFTERWARDS)) as vega:
        work_off(vega)
    with closing(open_database(url)) as database:
        with database.transaction(writing=False) as connection:
            whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        return {
            **became(database, told.acknowledged),
            "acknowledged": len(told.acknowledged),
            "faults": told.injected,
            "refused": told.refused,
            "broke": bool(told.broke),
            "corrupt": whole != "ok",
        }


def notice(library: Path) -> Figures:
    """See that a receiver which hides what broke is noticed."""
    found = break_the_disk(errno.EIO, FEW, MESSAGES, library, hides=True)
    missed = {one.name for one in found.every if not one.is_kept}
    return Figures((exactly("missed", ", ".join(missed), "lost"),))


def trials(count: int = MOST, messages: int = MESSAGES) -> Mapping[str, Trial]:
    """One for each thing a disk says, and one that is to be noticed."""
    told = {
        f"every k-th write fails with {name}, SQLite": partial(
            shimmed, partial(break_the_disk, error, range(1, MOST + 1, MOST // count), messages)
        )
        for name, error in ERRORS.items()
    }
    return {**told, "a receiver that hides what broke, SQLite": partial(shimmed, notice)}


if __name__ == "__main__":
    leave(trials(number_given(1, MOST), number_given(2, MESSAGES)))
