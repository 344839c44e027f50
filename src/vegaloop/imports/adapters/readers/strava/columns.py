"""Where in Strava's `activities.csv` what stands: many columns are there twice, in other units.

Rule 1: the first block is for the eye (kilometres, whole seconds), the second exact (metres); what
stands in both is read from the second.
Rule 2: where the names are of a language nobody listed, the doubled ones tell where both begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Self, final

from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.strava.words import column_of, is_english, without_markup
from vegaloop.infrastructure.formats.csv import Row

__all__ = ("Columns",)

_NAMES_LEAST: Final = frozenset(("id", "date", "name", "type"))
# Where things are counted from the second block, and the file name in front of both weights.
_SECOND: Final = {
    "elapsed": 0,
    "moving": 1,
    "distance": 2,
    "ascent": 5,
    "descent": 6,
    "cadence": 14,
    "most_rate": 15,
    "mean_rate": 16,
    "most_power": 17,
    "mean_power": 18,
    "energy": 19,
    "filename": -3,
}
_FIRST: Final = {"id": 0, "date": 1, "name": 2, "type": 3, "note": 4}
_ELAPSED_AT: Final = 5
# The relative effort stands twice as well, and tells where it is said how hard it felt.
_EFFORT_AT, _EFFORT_AGAIN, _FELT_AFTER = 8, 22, 6
_BEGINS_NOW: Final = 15  # Where a private note stands in the first block.
_BEGINS: Final = range(11, 19)  # Columns came and went between the blocks over the years.
_NONE: Final = ("", "0", "0.0", "false", "--")
_KM: Final = 1_000.0
_FASTEST_M_S: Final = (
    60.0  # No export has a session that much faster; a glider is not a sport here.
)


@final
class Columns:
    """The places of the columns of a header."""

    def __init__(self, places: dict[str, tuple[int, ...]], header: Sequence[str]) -> None:
        self._places = places
        known = {at for several in places.values() for at in several}
        self._others = [
            (n, without_markup(name).casefold()) for n, name in enumerate(header) if n not in known
        ]

    @classmethod
    def of(cls, header: Sequence[str]) -> Self | None:
        """Find them by name, and the others by what stands twice; None where this is another table."""
        places: dict[str, tuple[int, ...]] = {}
        for place, cell in enumerate(header):
            name = column_of(cell)
            if name:
                places[name] = (*places.get(name, ()), place)
        begins = _second_block(header)
        if begins is not None:
            sure = {
                name: several
                for name, several in places.items()
                if all(is_english(header[at]) for at in several)
            }
            places = places | _by_place(begins, header) | sure
            # Once the blocks are found, a second distance is known to be in metres.
            places["distance"] = (_ELAPSED_AT + 1, begins + 2)
        known = places.keys() >= _NAMES_LEAST and ("distance" in places or "elapsed" in places)
        return cls(places, header) if known else None

    def text(self, row: Row, name: str) -> str:
        """The last cell of a column that holds anything."""
        cells = row.cells
        held = (cells[at] for at in reversed(self._places.get(name, ())) if at < len(cells))
        return next((cell for cell in held if cell), "")

    def left_out(self, row: Row) -> set[str]:
        """The names of columns there is no room for in which a row holds something."""
        cells = row.cells
        return {name for at, name in self._others if at < len(cells) and cells[at] not in _NONE}

    def number(self, row: Row, name: str) -> float | None:
        """The number in the last cell of a column that holds anything."""
        written = self.text(row, name)
        # The exact block has a point and up to fifteen figures behind it, in every language.
        try:
            return (
                float(written) if "," not in written and "_" not in written else number_in(written)
            )
        except ValueError:
            return number_in(written)

    def distance_m(self, row: Row) -> float | None:
        """How far it was: the second distance is in metres, an only one mostly in kilometres.

        An only distance that would be covered faster than any sport is in metres.
        """
        places = self._places.get("distance", ())
        said = self.number(row, "distance")
        if said is None or (len(places) > 1 and _holds(row, places[-1])):
            return said
        took_s = self.number(row, "elapsed") or self.number(row, "moving") or 0.0
        return said if said * _KM > took_s * _FASTEST_M_S else said * _KM


def _holds(row: Row, place: int) -> bool:
    return place < len(row.cells) and bool(row.cells[place])


def _by_place(begins: int, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    places = dict(_FIRST)
    places.update((name, begins + after) for name, after in _SECOND.items())
    if begins == _BEGINS_NOW:
        places["private"] = begins - 5
    again = begins + _EFFORT_AGAIN
    felt = again + _FELT_AFTER
    if felt < len(header) and header[again] == header[_EFFORT_AT] != "":
        places["rpe"] = felt
    return {name: _twins(header, place) for name, place in places.items()}


def _twins(header: Sequence[str], last: int) -> tuple[int, ...]:
    """The places in front that are called the same, and the place."""
    first = [at for at in range(last) if header[at] == header[last] != ""]
    return *first, last


def _second_block(header: Sequence[str]) -> int | None:
    """Find where the elapsed time stands again, with the distance two columns behind it."""
    first = header[: _ELAPSED_AT + 2]
    if len(set(first)) < len(first) or any(number_in(cell) is not None for cell in first):
        return None  # A line of values, where much is equal.
    for begins in _BEGINS:
        if begins + max(_SECOND.values()) >= len(header):
            return None
        elapsed, distance = header[_ELAPSED_AT], header[_ELAPSED_AT + 1]
        if (
            elapsed
            and distance
            and header[begins] == elapsed
            and header[begins + 2] == distance != elapsed
        ):
            return begins
    return None
