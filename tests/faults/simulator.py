"""Live many small worlds of device sync, and print how many broke what is promised.

`python -m tests.faults.simulator` lives 1,000 of them, each of 300 events and out of its own seed;
`--seeds 0 50` only some. `--seed 7` tells the story of one, event by event: the same each time.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from multiprocessing import Pool
from typing import Final

from msgspec import Struct

from tests.device_sync.simulated.world import EVERY, World
from tests.faults.figures import Figures, counted, exactly, leave, on_both_engines
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import upgrade

_SEEDS: Final = 1_000
_STORED: Final = 10
_AT_ONCE: Final = 8
EVENTS_IN_SQL: Final = 120


class Lived(Struct, frozen=True):
    """What became of one world: what happened in it, and what it broke."""

    seed: int
    events: int
    seen: frozenset[str]
    broken: tuple[str, ...]


def lived(seed: int, events: int = World.EVENTS) -> Lived:
    """Live one world to its end."""
    world = World(seed)
    broken = world.run(events)
    return Lived(seed, world.happened, frozenset(world.seen), tuple(broken))


def all_lived(seeds: range, events: int = World.EVENTS) -> Iterator[Lived]:
    """Live some worlds, on every core there is, in no order."""
    with Pool(min(len(seeds), os.cpu_count() or 1)) as pool:
        yield from pool.imap_unordered(partial(lived, events=events), seeds, _AT_ONCE)


def main() -> None:
    """Live them, and say what broke; leave with 1 where something did."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, nargs=2, default=(0, _SEEDS), metavar=("A", "B"))
    asked.add_argument("--events", type=int, default=World.EVENTS)
    asked.add_argument("--stored", type=int, default=_STORED, help="so many in each database")
    asked.add_argument("--seed", type=int)
    given = asked.parse_args()
    if given.seed is not None:
        sys.exit(_told(given.seed, given.events))
    leave(
        {
            "simulator": partial(_simulated, range(*given.seeds), given.events),
            **on_both_engines("simulator", partial(_in_a_database, range(given.stored))),
        }
    )


def _simulated(seeds: range, events: int) -> Figures:
    """Live them all, and print how each that broke is lived again."""
    worlds = happened = broken = 0
    seen = set[str]()
    for one in all_lived(seeds, events):
        worlds, happened, broken = worlds + 1, happened + one.events, broken + bool(one.broken)
        seen |= one.seen
        if one.broken:
            print(f"seed {one.seed}, event {one.events}: {'; '.join(one.broken[:3])}")
            print(f"    replay: python -m tests.faults.simulator --seed {one.seed}", flush=True)
    return Figures(
        (
            exactly("seeds", worlds, len(seeds)),
            exactly("events", happened, len(seeds) * events),
            exactly("invariants broken", broken),
            exactly("never happened", ", ".join(EVERY - seen), ""),
        )
    )


def _in_a_database(worlds: range, url: str) -> Figures:
    """Live some in a database: it is slower, and the stores are known to agree."""
    with closing(open_database(url)) as database:
        upgrade(database)
        broken = [told for seed in worlds for told in World(seed, database).run(EVENTS_IN_SQL)]
    return Figures(
        (
            counted("seeds", len(worlds)),
            counted("events", len(worlds) * EVENTS_IN_SQL),
            exactly("invariants broken", len(broken)),
        )
    )


def _told(seed: int, events: int) -> int:
    """Tell the story of one world."""
    world = World(seed)
    broken = world.run(events)
    print("\n".join(world.story))
    print("\n".join(broken) or "nothing is broken")
    return bool(broken)


if __name__ == "__main__":
    main()
