"""An import taken up again where time decided what was read of it (docs/rules.md, IMP)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.imports import Killed, Told, imports_over, killed_after, piece, world
from tests.support import good
from vegaloop.imports import Imports, Item, State
from vegaloop.imports.adapters.memory import MemoryImportLogs
from vegaloop.imports.adapters.reading import FormatReader
from vegaloop.imports.application import working
from vegaloop.imports.application.pace import Pace
from vegaloop.imports.domain.bringing import Lapses
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId

FILES: Final = 6
FOR_EVER: Final = 10**9
LATE_S: Final = 1_000  # All leaps together stay below what all reading may take.
ROWS: Final = "".join(f"2024-01-01 00:{n:02}:00,{100 + n}\n" for n in range(7))
PIECES: Final = [
    piece(f"time,glucose\n{ROWS}".replace("01-01", f"01-{n + 1:02}").encode(), f"{n}.csv")
    for n in range(FILES)
]
# Each file is read some ten times; whoever waits is late at some of them.
LEAPS: Final = st.sets(st.integers(0, 200), max_size=5)


def hands(leaps: set[int]) -> Callable[[], float]:
    """A clock that leaps when it is looked at for the so-manieth time."""
    looks, at_s = [0], [0]

    def seconds() -> float:
        looks[0] += 1
        at_s[0] += LATE_S if looks[0] in leaps else 0
        return float(at_s[0])

    return seconds


def hear(_: str, bug: Exception) -> None:
    raise bug


def receipt(imports: Imports, person: PersonId) -> list[Item]:
    (only,) = imports.imports(person)
    assert only.state is State.DONE
    return [one.item for one in good(imports.items(person, only.id, most=10_000))]


class TestImp18:
    """IMP-18. A reader that was given up because it took too long is given up at the same place when the import is taken up again."""

    @given(st.lists(st.tuples(st.integers(0, 9), LEAPS), min_size=1, max_size=3), LEAPS)
    def test_as_if_never_stopped(
        self, stopped: list[tuple[int, set[int]]], at_last: set[int]
    ) -> None:
        (vega, person), (other, somebody) = world(), world()
        logs = MemoryImportLogs(Revisions())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(working, "BATCH_WEIGHT", 4)
            for times, leaps in (*stopped, (FOR_EVER, at_last)):
                imports = imports_over(vega, FormatReader(vega.foods, hear, hands(leaps)), logs)
                if all(one.state is not State.DONE for one in imports.imports(person)):
                    with suppress(Killed):
                        imports.bring(person, "x", PIECES, killed_after(times))
            (done,) = imports.imports(person)
            waited = Pace(Lapses(FOR_EVER, done.progress.lapses.at))
            profile = other.accounts.profile(somebody)
            found = FormatReader(other.foods, hear, hands(set())).read(
                PIECES, profile, None, waited
            )
            untroubled = imports_over(other, Told(tuple(found)))
            untroubled.bring(somebody, "x", PIECES)
        assert receipt(imports, person) == receipt(untroubled, somebody)

    def test_a_leap_gives_a_reader_up(self) -> None:
        vega, person = world()
        given_up = [
            done.counts.refused
            for leaps in (set[int](), {40})
            for done in [
                imports_over(vega, FormatReader(vega.foods, hear, hands(leaps))).bring(
                    person, "x", PIECES
                )
            ]
        ]
        assert given_up == [0, 1]
