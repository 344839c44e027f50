"""Which time each sample speaks for, and what of it counts where several sources do.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from vegaloop.kernel.nesting import left_of_each, left_of_spans
from vegaloop.kernel.samples import DAY_MS, SampleColumns

__all__ = ("DaySum", "Parts", "counted", "day_sums", "parts_of", "ranked")

NO_RANK: Final = 65_535
# Of 8 bytes each: local day, start and end in ms since it began in UTC, value, what of it its source
# counts alone, place, which is -1 - place past midnight, and how long it is where it may lie within
# another or hold one, else 0.
Parts: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]
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


def parts_of(samples: SampleColumns, holds_ms: int, split_ms: int) -> Parts:
    """Tell which time each sample of one source speaks for, on which local day, and with what.

    One of no length speaks until the next of its day begins, for at most `holds_ms`. One that is
    shorter than `split_ms` and passes midnight is two parts, with the shares of its value. Of a sum
    a sample counts what those it holds leave, and one of `split_ms` or more what all others of its
    day do.
    """
    import numpy as np

    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}").astype(np.int64)
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    day, local = np.divmod(start + offset * 1_000, DAY_MS)
    begin, until = start - day * DAY_MS, DAY_MS - local
    alone = np.flatnonzero(length == 0)
    moment = start + day * (3 * DAY_MS)  # Days stand apart: none ends what another begins.
    moments = np.append(np.sort(moment, kind="stable"), np.iinfo(np.int64).max)
    to_next = moments[np.searchsorted(moments, moment[alone], "right")] - moment[alone]
    held = np.minimum(to_next, holds_ms)
    speaks = length.copy()
    speaks[alone] = np.minimum(held, until[alone]) if split_ms else held
    over = np.flatnonzero((length < split_ms) & (length > until))
    rest = speaks[over] - until[over]
    speaks[over] = until[over]
    midnight, place = -1_000 * offset[over], np.arange(len(start))
    told, left = value.copy(), value.copy()
    if split_ms:
        left[:] = np.frombuffer(left_of_each(samples, split_ms), dtype="<i4")
    spilled = []
    for number in (told, left):
        both = number[over]
        number[over] = both * until[over] // length[over]
        spilled.append(both - number[over])
    nests = np.maximum(length, 1)
    nests[over] = 0
    nests[length >= split_ms] = 0
    columns = (
        (day, day[over] + 1),
        (begin, midnight),
        (begin + speaks, midnight + rest),
        (told, spilled[0]),
        (left, spilled[1]),
        (place, -1 - place[over]),
        (nests, np.zeros_like(over)),
    )
    days, starts, ends, values, counts, places, lengths = (
        np.concatenate(pair).tobytes() for pair in columns
    )
    totals = np.flatnonzero((length >= split_ms) & (split_ms > 0))
    if len(totals):
        counts = _beside_totals(days, counts, totals.tobytes())
    return days, starts, ends, values, counts, places, lengths


def _beside_totals(days: bytes, counts: bytes, totals: bytes) -> bytes:
    """Leave of the parts at some places what all others of their day leave of them."""
    import numpy as np

    day, count, at = (np.frombuffer(column, dtype="<i8") for column in (days, counts, totals))
    among = day - day.min()
    left = count.copy()
    left[at] = 0
    others = np.zeros(int(among.max()) + 1, dtype=np.int64)
    np.add.at(others, among, left)
    left[at] = np.maximum(count[at] - others[among[at]], 0)
    return left.tobytes()


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
    what counts of it alone: at most the share of that time in its value, rounded down, and at most
    what is left by what counts in the part's time from lower ranks, each evenly, with what that
    takes from parts of its own rank that lie in it; a part of `split_ms` or more speaks for its
    whole day. Where `split_ms` is 0 it is no sum: the value is whole where nobody spoke at its start.
    """
    import numpy as np

    day, start, end, given, value, _, nests = (
        np.frombuffer(column, dtype="<i8") for column in parts
    )
    rank = np.frombuffer(ranks, dtype="<u2")
    counts = rank != NO_RANK
    length, midnight = end - start, day * (4 * DAY_MS)  # No sample is so long: days stand apart.
    start, end = start + midnight, end + midnight
    reach = start + nests
    whole = np.flatnonzero(length >= split_ms) if split_ms else np.empty(0, dtype=np.int64)
    start[whole], end[whole] = midnight[whole] - DAY_MS, midnight[whole] + 2 * DAY_MS
    values = np.where(counts, value, 0)
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
                share = np.minimum(told, given[own] * free // length[own])
                columns = day[own], start[own], reach[own], nests[own], said, told - share, told
                kinds = length[own] >= split_ms, (told > 0) & (told < given[own])
                lost = _lost([one.tobytes() for one in columns], *(one.tobytes() for one in kinds))
                told = told - np.frombuffer(lost, dtype="<i8")
            values[own] = np.where(counts[own], told, 0)
        before = own
    return values.tobytes(), counts.astype(np.uint8).tobytes()


def _lost(columns: Sequence[bytes], is_total: bytes, gets: bytes) -> bytes:
    """Tell what the parts of a rank lose of what counts of them alone, in 8 bytes each.

    Of each part: its day, when it begins and ends, how long it is where it nests, what is said in
    its time, and the least and the most it loses; whether it is a total of its day, and whether it
    gets back what parts in its time lose.
    """
    import numpy as np

    of = [np.frombuffer(column, dtype="<i8") for column in columns]
    day, length, least, most = of[0], of[3], of[5], of[6]
    lost = np.clip(of[4], least, most)
    total, getting = (np.frombuffer(column, dtype=bool) for column in (is_total, gets))
    among = day - day.min()
    mixed = np.bincount(among[getting & ~total])
    nested = np.flatnonzero((length > 0) & (among < len(mixed)))
    nested = nested[mixed[among[nested]] > 0]
    if len(nested):
        begins, ends, lengths, values, lows, highs = (column[nested].tobytes() for column in of[1:])
        left = left_of_spans((begins, ends, lengths, values, lows, highs))
        lost[nested] = np.frombuffer(left, dtype="<i8")
    totals = np.flatnonzero(total & getting)
    if len(totals):
        others = np.zeros(int(among.max()) + 1, dtype=np.int64)
        np.add.at(others, among[~total], lost[~total])
        back = of[4][totals] - others[among[totals]]
        lost[totals] = np.clip(back, least[totals], most[totals])
    return bytes(lost.tobytes())


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
        for column in (parts[0], parts[1], parts[5], values)
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
