"""Numbers and times of points, a column at a time, are those of each point alone."""

from __future__ import annotations

import datetime as dt
import math
from array import array
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from vegaloop.activity.adapters.readers import points
from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns, Of
from vegaloop.activity.adapters.readers.moments import Moments, time_of
from vegaloop.activity.adapters.readers.points import Points, way_m
from vegaloop.activity.domain.formulas.distance import EARTH_RADIUS_M
from vegaloop.activity.domain.streams import MISSING, Channel

ZONES = st.sampled_from(["Z", "", "+02:00", "-11:30", "+00:00", "+14:00", "z", "+0200", "+25:00"])
FRACTIONS = st.sampled_from(["", ".5", ".123456789", ".000", ",25", "."])
WRITTEN = st.builds(
    lambda at, fraction, zone: f"{at:%Y-%m-%dT%H:%M:%S}{fraction}{zone}",
    st.datetimes(dt.datetime(1960, 1, 1), dt.datetime(2210, 1, 1)),
    FRACTIONS,
    ZONES,
)
ODD = st.sampled_from(
    [
        "",
        "nan",
        "2024-W01-1T10:00:07Z",
        "20240101T100000Z",
        "2024-01-01",
        "1970-01-01T00:00:00+01:00",
        "2016-12-31T23:59:60Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T24:00:07Z",
        "2024-01-01T24:00:60Z",
    ]
)
NUMBERS = st.sampled_from(["", "nan", "7", " 8.5\n", "1,5", "-1", "inf", "1e300", "x"])


@given(st.lists(WRITTEN | ODD | st.text(max_size=30)))
def test_times(texts: list[str]) -> None:
    moments = Moments()
    each = [time_of(text) for text in texts]
    assert list(moments.times_ms(texts)) == [at[0] if at else NO_TIME for at in each]
    assert moments.offsets_s == {at[1] for at in each if at}


ROWS = st.builds(lambda *row: row, NUMBERS, NUMBERS, WRITTEN)


@given(st.lists(ROWS, min_size=1, max_size=40), st.integers(1, 40))
def test_points_that_are_alike_are_as_good_as_any(rows: list[tuple[str, ...]], run: int) -> None:
    names = ("lat", "hr", "time")
    of = {"lat": Channel.LATITUDE, "hr": Channel.HEART_RATE}
    alone, together = (Points(of, "time", frozenset({Channel.HEART_RATE})) for _ in range(2))
    for row in rows:
        alone.add({f"urn:x {name}": text for name, text in zip(names, row, strict=True)})
    for at in range(0, len(rows), run):
        together.add_alike(names, rows[at : at + run])
    assert alone.columns() == together.columns()
    assert alone.offsets_s == together.offsets_s


def test_of_two_things_by_one_name_the_first_that_is_not_blank_is_taken() -> None:
    told = Points({"hr": Channel.HEART_RATE}, "time", frozenset())
    told.add({"a hr": " ", "b hr": "120", "c hr": "130"})
    told.add({"c hr": "140"})
    assert list(told.columns().channels[Channel.HEART_RATE]) == [120, 140]


PLACES = st.one_of(st.just(MISSING), st.integers(-900_000_000, 900_000_000))


@given(
    st.lists(st.tuples(PLACES, PLACES), max_size=30),
    st.sets(st.integers(0, 31)),
    st.integers(1, 31),
)
def test_a_way_is_the_sum_of_its_steps(
    places: list[tuple[int, int]], breaks: set[int], at_once: int
) -> None:
    latitudes, longitudes = (array("i", [place[n] for place in places]) for n in (0, 1))
    times = array("q", range(len(places)))
    columns: dict[Of, array[int]] = {Channel.LATITUDE: latitudes, Channel.LONGITUDE: longitudes}
    with patch.object(points, "_AT_ONCE", at_once):
        way = way_m(Columns(times, columns), breaks)
    gone, last = 0.0, None
    for n, place in enumerate(places):
        last = None if n in breaks else last
        if MISSING not in place:
            gone += _metres(last, place) if last else 0.0
            last = place
        assert math.isclose(way[n], gone, rel_tol=1e-9, abs_tol=1e-3)


def _metres(a: tuple[int, int], b: tuple[int, int]) -> float:
    unit = math.pi / 180 / Channel.LATITUDE.per_unit
    (lat, lon), (to_lat, to_lon) = ((p[0] * unit, p[1] * unit) for p in (a, b))
    across = math.sin((to_lon - lon) / 2) ** 2 * math.cos(lat) * math.cos(to_lat)
    return (
        2
        * EARTH_RADIUS_M
        * math.asin(min(1, math.sqrt(math.sin((to_lat - lat) / 2) ** 2 + across)))
    )
