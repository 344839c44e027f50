"""Samples as XML readers meet them, and what follows from points on a track."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

from vegaloop.activity.adapters.readers.columns import Columns, Of
from vegaloop.activity.adapters.readers.moments import Moments
from vegaloop.activity.domain.activity_file import TooLarge
from vegaloop.activity.domain.formulas.distance import EARTH_RADIUS_M
from vegaloop.activity.domain.streams import MISSING, MOST, Channel
from vegaloop.infrastructure.formats.fault import ReadFault

__all__ = ("MOST_RECORDINGS", "Points", "along", "in_steps", "number", "way_m", "with_way")

MOST_POINTS: Final = 2_000_000
MOST_RECORDINGS: Final = 500
_AT_ONCE: Final = 4_096
_FEW: Final = 16
_NOTHING: Final = "nan"  # For a name that is not in a sample; as a number it is none.
_LATITUDE_MOST: Final = 90
_LONGITUDE_MOST: Final = 180


class Points:
    """Columns that grow by samples, given as texts by their names in a format.

    Names may have something before them, parted by a space or a colon; what goes by the same name
    after it is the same, and the first in a sample that is not blank is taken.
    """

    def __init__(self, names: Mapping[str, Of], time: str, never_below_zero: frozenset[Of]) -> None:
        self._names = names
        self._time = time
        self._wanted = frozenset((time, *names))
        self._positive = never_below_zero
        self._moments = Moments()
        self._count = self._settled = 0
        self._few: list[dict[str, str]] = []
        self._waiting: list[tuple[int, dict[str, Sequence[str]]]] = []
        self._times_ms: array[int] = array("q")
        self._columns: dict[Of, array[int]] = {}

    def __len__(self) -> int:
        return self._count

    @property
    def offsets_s(self) -> frozenset[int | None]:
        """What the times of samples were ahead of UTC; None of those without a zone."""
        self._settle()
        return self._moments.offsets_s

    def add(self, fields: dict[str, str]) -> None:
        """Keep a sample: numbers in bpm, W, rpm, m/s, m, °C and degrees, and an ISO 8601 time."""
        self._few.append(fields)
        self._grow(1)

    def add_alike(self, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Keep samples that have a text for each of the same names."""
        if len(rows) < _FEW:
            self._few += [dict(zip(names, row, strict=True)) for row in rows]
        else:
            self._gather()
            self._waiting.append(
                (len(rows), dict(zip(names, zip(*rows, strict=True), strict=True)))
            )
        self._grow(len(rows))

    def columns(self) -> Columns:
        """All samples as they came, without the channels nothing was written in."""
        self._settle()
        written = {of: self._columns[of] for of in self._names.values() if of in self._columns}
        found = {of: c for of, c in written.items() if c.count(MISSING) < len(c)}
        return Columns(self._times_ms, found)

    def _grow(self, by: int) -> None:
        self._count += by
        if self._count > MOST_POINTS:
            raise ReadFault(TooLarge("points", MOST_POINTS))
        if self._count - self._settled >= _AT_ONCE:
            self._settle()

    def _gather(self) -> None:
        """Put the samples that came one by one into columns."""
        few, self._few = self._few, []
        if few:
            met: dict[str, list[str]] = {}
            for name in set[str]().union(*few):
                met.setdefault(_local(name), []).append(name)
            columns: dict[str, Sequence[str]] = {}
            for local in met.keys() & self._wanted:
                several = len(met[local]) > 1
                columns[local] = _one_of_several(few, local) if several else _one(few, *met[local])
            self._waiting.append((len(few), columns))

    def _settle(self) -> None:
        """Turn the texts of the samples that wait into numbers, a column at a time."""
        self._gather()
        waiting, self._waiting = self._waiting, []
        before, self._settled = self._settled, self._count
        self._times_ms.extend(self._moments.times_ms(_joined(self._time, waiting)))
        written = set[str]().union(*(columns for _, columns in waiting))
        found: dict[Of, list[float]] = {}
        for name, of in self._names.items():
            if name in written:
                values = _numbers(_joined(name, waiting))
                found[of] = values if of not in found else _either(found[of], values)
        _only_on_earth(found)
        for of in found.keys() - self._columns.keys():
            self._columns[of] = array("i", [MISSING]) * before
        for of, column in self._columns.items():
            if of in found:
                least = 0 if of in self._positive else -MOST
                column.extend(_steps(found[of], of.per_unit, least))
            else:
                column.extend(array("i", [MISSING]) * (self._count - before))


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]


def _joined(name: str, parts: list[tuple[int, dict[str, Sequence[str]]]]) -> list[str]:
    column: list[str] = []
    for count, columns in parts:
        column += columns.get(name) or (_NOTHING,) * count
    return column


def _one(few: list[dict[str, str]], name: str) -> list[str]:
    return [fields.get(name, _NOTHING) for fields in few]


def _one_of_several(few: list[dict[str, str]], local: str) -> list[str]:
    return [
        next((t for n, t in fields.items() if _local(n) == local and t.strip()), _NOTHING)
        for fields in few
    ]


def _numbers(texts: list[str]) -> list[float]:
    try:
        return list(map(float, texts))
    except ValueError:
        found = map(number, texts)
        return [math.nan if value is None else value for value in found]


def _either(first: list[float], second: list[float]) -> list[float]:
    return [b if a != a else a for a, b in zip(first, second, strict=True)]  # NaN.


def _only_on_earth(found: dict[Of, list[float]]) -> None:
    """Take both numbers from a place that is none."""
    latitudes, longitudes = found.get(Channel.LATITUDE), found.get(Channel.LONGITUDE)
    if latitudes is None or longitudes is None:
        return
    if _within(latitudes, _LATITUDE_MOST) and _within(longitudes, _LONGITUDE_MOST):
        return
    for n, (latitude, longitude) in enumerate(zip(latitudes, longitudes, strict=True)):
        if abs(latitude) > _LATITUDE_MOST or abs(longitude) > _LONGITUDE_MOST:
            latitudes[n] = longitudes[n] = math.nan


def _within(values: list[float], most: float, least: float | None = None) -> bool:
    """Whether all of them are, as far as that can be told at once."""
    return (-most if least is None else least) <= min(values) and max(values) <= most


def _steps(values: list[float], per_unit: float, least: float) -> array[int]:
    scaled = [value * per_unit for value in values]
    try:
        if scaled and _within(scaled, MOST, least):
            return array("i", map(round, scaled))
    except ValueError:  # A NaN among them.
        pass
    return array("i", [round(n) if least <= n <= MOST else MISSING for n in scaled])


def in_steps(values: list[float], of: Of) -> array[int]:
    """Values in the steps of their channel; MISSING for what a column cannot hold."""
    return _steps(values, of.per_unit, -MOST)


def number(text: str) -> float | None:
    """A decimal number, with a point or a comma; None for anything else."""
    try:
        return float(text if "." in text else text.replace(",", ".", 1))
    except ValueError:
        return None


def way_m(columns: Columns, breaks: set[int]) -> list[float]:
    """How far the track has gone at each sample, in metres; no way leads into a break.

    Great circles on a sphere of the mean radius (haversine).
    """
    latitudes = columns.channels.get(Channel.LATITUDE)
    longitudes = columns.channels.get(Channel.LONGITUDE)
    if latitudes is None or longitudes is None:
        return []
    known: Sequence[int] = range(len(columns))
    if MISSING in latitudes or MISSING in longitudes:
        placed = zip(latitudes, longitudes, strict=True)
        known = [n for n, place in enumerate(placed) if MISSING not in place]
    steps: list[float] = []
    for first in range(0, len(known) - 1, _AT_ONCE):
        part = known[first : first + _AT_ONCE + 1]
        steps += _steps_m([latitudes[n] for n in part], [longitudes[n] for n in part])
    for at in breaks:
        after = bisect_left(known, at)
        if 0 < after < len(known):
            steps[after - 1] = 0.0
    gone = list(accumulate(steps, initial=0.0))[: len(known)]
    return gone if len(known) == len(columns) else _held(gone, known, len(columns))


def with_way(columns: Columns, breaks: set[int]) -> Columns:
    """The columns with how far the track has gone, where nobody wrote a distance. Rule ACF-98."""
    written = Channel.DISTANCE in columns.channels
    return columns if written else along(columns, way_m(columns, breaks))


def along(columns: Columns, way: list[float]) -> Columns:
    """The columns with how far the track has gone at each sample, where that is known."""
    if not way:
        return columns
    gone = in_steps(way, Channel.DISTANCE)
    return Columns(columns.times_ms, {**columns.channels, Channel.DISTANCE: gone})


def _steps_m(latitudes: list[int], longitudes: list[int]) -> list[float]:
    """How far it is from each place to the next."""
    to_radians = math.pi / 180 / Channel.LATITUDE.per_unit
    lat, lon = ([n * to_radians for n in column] for column in (latitudes, longitudes))
    cos = list(map(math.cos, lat))
    up = [math.sin((b - a) / 2) for a, b in pairwise(lat)]
    along = [math.sin((b - a) / 2) for a, b in pairwise(lon)]
    chords = [u * u + a * b * v * v for u, v, (a, b) in zip(up, along, pairwise(cos), strict=True)]
    return [2 * EARTH_RADIUS_M * math.asin(math.sqrt(c if c < 1 else 1.0)) for c in chords]


def _held(gone: list[float], known: Sequence[int], count: int) -> list[float]:
    """What was last known at each of so many samples, zero before anything was."""
    way: list[float] = []
    for n, last in zip([*known, count], [0.0, *gone], strict=True):
        way += [last] * (n - len(way))
    return way
