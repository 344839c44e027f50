"""What counts of the parts of samples where several sources speak for one time.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from vegaloop.kernel.nesting import left_of_spans
from vegaloop.kernel.sample_parts import Parts, beside_totals, parts_at
from vegaloop.kernel.samples import DAY_MS

__all__ = ("DaySum", "counted", "day_sums", "ranked")

NO_RANK: Final = 65_535
# Of 8 bytes each: when spans that do not overlap begin and end, and what counts in each.
Spoken: TypeAlias = tuple[bytes, bytes, bytes]


class DaySum(NamedTuple):
    """What parts of a local day come to; `n` counts those that begin their sample."""

    day: int
    n: int
    total: int
    least: int
    most: int
    last: int
    last_ms: int


def ranked(days: bytes, ranks: Mapping[int, int]) -> bytes:
    """Give each part of a source its rank on its day in 2 bytes, NO_RANK where it has none."""
    import numpy as np

    day = np.frombuffer(days, dtype="<i8")
    first, last = (int(day.min()), int(day.max())) if days else (0, 0)
    of_days = np.array([ranks.get(one, NO_RANK) for one in range(first, last + 1)], dtype="<u2")
    return bytes(of_days[day - first].tobytes())


def counted(parts: Parts, ranks: bytes, split_ms: int) -> tuple[bytes, bytes]:
    """Count each part for the time no part of a lower rank speaks for: one rank after the other.

    Gives the value that counts, in 8 bytes, and a byte that is 0 where none does. Of a sum that is
    what is left of it by what counts in its time, from lower ranks, each evenly, and of its own
    rank: at most what counts of it alone, and the share of that time, rounded down. A part of
    `split_ms` or more speaks for its whole day. Where `split_ms` is 0 it is no sum: the value is
    whole where nobody spoke at its start.
    """
    import numpy as np

    day, start, end, value, alone = (np.frombuffer(column, dtype="<i8") for column in parts[:5])
    rank = np.frombuffer(ranks, dtype="<u2")
    counts = rank != NO_RANK
    length, midnight = end - start, day * (4 * DAY_MS)  # No sample is so long: days stand apart.
    start, end = start + midnight, end + midnight
    whole = np.flatnonzero(length >= split_ms) if split_ms else np.empty(0, dtype=np.int64)
    start[whole], end[whole] = midnight[whole] - DAY_MS, midnight[whole] + 2 * DAY_MS
    values, is_flat = np.where(counts, alone, 0), parts.values == parts.counts
    spoken: Spoken = (b"", b"", b"")
    before = np.empty(0, dtype=np.int64)
    for one in np.flatnonzero(np.bincount(rank[counts])):
        own = np.flatnonzero(rank == one)
        if len(before):
            spoken = _united(spoken, *(one[before].tobytes() for one in (start, end, values)))
            taken, said, speaks = (
                np.frombuffer(column, dtype="<i8")
                for column in _spoken_for(spoken, start[own].tobytes(), end[own].tobytes())
            )
            told, free = value[own], np.maximum(length[own] - taken, 0)
            counts[own] = free > 0 if split_ms else speaks == 0
            if split_ms:
                share, left = told * free // length[own], told - said
                told = np.minimum(share, np.maximum(left, 0))
                if not is_flat:
                    told = np.frombuffer(
                        _nested(
                            parts_at(parts, own.tobytes()),
                            left.tobytes(),
                            share.tobytes(),
                            split_ms,
                        ),
                        dtype="<i8",
                    )
            values[own] = np.where(counts[own], told, 0)
        before = own
    return values.tobytes(), counts.astype(np.uint8).tobytes()


def _nested(parts: Parts, left: bytes, share: bytes, split_ms: int) -> bytes:
    """Tell what counts of parts of one rank that lie in each other, beside lower ranks.

    Those leave something of each if nothing lies in it, and a share of its time.
    """
    import numpy as np

    day, start, end, value, alone = (np.frombuffer(column, dtype="<i8") for column in parts[:5])
    nests = np.frombuffer(parts.nesting, dtype=bool)
    length, begin = end - start, start + day * (4 * DAY_MS)
    totals, cut = np.flatnonzero(length >= split_ms), ~nests & (length < split_ms)
    rest, most = np.frombuffer(left, dtype="<i8").copy(), np.frombuffer(share, dtype="<i8")
    rest[cut] += (alone - value)[cut]  # What lies in it is taken from it already.
    most = np.minimum(most, alone)
    spans = begin, np.where(nests, length, 0), rest, most
    begins, lengths, lefts, mosts = (column.tobytes() for column in spans)
    counts = np.frombuffer(left_of_spans((begins, lengths, lefts, mosts)), dtype="<i8").copy()
    if len(totals):
        counts[totals] = rest[totals]
        beside = beside_totals(parts.days, counts.tobytes(), totals.tobytes())
        counts = np.minimum(np.frombuffer(beside, dtype="<i8"), most)
    return bytes(counts.tobytes())


def _united(spoken: Spoken, begun: bytes, ended: bytes, said: bytes) -> Spoken:
    """Add spans to those spoken for: where they overlap they are one."""
    import numpy as np

    begin, end, value = (
        np.frombuffer(old + new, dtype="<i8")
        for old, new in zip(spoken, (begun, ended, said), strict=True)
    )
    order = np.argsort(begin, kind="stable")
    begin, end = begin[order], np.maximum.accumulate(end[order])
    first = np.append(0, np.flatnonzero(begin[1:] >= end[:-1]) + 1)
    last = np.append(first[1:], len(begin)) - 1
    told = np.add.reduceat(value[order], first)
    return begin[first].tobytes(), end[last].tobytes(), told.tobytes()


def _spoken_for(spoken: Spoken, starts: bytes, ends: bytes) -> tuple[bytes, bytes, bytes]:
    """Tell of each [start, end) how much is spoken for, what counts in it, and what from its start.

    The last is for how long the span it starts in still runs.
    """
    import numpy as np

    begun, ended, said = (np.frombuffer(column, dtype="<i8") for column in spoken)
    length = ended - begun
    time, value = (np.append(0, np.cumsum(column)) for column in (length, said))
    until = []
    for column in (starts, ends):
        at = np.frombuffer(column, dtype="<i8")
        place = np.searchsorted(begun, at, "right")
        running = np.maximum(0, np.append(ended, 0)[place - 1] - at)
        counted_by = value[place]
        within = np.flatnonzero(running)
        left, of, lasting = running[within], said[place[within] - 1], length[place[within] - 1]
        # In two steps: a value by its time may be more than 8 bytes hold.
        counted_by[within] -= of // lasting * left + of % lasting * left // lasting
        until.append((time[place] - running, counted_by, running))
    (taken, told, runs), (taken_after, told_after, _) = until
    return (taken_after - taken).tobytes(), (told_after - told).tobytes(), runs.tobytes()


def day_sums(parts: Parts, values: bytes, counts: bytes) -> list[DaySum]:
    """Add up, day by day, the values of the parts that count."""
    import numpy as np

    which = np.flatnonzero(np.frombuffer(counts, dtype=np.uint8))
    if not len(which):
        return []
    day, start, place, value = (
        np.frombuffer(column, dtype="<i8")[which]
        for column in (parts.days, parts.starts, parts.places, values)
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
