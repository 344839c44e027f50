"""Bytes that nearly are files of a format: what a disk, a cable or an attacker makes of them.

Run as `python -m tests.readers.mutations [N] [FAMILY …]`; a family is a name of `families`.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Final, NamedTuple

from tests.readers import mutation_seeds as of
from tests.readers.mutators import (
    csv_mutated,
    fit_mutated,
    json_mutated,
    mutated,
    packed_mutated,
    sealed,
    spliced,
    xml_mutated,
)
from tests.strategies.imports import imports_over, world
from tests.support import SHARED
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.imports import Piece, State
from vegaloop.imports.adapters.everything import Everything
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.fit.rest import resting_beats
from vegaloop.imports.adapters.readers.fit.wellness import read_wellness
from vegaloop.infrastructure.formats.archive import USUAL, Member
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile

__all__ = ("Family", "families", "mutated", "sealed", "tried")

_ACTIVITIES: Final = SHARED / "activities"
FIT_SEEDS: Final = (
    "fit/2013-02-06-12-11-14.fit",
    "fit/athlytics-example.fit",
    "fit/compressed-speed-distance.fit",
    "fit/developer-types-sample.fit",
    "fit/event_timestamp.fit",
    "fit/fenix6x-yoga-sets.fit",
    "fit/garmin-fenix-5-run.fit",
    "fit/wahoo-element-bolt.fit",
    "fit/moxy-smo2-no-file-type.fit",
    "fit_wellness/50708056399.fit",
    "fit_wellness/50700018686.fit",
)
_KEPT_EACH: Final = 25  # Every so many are kept as well, by the whole service.
_SPLICED: Final = 0.05
_SLOWEST_MS: Final = 100
_MEMORY_MB: Final = 100


class Family(NamedTuple):
    """Seeds, what is made of them, what reads that, and how many are asked for."""

    seeds: list[bytes]
    mutate: Callable[[bytes, Random], bytes]
    read: Callable[[bytes], object]
    usual: int


class Tried(NamedTuple):
    """What became of the mutations of one family."""

    family: str
    tried: int
    crashes: tuple[str, ...]
    slowest_ms: float
    peak_mb: float


class Broke(Exception):
    """A reader of ours could not cope with a file."""


def families() -> dict[str, Callable[[], Family]]:
    """What makes each family, by its name."""
    return {
        "fit": lambda: Family(
            [_read(name) for name in FIT_SEEDS if (_ACTIVITIES / name).is_file()],
            fit_mutated,
            _read_fit,
            10_000,
        ),
        "gpx": lambda: Family(of.real_activities("gpx"), xml_mutated, read_activity_file, 5_000),
        "tcx": lambda: Family(of.real_activities("tcx"), xml_mutated, read_activity_file, 5_000),
        "xml": lambda: Family(of.xml_seeds(), xml_mutated, brought(), 5_000),
        "csv": lambda: Family(of.csv_seeds(), csv_mutated, brought(), 5_000),
        "json": lambda: Family(of.json_seeds(), json_mutated, brought(), 5_000),
        "packed": lambda: Family(of.packed_seeds(), packed_mutated, brought(), 2_000),
    }


def tried(name: str, family: Family, count: int, seed: int = 1) -> Tried:
    """Read so many mutations of seeds; whatever is raised but ReadFault is a crash."""
    chance = Random(seed)
    crashes: list[str] = []
    slowest_s = 0.0
    for data in family.seeds:  # What is loaded and remembered once is no memory of a mutation.
        _outcome(family.read, data)
    before_kb = getrusage(RUSAGE_SELF).ru_maxrss
    for n in range(count):
        seed = family.seeds[n % len(family.seeds)]
        if chance.random() < _SPLICED:
            seed = spliced(seed, chance.choice(family.seeds), chance)
        data = family.mutate(seed, chance)
        began = process_time()
        error = _outcome(family.read, data)
        slowest_s = max(slowest_s, process_time() - began)
        if error is not None:
            crashes.append(f"{name} {n}: {_said(error)}")
    grown_mb = (getrusage(RUSAGE_SELF).ru_maxrss - before_kb) / 1_024
    return Tried(name, count, tuple(crashes), slowest_s * 1_000, grown_mb)


def _outcome(read: Callable[[bytes], object], data: bytes) -> Exception | None:
    try:
        read(data)
    except ReadFault:
        pass
    except Exception as error:  # noqa: BLE001  # Any other is what is looked for.
        return error
    return None


def _said(error: BaseException) -> str:
    """Say what was raised, and where."""
    bug = error.__cause__ or error
    where = traceback.extract_tb(bug.__traceback__)[-1]
    return f"{error!r:.60} {bug!r:.200} {Path(where.filename).name}:{where.lineno}"


def brought() -> Callable[[bytes], object]:
    """What finds everything in some bytes, and keeps it now and then; a bug is raised."""
    vega, owner = world()

    def hear(format: str, bug: Exception) -> None:
        raise Broke(format) from bug

    everything = Everything(vega.foods, hear, time.monotonic)
    imports = imports_over(vega, everything)
    number = 0

    def read(data: bytes) -> object:
        nonlocal number
        number += 1
        pieces = (Piece("brought", len(data), lambda: BytesIO(data)),)
        if number % _KEPT_EACH:
            return sum(1 for _ in everything.read(pieces, Profile()))
        done = imports.bring(owner, None, pieces)
        assert done.state is State.DONE
        return done

    return read


def _read(name: str) -> bytes:
    return (_ACTIVITIES / name).read_bytes()[: of.SEED_BYTES]


def _read_fit(data: bytes) -> object:
    member = Member("x.fit", lambda: BytesIO(data), USUAL)
    arrival = Arrival("x.fit", member, Profile(), Bundle({}))
    told = read_activity_file(data)
    if data[8:12] == b".FIT":
        for _ in (*read_wellness(data, arrival), *resting_beats(data, arrival)):
            pass
    return told


def main() -> int:
    """Print what became of them: `python -m tests.readers.mutations [N] [FAMILY …]`."""
    asked = [word for word in sys.argv[1:] if not word.isdecimal()]
    count = next((int(word) for word in sys.argv[1:] if word.isdecimal()), None)
    broken = 0
    told: list[Tried] = []
    for name, made in families().items():
        if asked and name not in asked:
            continue
        family = made()
        if not family.seeds:
            sys.stdout.write(f"{name:8} no seeds: ../shared/data is absent\n")
            continue
        one = tried(name, family, family.usual if count is None else count)
        told.append(one)
        broken += len(one.crashes)
        sys.stdout.write(
            f"{name:8} {one.tried:6} tried of {len(family.seeds):3} seeds, "
            f"{len(one.crashes)} crashes, slowest {one.slowest_ms:.0f} ms, "
            f"memory grew by {one.peak_mb:.0f} MB\n"
        )
        sys.stdout.write("".join(f"  {crash[:400]}\n" for crash in one.crashes[:10]))
        sys.stdout.flush()
    sys.stdout.write(
        f"{sum(one.tried for one in told):,} tried, crashes {broken} (0), "
        f"slowest {max(one.slowest_ms for one in told):.0f} ms ({_SLOWEST_MS}), "
        f"largest memory {max(one.peak_mb for one in told):.0f} MB ({_MEMORY_MB})\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
