"""Weights of two scales, some of them wrong, that come, go and change in any order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from tests.strategies.biometrics import RING, TODAY, WATCH, morning_of_day
from tests.support import NOW, at, good
from vegaloop.biometrics import Biometrics, Kind, NewReading, ReadingQuery, Weight
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.time import days_after

__all__ = ("Told", "drawn_walk", "follow", "histories", "shown_weights", "straight")

# A reading by its scale and day, what was said of it and in which hour, and whether it is gone.
Told = tuple[SourceId, int, tuple[tuple[int | None, int], ...], bool]
# What is done at once: readings that come, or one that goes.
Step = tuple[NewReading, ...] | NewReading

# Most are near each other; days a month apart know nothing of each other.
_DAYS: Final = st.integers(0, 9) | st.integers(0, 80)
_HECTOGRAMS: Final = st.sampled_from([150, 680, 700, 701, 715, 735, 760, 850, 900, 7000])
_EDITIONS: Final = st.lists(
    st.tuples(st.integers(0, 9), _HECTOGRAMS), min_size=1, max_size=4, unique_by=lambda e: e[0]
) | _HECTOGRAMS.map(lambda kg: [(None, kg)])


def histories(most: int = 12) -> st.SearchStrategy[list[Told]]:
    """What two scales tell of some days."""
    one = st.tuples(st.sampled_from([WATCH, RING]), _DAYS, _EDITIONS.map(tuple), st.booleans())
    return st.lists(one, max_size=most, unique_by=lambda told: told[:2])


def _said(told: Told) -> list[NewReading]:
    source, day, editions, _ = told
    return [
        NewReading(
            morning_of_day(day),
            Weight(good(Mass.of_grams(hectograms * 100))),
            source,
            modified_at=None if hour is None else at(NOW - dt.timedelta(hours=100 - hour)),
        )
        for hour, hectograms in editions
    ]


def straight(history: Sequence[Told]) -> list[Step]:
    """What is there in the end, told one by one, each in the order of its editions."""
    return [
        (new,)
        for told in sorted(history, key=lambda told: -told[1])
        if not told[3]
        for new in sorted(_said(told), key=lambda new: new.modified_at or at(NOW))
    ]


def drawn_walk(data: st.DataObject, history: Sequence[Told]) -> list[Step]:
    """The same in any order, parts and repetitions; what goes has come before, whole or in part."""
    comings = [(n, new) for n, told in enumerate(history) for new in _said(told)]
    again = data.draw(st.lists(st.sampled_from(comings), max_size=4)) if comings else []
    mixed: list[tuple[int, NewReading | None]] = [*data.draw(st.permutations(comings + again))]
    for n, told in enumerate(history):
        if told[3]:
            last = max(index for index, (of, _) in enumerate(mixed) if of == n)
            mixed.insert(data.draw(st.integers(last + 1, len(mixed))), (n, None))
    steps: list[Step] = []
    for n, new in mixed:
        if new is None:
            steps.append(_said(history[n])[0])
        elif steps and isinstance(steps[-1], tuple) and data.draw(st.booleans()):
            steps[-1] = (*steps[-1], new)
        else:
            steps.append((new,))
    return steps


def follow(biometrics: Biometrics, person: PersonId, steps: Sequence[Step]) -> None:
    """Let readings come and go."""
    for step in steps:
        if isinstance(step, tuple):
            good(biometrics.record_all(person, step))
        else:
            biometrics.withdraw(person, (step.identity,))


def shown_weights(biometrics: Biometrics, person: PersonId) -> list[str]:
    """All weights that count or wait, without ids and without what was said before."""
    found = {
        one.id: one
        for quarantined in (False, True)
        for one in biometrics.readings(
            person,
            ReadingQuery(1_000, Kind.WEIGHT, days_after(TODAY, -400), quarantined=quarantined),
        )
    }
    return sorted(
        repr(
            (one.identity, one.local_date, one.value, one.standing, one.correction, one.modified_at)
        )
        for one in found.values()
    )
