"""What samples of one source that lie within each other come to: each moment counts once.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: what it does has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias, final

from vegaloop.kernel.samples import DAY_MS, SampleColumns

__all__ = ("Spans", "left_of_each", "left_of_spans")

# When spans begin and end, how long they are, what is left of them if nothing lies in them, and the
# most that may count, in 8 bytes each. One of a length below 0 holds none, and none holds it.
Spans: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes]
_Span: TypeAlias = tuple[int, int, int, int, int]


def left_of_each(samples: SampleColumns, split_ms: int) -> bytes:
    """Tell, in 4 bytes each, what samples of a sum count: their values less what counts in them.

    A sample holds each shorter one that begins on its local day and lies in its time; none counts
    less than nothing. One of `split_ms` or more holds none, and none holds it.
    """
    import numpy as np

    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}")
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    lasts = np.maximum(length, 1)
    if not (start[1:] < (start + lasts)[:-1]).any():  # Each begins behind the one before.
        return samples[2]
    day = (start + offset * np.int64(1_000)) // DAY_MS
    begin = start + day * (3 * DAY_MS)  # Days stand apart.
    end, value = begin + lasts, value.astype(np.int64)
    length = np.where(length < split_ms, length.astype(np.int64), -1)
    begins, ends, lengths, values = (one.tobytes() for one in (begin, end, length, value))
    left = np.frombuffer(left_of_spans((begins, ends, lengths, values, values)), dtype="<i8")
    return left.astype("<i4").tobytes()


def left_of_spans(spans: Spans) -> bytes:
    """Tell, in 8 bytes each, what counts of spans: what is left of them less what counts in them."""
    import numpy as np

    begin, end, length, left, most = (np.frombuffer(column, dtype="<i8") for column in spans)
    counts = np.clip(left, 0, most)
    nesting = np.flatnonzero(length >= 0)
    begins, ends = begin[nesting], end[nesting]
    if (begins[1:] < ends[:-1]).any():
        nesting = nesting[np.lexsort((-length[nesting], begins))]
        nested = [one[nesting] for one in (begin, end, length, left, most)]
        begin, end, length, left, most = nested
        of_those = begin.tobytes(), end.tobytes(), length.tobytes(), left.tobytes(), most.tobytes()
        counts[nesting] = np.frombuffer(_nested(of_those), dtype="<i8")
    return bytes(counts.tobytes())


def _nested(spans: Spans) -> bytes:
    """Do so of spans by their beginning, of two that begin at once the longer one first."""
    import numpy as np

    begin, end, _, left, most = (np.frombuffer(column, dtype="<i8") for column in spans)
    counts = np.clip(left, 0, most)
    holds = np.frombuffer(_holding(spans), dtype=bool)
    inner, outer = np.flatnonzero(~holds), np.flatnonzero(holds)
    # None that holds none begins before one that holds some and ends behind it: so what ends in
    # time less what begins too early is what is held.
    by_end = inner[np.argsort(end[inner], kind="stable")]
    ended = np.append(0, np.cumsum(counts[by_end]))
    begun = np.append(0, np.cumsum(counts[inner]))
    held = ended[np.searchsorted(end[by_end], end[outer], "right")]
    held = held - begun[np.searchsorted(begin[inner], begin[outer])]
    rows = [np.frombuffer(column, dtype="<i8")[outer].tolist() for column in spans[:3]]
    rows += [(left[outer] - held).tolist(), most[outer].tolist()]
    counts[outer] = _one_by_one(list(zip(*rows, strict=True)))
    return bytes(counts.tobytes())


def _holding(spans: Spans) -> bytes:
    """Tell by a byte of each span whether it holds another: one behind it that ends no later."""
    import numpy as np

    begin, end, length = (np.frombuffer(column, dtype="<i8") for column in spans[:3])
    is_other = np.append(True, (np.diff(begin) != 0) | (np.diff(length) != 0))
    following = np.append(np.flatnonzero(is_other)[1:], len(begin))[np.cumsum(is_other) - 1]
    least_end = np.append(np.minimum.accumulate(end[::-1])[::-1], np.iinfo(np.int64).max)
    return bytes((least_end[following] <= end).tobytes())


def _one_by_one(spans: Sequence[_Span]) -> list[int]:
    """Tell what counts of spans that hold others, the shortest first."""
    begins, ends = (sorted({span[at] for span in spans}) for at in range(2))
    begun, ended = _Tally(len(begins)), _Tally(len(ends))
    counts = [0] * len(spans)
    by_length = sorted(range(len(spans)), key=lambda at: spans[at][2])
    for _, alike in groupby(by_length, key=lambda at: spans[at][2]):
        now = list(alike)
        for at in now:
            begin, end, _, left, most = spans[at]
            held = ended.before(bisect_right(ends, end)) - begun.before(bisect_left(begins, begin))
            counts[at] = min(max(0, left - held), most)
        for at in now:
            begun.add(bisect_left(begins, spans[at][0]), counts[at])
            ended.add(bisect_left(ends, spans[at][1]), counts[at])
    return counts


@final
class _Tally:
    """Numbers at places, and the sum of those before a place, in the time of a logarithm.

    It is the tree of Fenwick, A new data structure for cumulative frequency tables (1994).
    """

    __slots__ = ("_sums",)

    def __init__(self, places: int) -> None:
        self._sums = [0] * (places + 1)

    def add(self, place: int, number: int) -> None:
        """Add to the number at a place, from 0."""
        at = place + 1
        while at < len(self._sums):
            self._sums[at] += number
            at += at & -at

    def before(self, place: int) -> int:
        """Add up the numbers at the places before one."""
        found, at = 0, place
        while at:
            found += self._sums[at]
            at &= at - 1
        return found
