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

# When spans begin, how long they are, what is left of them if nothing lies in them, and the most that
# may count, in 8 bytes each. One of no length holds none, and none holds it.
Spans: TypeAlias = tuple[bytes, bytes, bytes, bytes]
_Span: TypeAlias = tuple[int, int, int, int]


def left_of_each(samples: SampleColumns, split_ms: int) -> bytes:
    """Tell, in 4 bytes each, what samples of a sum count: their values less what counts in them.

    A sample holds each shorter one that begins on its local day and lies in its time; none counts
    less than nothing. One of no length or of `split_ms` or more holds none, and none holds it.
    """
    import numpy as np

    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}")
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    if not (start[1:] < (start + length)[:-1]).any():  # Each begins when the one before is over.
        return samples[2]
    day = (start + offset * np.int64(1_000)) // DAY_MS
    begin = start + day * (3 * DAY_MS)  # Days stand apart.
    length = np.where(length < split_ms, length, 0)
    begins, lengths, values = (one.astype("<i8").tobytes() for one in (begin, length, value))
    left = np.frombuffer(left_of_spans((begins, lengths, values, values)), dtype="<i8")
    return left.astype("<i4").tobytes()


def left_of_spans(spans: Spans) -> bytes:
    """Tell, in 8 bytes each, what counts of spans: what is left of them less what counts in them."""
    import numpy as np

    begin, length, left, most = (np.frombuffer(column, dtype="<i8") for column in spans)
    counts = np.clip(left, 0, most)
    lasting = np.flatnonzero(length)
    # By their beginning, of two that begin at once the longer one first.
    lasting = lasting[np.lexsort((-length[lasting], begin[lasting]))]
    begins, lengths, lefts, mosts = (one[lasting].tobytes() for one in (begin, length, left, most))
    counts[lasting] = np.frombuffer(_left((begins, lengths, lefts, mosts)), dtype="<i8")
    return bytes(counts.tobytes())


def _left(spans: Spans) -> bytes:
    """Do so of spans that are in order: those that hold none first, the others one by one."""
    import numpy as np

    begin, length, left, most = (np.frombuffer(column, dtype="<i8") for column in spans)
    end, counts = begin + length, np.clip(left, 0, most)
    holds = np.frombuffer(_holding(spans), dtype=bool)
    inner, outer = np.flatnonzero(~holds), np.flatnonzero(holds)
    # None that holds none begins before one that holds some and ends behind it: so what ends in
    # time less what begins too early is what is held.
    by_end = inner[np.argsort(end[inner], kind="stable")]
    ended = np.append(0, np.cumsum(counts[by_end]))
    begun = np.append(0, np.cumsum(counts[inner]))
    held = ended[np.searchsorted(end[by_end], end[outer], "right")]
    held = held - begun[np.searchsorted(begin[inner], begin[outer])]
    rows = (begin[outer], length[outer], left[outer] - held, most[outer])
    counts[outer] = _one_by_one(list(zip(*(row.tolist() for row in rows), strict=True)))
    return bytes(counts.tobytes())


def _holding(spans: Spans) -> bytes:
    """Tell by a byte of each span whether it holds another: one behind it that ends no later."""
    import numpy as np

    begin, length = (np.frombuffer(column, dtype="<i8") for column in spans[:2])
    end = begin + length
    is_other = np.append(True, (np.diff(begin) != 0) | (np.diff(length) != 0))
    following = np.append(np.flatnonzero(is_other)[1:], len(begin))[np.cumsum(is_other) - 1]
    least_end = np.append(np.minimum.accumulate(end[::-1])[::-1], np.iinfo(np.int64).max)
    return bytes((least_end[following] <= end).tobytes())


def _one_by_one(spans: Sequence[_Span]) -> list[int]:
    """Tell what counts of spans that hold others, the shortest first."""
    begins = sorted({begin for begin, *_ in spans})
    ends = sorted({begin + length for begin, length, *_ in spans})
    begun, ended = _Tally(len(begins)), _Tally(len(ends))
    counts = [0] * len(spans)
    by_length = sorted(range(len(spans)), key=lambda at: spans[at][1])
    for _, alike in groupby(by_length, key=lambda at: spans[at][1]):
        now = list(alike)
        for at in now:
            begin, length, left, most = spans[at]
            until, since = bisect_right(ends, begin + length), bisect_left(begins, begin)
            counts[at] = min(max(0, left - ended.before(until) + begun.before(since)), most)
        for at in now:
            begin, length, _, _ = spans[at]
            begun.add(bisect_left(begins, begin), counts[at])
            ended.add(bisect_left(ends, begin + length), counts[at])
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
