"""Samples cut into days, each with what it comes to, as fast as numpy does it.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vegaloop.kernel.nesting import left_of_each
from vegaloop.kernel.samples import DAY_MS, SampleColumns

__all__ = ("DayOfSamples", "days_of_samples", "samples_of")


class DayOfSamples(NamedTuple):
    """The samples that begin on a local day, counted from 1970, and what they come to.

    `spilled` is what of the total belongs to the next day; `day_total` is what one too long to
    spill says, no part of the total, and 0 where there is none; `first_ms` is when the first begins
    in UTC, `last_ms` when the last does in ms of that day; `deltas` is the columns, each number
    less the one before it, as 4-byte integers that wrap around.
    """

    day: int
    n: int
    total: int
    spilled: int
    day_total: int
    least: int
    most: int
    last: int
    first_ms: int
    last_ms: int
    deltas: bytes


def days_of_samples(samples: SampleColumns, split_ms: int) -> list[DayOfSamples]:
    """Cut samples, by day and start, into days; one shorter than `split_ms` spills over midnight.

    Where `split_ms` is above 0 they are of a sum, and what they hold of each other counts once.
    """
    import numpy as np

    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}").astype(np.int64)
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    if not len(start):
        return []
    day, local = np.divmod(start + offset * 1_000, DAY_MS)
    at = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    own = np.where(length < split_ms, np.minimum(length, DAY_MS - local), length)
    counts, whole = value, np.zeros(len(day), dtype=bool)
    if split_ms:
        counts = np.frombuffer(left_of_each(samples, split_ms), dtype="<i4").astype(np.int64)
        whole = length >= split_ms
    spilled = counts - counts * own // np.maximum(length, 1)
    spilled[own == length] = 0
    deltas = np.stack([np.diff(one, prepend=0) for one in (start, length, value, offset)])
    deltas[0, at] = 0
    for row, column in zip(deltas[1:], (length, value, offset), strict=True):
        row[at] = column[at]
    packed = deltas.astype("<i4")
    to = np.append(at[1:], len(day))
    columns = (
        day[at],
        to - at,
        np.add.reduceat(np.where(whole, 0, counts), at),
        np.add.reduceat(spilled, at),
        np.maximum.reduceat(np.where(whole, value, 0), at),
        np.minimum.reduceat(value, at),
        np.maximum.reduceat(value, at),
        value[to - 1],
        start[at],
        local[to - 1],
    )
    deltas_of = [packed[:, a:b].tobytes() for a, b in zip(at.tolist(), to.tolist(), strict=True)]
    told = zip(*(column.tolist() for column in columns), deltas_of, strict=True)
    return [DayOfSamples(*one) for one in told]


def samples_of(days: Sequence[tuple[int, bytes]]) -> SampleColumns:
    """Put days of samples together again; of each its first start in ms, and its deltas."""
    import numpy as np

    each = np.array([len(deltas) // 16 for _, deltas in days], dtype=np.int64)
    begin = np.cumsum(each) - each
    together = np.frombuffer(b"".join(deltas for _, deltas in days), dtype="<i4")
    at = np.arange(len(together) // 4) + np.repeat(3 * begin, each)
    columns = []
    for row in range(4):
        number = together[at + np.repeat(row * each, each)]
        summed = np.cumsum(number, dtype=np.int64)
        before = summed[begin] - number[begin]  # What the days before left in the sum.
        if row == 0:
            before -= np.array([first_ms for first_ms, _ in days], dtype=np.int64)
        summed -= np.repeat(before, each)
        columns.append(summed.astype("<i8" if row == 0 else "<i4"))
    starts, lengths, values, offsets = (column.tobytes() for column in columns)
    return starts, lengths, values, offsets
