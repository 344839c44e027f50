"""Which time samples speak for and what of each counts, against a plain reference."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_kernel_nesting import crowded as crowd
from tests.spec.test_kernel_samples import SPLIT, day_of_row, many, numbers, over
from tests.strategies.series import (
    DAY,
    MINUTE,
    Piece,
    Row,
    columns_of,
    counting,
    left_of,
    once,
    united,
)
from vegaloop.kernel.sample_parts import Parts, parts_of
from vegaloop.kernel.sharing import NO_RANK, counted, day_sums, ranked

LONG = 15
crowded = st.lists(crowd, max_size=12)


def plain_parts(of: list[Row], holds_ms: int, split_ms: int) -> list[tuple[int, ...]]:
    """The parts of samples, one by one."""
    found = []
    counts = left_of(of, split_ms) if split_ms else [row[2] for row in of]
    for place, row in enumerate(of):
        start, length, value, offset = row
        day, left = day_of_row(row), DAY - (start + offset * 1_000) % DAY
        begun = [one[0] for one in of if day_of_row(one) == day]
        held = min([holds_ms, *(one - start for one in begun if one > start)])
        speaks = length or (min(held, left) if split_ms else held)
        count = counts[place]
        spilled, later = (over((start, length, n, offset), split_ms) for n in (value, count))
        cut = left < length < split_ms
        begin = start - day * DAY
        end = begin + (left if cut else speaks)
        nests = int(not cut and 0 < length < split_ms)
        found.append((day, begin, end, value - spilled, count - later, place, nests))
        if cut:
            midnight = -1_000 * offset
            ends = midnight + length - left
            found.append((day + 1, midnight, ends, spilled, later, -1 - place, 0))
    return sorted(_beside_totals(found, of, split_ms))


def _beside_totals(
    parts: Sequence[tuple[int, ...]], of: Sequence[Row], split_ms: int
) -> Iterator[tuple[int, ...]]:
    """The same, the totals of days with what all others of their days leave of them."""
    whole = [bool(split_ms) and of[max(row[5], -1 - row[5])][1] >= split_ms for row in parts]
    for row, is_total in zip(parts, whole, strict=True):
        day, begin, end, value, count, place, nests = row
        others = zip(parts, whole, strict=True)
        told = sum(one[4] for one, is_other in others if one[0] == day and not is_other)
        yield day, begin, end, value, max(0, value - told) if is_total else count, place, nests


def table(parts: Parts) -> list[tuple[int, ...]]:
    """Parts, one by one."""
    return list(zip(*map(numbers, parts[:6]), parts.nesting, strict=True))


def plain_counted(
    of: Sequence[tuple[int, ...]], ranks: Sequence[int], split_ms: int
) -> list[int | None]:
    """What of each part counts, one rank of a day after the other."""
    told: list[int | None] = [None] * len(of)
    pieces = [piece_of(row, split_ms) for row in of]
    for rank, day in sorted({(rank, row[0]) for rank, row in zip(ranks, of, strict=True)}):
        ahead = [n for n, row in enumerate(of) if row[0] == day and ranks[n] < rank]
        spans = united([(pieces[n].start, pieces[n].end, told[n] or 0) for n in ahead])
        own = [n for n, row in enumerate(of) if row[0] == day and ranks[n] == rank]
        if rank != NO_RANK and split_ms:
            for at, counts in zip(own, counting([pieces[n] for n in own], spans), strict=True):
                told[at] = counts
        elif rank != NO_RANK:
            for at in own:
                spoken = any(begun <= of[at][1] < ended for begun, ended, _ in spans)
                told[at] = None if spoken else of[at][4]
    return told


def piece_of(row: tuple[int, ...], split_ms: int) -> Piece:
    """A part, the time it speaks for with it."""
    _, start, end, value, alone, _, nests = row
    if split_ms and end - start >= split_ms:
        return Piece(-DAY, 2 * DAY, value, alone, end - start, is_total=True)
    return Piece(start, end, value, alone, end - start, nests * (end - start))


def counted_the_plain_way(
    of: Sequence[tuple[int, ...]], ranks: Sequence[int], split_ms: int
) -> None:
    """Check that parts count as they do the plain way."""
    days, starts, ends, values, alone, places = (
        array("q", [row[n] for row in of]).tobytes() for n in range(6)
    )
    nests = bytes(row[6] for row in of)
    parts = Parts(days, starts, ends, values, alone, places, nests)
    told, counts = counted(parts, array("H", ranks).tobytes(), split_ms)
    plain = plain_counted(of, ranks, split_ms)
    assert list(counts) == [one is not None for one in plain]
    assert numbers(told) == [one or 0 for one in plain]


class TestParts:
    """Which time each sample speaks for, and what of it counts."""

    @given(many, st.sampled_from([1, MINUTE, DAY]), st.sampled_from([0, SPLIT]))
    def test_parts_the_plain_way(self, of: list[Row], holds_ms: int, split_ms: int) -> None:
        found = table(parts_of(columns_of(of), holds_ms, split_ms))
        assert sorted(found) == plain_parts(of, holds_ms, split_ms)

    @given(
        st.lists(st.integers(20_000, 20_009)),
        st.dictionaries(st.integers(20_000, 20_009), st.integers(0, 9)),
    )
    def test_ranks(self, days: list[int], ranks: dict[int, int]) -> None:
        found = array("H", ranked(array("q", days).tobytes(), ranks))
        assert found.tolist() == [ranks.get(day, NO_RANK) for day in days]

    @given(
        st.lists(
            st.tuples(
                st.integers(20_000, 20_001),
                st.integers(0, 30),
                st.integers(1, 20),
                st.integers(0, 99),
                st.sampled_from([0, 1, 2, 3, NO_RANK]),
            ),
            max_size=25,
        ),
        st.sampled_from([0, LONG]),
    )
    def test_counted_the_plain_way(self, of: list[tuple[int, ...]], split_ms: int) -> None:
        parts = [
            (day, start, start + length, value, value, place, 0)
            for place, (day, start, length, value, _) in enumerate(of)
        ]
        counted_the_plain_way(parts, [row[4] for row in of], split_ms)

    @given(
        st.lists(crowded | many, min_size=1, max_size=4),
        st.lists(st.sampled_from([0, 1, 2, NO_RANK]), min_size=4, max_size=4, unique=True),
        st.sampled_from([0, LONG, SPLIT]),
    )
    def test_parts_counted_the_plain_way(
        self, sources: list[list[Row]], ranks: list[int], split_ms: int
    ) -> None:
        parts: list[tuple[int, ...]] = []
        rank_of: list[int] = []
        for rank, of in zip(ranks, sources, strict=False):
            own = parts_of(columns_of(once(of)), MINUTE, split_ms)
            parts += table(own)
            rank_of += [rank] * (len(parts) - len(rank_of))
        counted_the_plain_way(parts, rank_of, split_ms)

    def test_no_value_is_too_large(self) -> None:
        """What the first says of a day by the time of it is more than 8 bytes hold."""
        of = [(20_000, 0, DAY, 2**31 - 1, 0)] * 2_000 + [(20_000, DAY - 1, 2, 2**31 - 1, 1)]
        columns = [array("q", [row[n] for row in of]) for n in range(4)]
        columns[2] = array("q", [row[1] + row[2] for row in of])
        days, starts, ends, own = (column.tobytes() for column in columns)
        places, none = array("q", range(len(of))).tobytes(), bytes(len(of))
        parts = Parts(days, starts, ends, own, own, places, none)
        values, _ = counted(parts, array("H", [row[4] for row in of]).tobytes(), 2 * DAY)
        assert numbers(values)[-1] == 2**30 - 1

    @given(many, st.lists(st.booleans(), min_size=100, max_size=100))
    def test_sums_the_plain_way(self, of: list[Row], counts: list[bool]) -> None:
        parts = parts_of(columns_of(of), MINUTE, SPLIT)
        told = table(parts)
        kept = [row for row, does in zip(told, counts, strict=False) if does]
        which = bytes(counts[: len(told)])
        found = day_sums(parts, parts[3], which)
        assert [one.day for one in found] == sorted({row[0] for row in kept})
        for one in found:
            own = [row for row in kept if row[0] == one.day]
            values = [row[3] for row in own]
            assert one.n == sum(row[5] >= 0 for row in own)
            assert (one.total, one.least, one.most) == (sum(values), min(values), max(values))
            assert one.last_ms == max(row[1] for row in own)
            assert one.last in {row[3] for row in own if row[1] == one.last_ms}
