"""Long columns of samples: cut into days, packed and shared out, as fast as numpy does them.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

__all__ = (
    "DAY_MS",
    "DayOfSamples",
    "DaySum",
    "Parts",
    "SampleColumns",
    "counted",
    "day_sums",
    "days_begun",
    "days_of_samples",
    "parts_of",
    "places_beyond",
    "ranked",
    "samples_of",
    "without",
)

DAY_MS: Final = 86_400_000
NO_RANK: Final = 65_535
# Starts and lengths in ms, values, offsets from UTC in s: starts of 8 bytes, the others of 4.
SampleColumns: TypeAlias = tuple[bytes, bytes, bytes, bytes]
# Of 8 bytes each: local day, start and end in ms of it, value, place (-1 - place past midnight).
Parts: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes]


class DayOfSamples(NamedTuple):
    """The samples that begin on a local day, counted from 1970, and what they come to.

    `spilled` is what of the total belongs to the next day; `first_ms` is when the first begins in
    UTC, `last_ms` when the last does in ms of that day; `deltas` is the columns, each number less
    the one before it, as 4-byte integers that wrap around.
    """

    day: int
    n: int
    total: int
    spilled: int
    least: int
    most: int
    last: int
    first_ms: int
    last_ms: int
    deltas: bytes


class DaySum(NamedTuple):
    """What parts of a local day come to; `n` counts those that begin their sample."""

    day: int
    n: int
    total: int
    least: int
    most: int
    last: int
    last_ms: int


def places_beyond(column: bytes, width: int, least: int, most: int) -> list[tuple[int, int]]:
    """Find the integers of so many bytes that lie outside [least, most], with their places."""
    import numpy as np

    numbers = np.frombuffer(column, dtype=f"<i{width}")
    places = np.flatnonzero((numbers < least) | (numbers > most))
    return list(zip(places.tolist(), numbers[places].tolist(), strict=True))


def without(samples: SampleColumns, places: Sequence[int]) -> SampleColumns:
    """Leave out the samples at some places."""
    import numpy as np

    starts, lengths, values, offsets = (
        np.delete(np.frombuffer(column, dtype=f"<i{width}"), places).tobytes()
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    return starts, lengths, values, offsets


def days_begun(samples: SampleColumns, apart: int) -> list[tuple[int, int]]:
    """Tell the first and last UTC days samples begin on, anew after more than `apart` days without."""
    import numpy as np

    day = np.frombuffer(samples[0], dtype="<i8") // DAY_MS
    first = int(day.min())
    days = np.flatnonzero(np.bincount(day - first)) + first
    cut = np.flatnonzero(np.diff(days) > apart) + 1
    firsts, lasts = days[np.append(0, cut)], days[np.append(cut, len(days)) - 1]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def days_of_samples(samples: SampleColumns, split_ms: int) -> list[DayOfSamples]:
    """Cut samples, by day and start, into days; one shorter than `split_ms` spills over midnight."""
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
    spilled = value - value * own // np.maximum(length, 1)
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
        np.add.reduceat(value, at),
        np.add.reduceat(spilled, at),
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
    columns = []
    for row in range(4):
        slices = (d[row * len(d) // 4 : (row + 1) * len(d) // 4] for _, d in days)
        number = np.frombuffer(b"".join(slices), dtype="<i4")
        summed = np.cumsum(number, dtype=np.int64)
        before = summed[begin] - number[begin]  # What the days before left in the sum.
        if row == 0:
            before -= np.array([first_ms for first_ms, _ in days], dtype=np.int64)
        summed -= np.repeat(before, each)
        columns.append(summed.astype("<i8" if row == 0 else "<i4"))
    starts, lengths, values, offsets = (column.tobytes() for column in columns)
    return starts, lengths, values, offsets


def parts_of(samples: SampleColumns, holds_ms: int, split_ms: int) -> Parts:
    """Tell which time each sample of one source speaks for, on which local day, and with what.

    One of no length speaks until the next of its day begins, for at most `holds_ms`. One that is
    shorter than `split_ms` and passes midnight is two parts, with the shares of its value.
    """
    import numpy as np

    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}").astype(np.int64)
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    day, local = np.divmod(start + offset * 1_000, DAY_MS)
    alone = np.flatnonzero(length == 0)
    begin = day * (4 * DAY_MS) + local  # Days stand apart: none ends what another begins.
    begins = np.append(np.sort(begin, kind="stable"), np.iinfo(np.int64).max)
    to_next = begins[np.searchsorted(begins, begin[alone], "right")] - begin[alone]
    held = np.minimum(to_next, holds_ms)
    end = local + length
    end[alone] += np.minimum(held, DAY_MS - local[alone]) if split_ms else held
    over = np.flatnonzero((length > 0) & (length < split_ms) & (end > DAY_MS))
    own = value.copy()
    own[over] = value[over] * (DAY_MS - local[over]) // length[over]
    rest = end[over] - DAY_MS
    end[over] = DAY_MS
    place = np.arange(len(start))
    columns = (
        (day, day[over] + 1),
        (local, np.zeros_like(over)),
        (end, rest),
        (own, value[over] - own[over]),
        (place, -1 - place[over]),
    )
    days, starts, ends, values, places = (np.concatenate(pair).tobytes() for pair in columns)
    return days, starts, ends, values, places


def ranked(days: bytes, ranks: Mapping[int, int]) -> bytes:
    """Give each part of a source its rank on its day in 2 bytes, NO_RANK where it has none."""
    import numpy as np

    day = np.frombuffer(days, dtype="<i8")
    first, last = (int(day.min()), int(day.max())) if days else (0, 0)
    of_days = np.array([ranks.get(one, NO_RANK) for one in range(first, last + 1)], dtype="<u2")
    return bytes(of_days[day - first].tobytes())


def counted(parts: Parts, ranks: bytes, *, by_share: bool) -> tuple[bytes, bytes]:
    """Count each part for the time no part of a lower rank speaks for: one rank after the other.

    Gives the value that counts, in 8 bytes, and a byte that is 0 where none does: by share that of
    the value, rounded down; else the whole of it where nobody spoke at its start.
    """
    import numpy as np

    day, start, end, value = (np.frombuffer(column, dtype="<i8") for column in parts[:4])
    rank = np.frombuffer(ranks, dtype="<u2")
    length, midnight = end - start, day * (4 * DAY_MS)  # No sample is so long: days stand apart.
    start, end = start + midnight, end + midnight
    free, begins_free = length.copy(), rank != NO_RANK
    begun = ended = np.empty(0, dtype=np.int64)  # The time spoken for, as spans that do not meet.
    for one in np.flatnonzero(np.bincount(rank)[:NO_RANK]):
        own = np.flatnonzero(rank == one)
        if len(begun):
            at = np.concatenate((end[own], start[own]))
            place = np.searchsorted(begun, at, "right")
            running = np.maximum(0, np.append(ended, 0)[place - 1] - at)
            taken = np.append(0, np.cumsum(ended - begun))[place] - running
            free[own] -= taken[: len(own)] - taken[len(own) :]
            begins_free[own] = running[len(own) :] == 0
        begun, ended = np.append(begun, start[own]), np.append(ended, end[own])
        order = np.argsort(begun, kind="stable")
        begun, ended = begun[order], np.maximum.accumulate(ended[order])
        apart = np.flatnonzero(begun[1:] > ended[:-1]) + 1
        begun, ended = begun[np.append(0, apart)], ended[np.append(apart, len(begun)) - 1]
    counts = (free > 0) & (rank != NO_RANK) if by_share else begins_free
    share = value * free // length if by_share else value
    return np.where(counts, share, 0).tobytes(), counts.astype(np.uint8).tobytes()


def day_sums(parts: Parts, values: bytes, counts: bytes) -> list[DaySum]:
    """Add up, day by day, the values of the parts that count."""
    import numpy as np

    which = np.flatnonzero(np.frombuffer(counts, dtype=np.uint8))
    if not len(which):
        return []
    day, start, place, value = (
        np.frombuffer(column, dtype="<i8")[which]
        for column in (parts[0], parts[1], parts[4], values)
    )
    order = np.argsort(day * (4 * DAY_MS) + start, kind="stable")
    day, start, value, begun = day[order], start[order], value[order], place[order] >= 0
    at = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    to = np.append(at[1:], len(day)) - 1
    columns = (
        day[at],
        np.add.reduceat(begun, at, dtype=np.int64),
        np.add.reduceat(value, at),
        np.minimum.reduceat(value, at),
        np.maximum.reduceat(value, at),
        value[to],
        start[to],
    )
    return [DaySum(*one) for one in zip(*(column.tolist() for column in columns), strict=True)]
