"""What readers share: offsets, clocks, days, walls and the order of nights."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import PARIS
from tests.support import good
from vegaloop.biometrics import Metric, Stage, StageSpan
from vegaloop.imports.adapters.readers.common.clocks import clock_s
from vegaloop.imports.adapters.readers.common.days import (
    day_in,
    day_totals,
    midnight_of,
    resting_kcal,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S, offset_in
from vegaloop.imports.adapters.readers.common.spans import cut_off, nights_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, tallied
from vegaloop.imports.adapters.readers.common.walls import seconds_between, stepped, wall_at
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.domain.found import FoundSample, Place
from vegaloop.kernel.result import Failure

PLACE = Place("x.csv", 1)
BEGINNING = dt.datetime(2024, 1, 5, tzinfo=dt.UTC)
walls = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)).map(
    lambda wall: wall.replace(microsecond=0)
)
quarters = st.integers(-OFFSET_MOST_S // 900, OFFSET_MOST_S // 900).map(lambda n: n * 900)
spans = st.lists(
    st.tuples(st.integers(0, 3_000), st.integers(1, 200), st.sampled_from(Stage)).map(
        lambda one: StageSpan(one[2], _after(one[0]), _after(one[0] + one[1]))
    ),
    max_size=12,
).map(lambda some: sorted(some, key=lambda span: span.start))


def _after(minutes: int) -> dt.datetime:
    return BEGINNING + dt.timedelta(minutes=minutes)


def _written(offset_s: int) -> str:
    hours, minutes = divmod(abs(offset_s) // 60, 60)
    return f"{'-' if offset_s < 0 else '+'}{hours:02}:{minutes:02}"


@given(quarters, st.sampled_from(["", "UTC", "GMT"]), st.booleans())
def test_an_offset_is_read_however_it_is_written(offset_s: int, name: str, colon: bool) -> None:
    text = name + _written(offset_s)
    assert offset_in(text if colon else text.replace(":", "")) == offset_s


@pytest.mark.parametrize("text", ["", "x", "5", "+19:00", "-", "Europe/Paris"])
def test_what_is_no_offset_is_none(text: str) -> None:
    assert offset_in(text) is None


@given(walls, quarters)
def test_an_offset_beside_a_time_is_as_good_as_one_behind_it(
    wall: dt.datetime, offset_s: int
) -> None:
    beside = good(wall_at(wall.isoformat(), offset_s, PARIS))
    behind = good(wall_at(f"{wall.isoformat()}{_written(offset_s)}", offset_s, PARIS))
    assert beside == behind
    assert beside.moment.local.replace(tzinfo=None) == wall
    assert not beside.zone_assumed


@pytest.mark.parametrize("behind", ["+19:00", "-18:30", "+99:99"])
def test_an_offset_nobody_has_is_no_time(behind: str) -> None:
    assert isinstance(of_iso(f"2024-01-05T08:00:00{behind}", PARIS), Failure)


@given(st.times())
def test_a_clock_is_read_in_either_way(clock: dt.time) -> None:
    seconds = clock.hour * 3_600 + clock.minute * 60 + clock.second
    assert clock_s(f"{clock:%H:%M:%S}") == seconds
    assert clock_s(f"{clock:%I:%M:%S %p}") == seconds
    assert clock_s(f"{clock:%H:%M:%S.%f}") == pytest.approx(seconds + clock.microsecond / 1e6)


@pytest.mark.parametrize("text", ["", "24:00", "7", "13:00 PM", "0:10 AM", "12:60", "12:00:60"])
def test_what_is_no_clock_is_none(text: str) -> None:
    assert clock_s(text) is None


@given(walls.map(dt.datetime.date))
def test_a_day_is_one_however_it_is_written(day: dt.date) -> None:
    ways = (f"{day}", f"{day:%m/%d/%Y}", f"{day} 10:00:00", [day.year, day.month, day.day])
    assert {day_in(way) for way in ways} == {f"{day}"}
    begins = good(midnight_of(f"{day:%m/%d/%Y}", PARIS))
    assert begins == good(whole_day(f"{day}", PARIS)).begins
    assert begins.zone_assumed


@given(st.none() | st.floats(0, 1e4), st.none() | st.floats(0, 1e4))
def test_totals_that_are_not_told_are_no_samples(spent: float | None, active: float | None) -> None:
    day = good(whole_day("2024-03-31", PARIS))
    totals = ((Metric.ACTIVE_ENERGY, active), (Metric.RESTING_ENERGY, resting_kcal(spent, active)))
    found = list(day_totals(Maker(source_of("x")), PLACE, day, totals))
    assert len(found) == (active is not None) + (active is not None and spent is not None)
    assert all(isinstance(one, FoundSample) and one.sample.length_s == 82_800 for one in found)


@given(walls, st.integers(-10_000_000, 10_000_000))
def test_a_step_is_as_long_as_it_says(wall: dt.datetime, seconds: int) -> None:
    start = of_iso(wall.isoformat(), PARIS)
    from_there = stepped(good(start), seconds)
    assert (from_there.at - good(start).at).total_seconds() == seconds
    assert seconds_between(start, start) == 0


@given(spans)
def test_stages_that_are_cut_off_never_overlap_and_lose_no_minute(some: list[StageSpan]) -> None:
    apart = cut_off(some)
    assert all(one.end <= two.start for one, two in pairwise(apart))
    assert _minutes(apart) == _minutes(some)


@given(spans, st.integers(1, 300))
def test_nights_are_parted_where_nothing_lasts_over_a_gap(some: list[StageSpan], gap: int) -> None:
    nights = list(nights_in(some, dt.timedelta(minutes=gap), lambda one: (one.start, one.end)))
    assert [span for night in nights for span in night] == some
    for one, two in pairwise(nights):
        ended = max(span.end for span in one)
        assert two[0].start - ended >= dt.timedelta(minutes=gap)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), max_size=9))
def test_what_has_no_room_is_told_once_a_kind(some: list[tuple[str, int]]) -> None:
    unplaced = Unplaced()
    for n, (what, count) in enumerate(some, 1):
        unplaced.add(what, Place("x", n), count)
    told = list(unplaced.told())
    assert list(tallied(iter(told))) == told
    assert {one.what: one.count for one in told} == {
        what: sum(count for each, count in some if each == what) for what, _ in some
    }
    firsts = [next(n for n, (each, _) in enumerate(some, 1) if each == one.what) for one in told]
    assert [one.place.line for one in told] == firsts


def _minutes(some: tuple[StageSpan, ...] | list[StageSpan]) -> set[int]:
    held: set[int] = set()
    for span in some:
        first = int((span.start - BEGINNING).total_seconds()) // 60
        held |= set(range(first, first + int((span.end - span.start).total_seconds()) // 60))
    return held
