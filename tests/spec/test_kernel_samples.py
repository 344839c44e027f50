"""The functions over columns of samples, each against a plain reference."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.series import DAY, MINUTE, Row, columns_of, left_of, rows, rows_of
from vegaloop.kernel.sample_days import days_of_samples, samples_of
from vegaloop.kernel.samples import (
    days_begun,
    joined,
    packed,
    places_beyond,
    unpacked,
    without,
)
from vegaloop.kernel.settling import settled

many = st.lists(rows, max_size=40)
longs = st.integers(-(2**63), 2**63 - 1)
ints = st.integers(-(2**31), 2**31 - 1)
SPLIT = 23 * 60 * MINUTE


def day_of_row(row: Row) -> int:
    """The local day, counted from 1970."""
    return (row[0] + row[3] * 1_000) // DAY


def by_day(given_: list[Row]) -> list[Row]:
    """Put rows in the order days are cut in."""
    return sorted(given_, key=lambda row: (day_of_row(row), row[0], row[1]))


def numbers(column: bytes) -> list[int]:
    """Unpack a column of 8 bytes."""
    return array("q", column).tolist()


class TestColumns:
    """What is found, left out, and packed comes back."""

    @given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.integers(-9, 9), st.integers(-9, 9))
    def test_places_beyond(self, of: list[int], least: int, most: int) -> None:
        found = places_beyond(array("i", of).tobytes(), 4, least, most)
        assert found == [(n, one) for n, one in enumerate(of) if not least <= one <= most]

    @given(many, st.sets(st.integers(0, 39)))
    def test_without(self, of: list[Row], places: set[int]) -> None:
        there = sorted(place for place in places if place < len(of))
        left = [row for n, row in enumerate(of) if n not in places]
        assert rows_of(without(columns_of(of), there)) == left

    @given(many, many)
    def test_joined(self, one: list[Row], other: list[Row]) -> None:
        assert rows_of(joined([columns_of(one), columns_of(other)])) == one + other
        assert rows_of(joined([])) == []

    @given(st.lists(st.tuples(longs, *[ints] * 3), max_size=9) | many)
    def test_packed(self, of: list[Row]) -> None:
        assert rows_of(unpacked(packed(columns_of(of)))) == of

    @given(st.lists(longs, max_size=40), longs, longs)
    def test_places_beyond_in_long_columns(self, of: list[int], least: int, most: int) -> None:
        found = places_beyond(array("q", of).tobytes(), 8, least, most)
        assert found == [(n, one) for n, one in enumerate(of) if not least <= one <= most]

    @given(st.lists(rows, min_size=1), st.integers(1, 5))
    def test_days_begun(self, of: list[Row], apart: int) -> None:
        spans: list[tuple[int, int]] = []
        for day in sorted({row[0] // DAY for row in of}):
            if spans and day - spans[-1][1] <= apart:
                spans[-1] = (spans[-1][0], day)
            else:
                spans.append((day, day))
        assert days_begun(columns_of(of), apart) == spans

    @given(st.lists(st.tuples(st.integers(0, 2**50), st.lists(rows, max_size=9)), max_size=5))
    def test_what_is_packed_comes_back(self, of: list[tuple[int, list[Row]]]) -> None:
        cut = [day for _, found in of for day in days_of_samples(columns_of(by_day(found)), SPLIT)]
        back = rows_of(samples_of([(day.first_ms, day.deltas) for day in cut]))
        assert back == [row for _, found in of for row in by_day(found)]

    def test_the_widest_numbers_come_back(self) -> None:
        least, most = -(2**31), 2**31 - 1
        of = [(BIG, 0, least, 64_800), (BIG + 1, 90_000_000, most, -64_800), (BIG + 2, 1, least, 0)]
        cut = days_of_samples(columns_of(by_day(of)), 0)
        assert rows_of(samples_of([(one.first_ms, one.deltas) for one in cut])) == by_day(of)


BIG = 7_000_000_000_000


class TestSettled:
    """Samples decided one after the other."""

    @given(many, many)
    def test_the_plain_way(self, before: list[Row], new: list[Row]) -> None:
        known: dict[tuple[int, int], Row] = {}
        for row in before:
            known.setdefault((row[0], row[1]), row)
        there = by_day(list(known.values()))
        was, fates = dict(known), []
        for start, length, value, offset in new:
            old = known.get((start, length))
            fates.append(0 if old is None else 1 if old[2] == value else 2)
            known[start, length] = (start, length, value, offset if old is None else old[3])
        told, left = settled(columns_of(there), columns_of(new))
        assert list(told) == fates
        days = {day_of_row(row) for key, row in known.items() if was.get(key) != row}
        assert rows_of(left) == by_day([row for row in known.values() if day_of_row(row) in days])


def on_walls(told: list[Row], new: list[Row], whole_ms: int) -> tuple[list[int], list[Row]]:
    """Decide samples one after the other, each the one it is on its wall or, if long, of its day."""
    left, fates = {_same(row, whole_ms): row for row in told}, []
    for row in new:
        start, length, before, offset = left.setdefault(_same(row, whole_ms), row)
        is_new = left[_same(row, whole_ms)] is row
        fates.append(0 if is_new else 1 if before == row[2] else 2)
        left[_same(row, whole_ms)] = (start, length, row[2], offset)
    return fates, list(left.values())


def _same(row: Row, whole_ms: int) -> tuple[int, int]:
    """What makes two samples of a wall the same one."""
    start, length, _, offset = row
    return (day_of_row(row), -1) if length >= whole_ms else (start + offset * 1_000, length)


class TestSettledOnWalls:
    """Samples whose zone was assumed, decided one after the other."""

    @given(many, many, st.sampled_from([SPLIT, 9 * 60 * MINUTE]))
    def test_the_plain_way(self, before: list[Row], new: list[Row], whole_ms: int) -> None:
        _, there = on_walls([], before, whole_ms)
        fates, all_left = on_walls(there, new, whole_ms)
        told, left = settled(columns_of(by_day(there)), columns_of(new), b"\1" * len(new), whole_ms)
        assert list(told) == fates
        days = {day_of_row(row) for row in set(there) ^ set(all_left)}
        expected = [row for row in all_left if day_of_row(row) in days]
        assert sorted(rows_of(left)) == sorted(expected)


class TestDays:
    """Samples cut into days, and what they come to."""

    @given(many, st.sampled_from([0, SPLIT]))
    def test_the_plain_way(self, of: list[Row], split_ms: int) -> None:
        of = by_day(of)
        found = days_of_samples(columns_of(of), split_ms)
        assert [one.day for one in found] == sorted({day_of_row(row) for row in of})
        for one in found:
            own = [row for row in of if day_of_row(row) == one.day]
            values = [row[2] for row in own]
            last_ms = (own[-1][0] + own[-1][3] * 1_000) % DAY
            assert one[5:10] == (min(values), max(values), values[-1], own[0][0], last_ms)
            totals = [row[2] for row in own if split_ms and row[1] >= split_ms]
            assert one.day_total == max(totals, default=0)
            if split_ms:
                own = [
                    (*row[:2], left, row[3])
                    for row, left in zip(own, left_of(own, split_ms), strict=True)
                    if row[1] < split_ms
                ]
            assert one[1:3] == (len(values), sum(row[2] for row in own))
            assert one.spilled == sum(over(row, split_ms) for row in own)


def over(row: Row, split_ms: int) -> int:
    """What of a value belongs to the next day."""
    start, length, value, offset = row
    left = DAY - (start + offset * 1_000) % DAY
    return value - value * left // length if left < length < split_ms else 0
