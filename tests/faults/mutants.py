"""Plant faults others really had, one at a time, and print how many of them are noticed.

`python -m tests.faults.mutants` plants each in the real parts of device sync and lives worlds of the
simulator, until one breaks what is promised; those of the stores, of the line, and of the oracles we
are compared with are tried on these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Final, TypeAlias

from tests.device_sync.simulated.sleeper import NIGHTS, Sleeper
from tests.device_sync.simulated.world import World
from tests.faults import oracles, planted, store_mutants
from tests.faults.figures import Figures, exactly, leave

SEEDS_MOST: Final = 400

Check: TypeAlias = Callable[[], str | None]


def simulated(plant: planted.Plant) -> str | None:
    """Say in which world a fault is noticed, and by what; None where in none."""
    for seed in range(SEEDS_MOST):
        with ExitStack() as planting:
            for patch in plant():
                planting.enter_context(patch)
            try:
                broken = World(seed).run()
            except Exception as error:  # noqa: BLE001  # It is noticed, if not gently.
                broken = [f"{type(error).__name__}: {error}"]
        if broken:
            return f"seed {seed}: {broken[0]}"
    return None


def unsought(plant: planted.Plant) -> str | None:
    """Say whether a night is still here that its vendor deleted and told nobody of."""
    with ExitStack() as planting:
        for patch in plant():
            planting.enter_context(patch)
        world = Sleeper(nights=2)
        world.delete(NIGHTS[0])
        for _ in range(3):
            world.pull()
    return None if NIGHTS[0] not in world.nights else "a night is still here that was deleted"


MUTANTS: Final[Mapping[str, Check]] = {
    **{name: partial(simulated, plant) for name, plant in planted.PLANTS.items()},
    # Worlds have few nights that are deleted and told by nobody.
    **{name: partial(unsought, plant) for name, plant in planted.UNSOUGHT.items()},
    **store_mutants.CHECKS,
    **oracles.CHECKS,
}


def noticed(name: str) -> str | None:
    """Plant one, and say how it is noticed; None where it is not."""
    return MUTANTS[name]()


def every_one() -> Figures:
    """Plant all of them, one at a time, and print how each is noticed."""
    with ProcessPoolExecutor() as pool:
        found = dict(zip(MUTANTS, pool.map(noticed, MUTANTS), strict=True))
    for name, how in found.items():
        print(f"{'caught' if how else 'MISSED'}  {name}: {(how or 'in no way')[:110]}")
    return Figures((exactly("caught", sum(map(bool, found.values())), len(MUTANTS)),))


def unplanted() -> Figures:
    """Look for the same where nothing is planted."""
    found = {**store_mutants.unplanted(), **oracles.unplanted()}
    return Figures(tuple(exactly(name, how or "", "") for name, how in found.items()))


if __name__ == "__main__":
    leave({"mutants": every_one, "where nothing is planted": unplanted})
