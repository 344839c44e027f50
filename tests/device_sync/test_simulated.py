"""Small worlds in which everything goes wrong: nothing is lost, doubled, stuck or unknown."""

from __future__ import annotations

import pytest

from tests.device_sync.simulated.world import EVERY, World
from tests.faults.simulator import EVENTS_IN_SQL, lived
from vegaloop.infrastructure.database import Database

SEEDS = range(40)


@pytest.fixture(scope="module")
def seen() -> set[str]:
    return set()


class TestWorlds:
    """Whatever happens in whatever order, in the end people have what they did."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_in_memory(self, seed: int, seen: set[str]) -> None:
        world = lived(seed)
        assert not world.broken
        seen |= world.seen

    def test_everything_has_happened(self, seen: set[str]) -> None:
        """The sometimes check: where something never happened, not much was tried."""
        for seed in SEEDS:  # Of what others lived, this process may know only some.
            if seen >= EVERY:
                break
            seen |= lived(seed).seen
        assert not EVERY - seen

    @pytest.mark.parametrize("seed", [1, 2])
    def test_in_a_database(self, seed: int, engine: Database) -> None:
        world = World(seed, engine)
        assert not world.run(EVENTS_IN_SQL)

    def test_a_seed_tells_the_same_story_again(self) -> None:
        first, second = World(7), World(7)
        assert first.run(60) == second.run(60)
        assert first.story == second.story
        assert len(first.story) > 60
