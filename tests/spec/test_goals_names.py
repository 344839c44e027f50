"""The measures goals knows something of, in the whole program."""

from __future__ import annotations

from tests.support import CountedIds, PinnedClock
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.goals.domain import names


class TestGoal49:
    """GOAL-49. Every measure goals knows something of is one that its context publishes."""

    def test_the_names(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        published = {measure.name for measure in vega.goals.measures()}
        mentioned = {
            name for key, name in vars(names).items() if key.isupper() and isinstance(name, str)
        }
        assert mentioned | names.BODY_MASSES | names.SMOOTHED <= published
        assert len(mentioned) == 7

    def test_units_are_those_the_limits_are_in(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        units = {measure.name: measure.unit for measure in vega.goals.measures()}
        assert {units[name] for name in names.BODY_MASSES} == {"kg"}
        assert units[names.BODY_FAT] == "%"
