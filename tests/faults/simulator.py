"""Live many small worlds of device sync, and print how many broke what is promised.

`python -m tests.faults.simulator` lives 1,000 of them, each of 300 events and out of its own seed;
`--seeds 0 50` only some. `--seed 7` tells the story of one, event by event: the same each time.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from typing import Final

from msgspec import Struct

from tests.device_sync.simulated.world import EVERY, World

_SEEDS: Final = 1_000
_AT_ONCE: Final = 8


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
    asked.add_argument("--seed", type=int)
    given = asked.parse_args()
    if given.seed is not None:
        sys.exit(_told(given.seed, given.events))
    worlds, failed = 0, list[Lived]()
    seen: Counter[str] = Counter()
    for one in all_lived(range(*given.seeds), given.events):
        worlds += 1
        seen.update(one.seen)
        seen["events"] += one.events
        if one.broken:
            failed.append(one)
            print(f"seed {one.seed}, event {one.events}: {'; '.join(one.broken[:3])}")
            print(f"    replay: python -m tests.faults.simulator --seed {one.seed}", flush=True)
    unseen = sorted(EVERY - seen.keys())
    print(
        f"seeds {worlds:,} · events {seen['events']:,} · happenings seen"
        f" {len(EVERY) - len(unseen)} of {len(EVERY)} · invariants broken {len(failed)}"
    )
    for name in unseen:
        print(f"    never happened: {name}")
    sys.exit(bool(failed or unseen))


def _told(seed: int, events: int) -> int:
    """Tell the story of one world."""
    world = World(seed)
    broken = world.run(events)
    print("\n".join(world.story))
    print("\n".join(broken) or "nothing is broken")
    return bool(broken)


if __name__ == "__main__":
    main()
