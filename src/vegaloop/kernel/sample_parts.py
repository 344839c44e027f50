"""Which time samples speak for, on which day, and what of each its own source counts.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vegaloop.kernel.nesting import left_of_each
from vegaloop.kernel.samples import DAY_MS, SampleColumns

__all__ = ("Parts", "beside_totals", "parts_at", "parts_of", "together")


class Parts(NamedTuple):
    """What samples say of the days they lie on, in 8 bytes each.

    `starts` and `ends` are in ms since the local day began in UTC; `counts` is what counts of the
    values beside their own source alone; `places` are -1 - place past midnight. `nesting` has a
    byte each, which is 1 where it is a whole sample that lasts: others may lie in it, or it in them.
    """

    days: bytes
    starts: bytes
    ends: bytes
    values: bytes
    counts: bytes
    places: bytes
    nesting: bytes


def parts_of(samples: SampleColumns, holds_ms: int, split_ms: int) -> Parts:
    """Tell which time each sample of one source speaks for, on which local day, and with what.

    One of no length speaks until the next of its day begins, for at most `holds_ms`. One that is
    shorter than `split_ms` and passes midnight is two parts, with the shares of its value. Of a sum
    a sample counts what those it holds leave, and one of `split_ms` or more what all others of its
    day do.
    """
    import numpy as np

    start, length, offset = (
        np.frombuffer(column, dtype=f"<i{width}").astype(np.int64)
        for column, width in zip((*samples[:2], samples[3]), (8, 4, 4), strict=True)
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

    def cut(column: bytes) -> bytes:
        number = np.frombuffer(column, dtype="<i4").astype(np.int64)
        both = number[over]
        number[over] = both * until[over] // length[over]
        return np.concatenate((number, both - number[over])).tobytes()

    left = left_of_each(samples, split_ms) if split_ms else samples[2]
    values = cut(samples[2])
    counts = values if left is samples[2] else cut(left)
    nests = (length > 0) & (length < split_ms)
    nests[over] = False
    columns = (
        (day, day[over] + 1),
        (begin, midnight),
        (begin + speaks, midnight + rest),
        (place, -1 - place[over]),
        (nests, np.zeros(len(over), dtype=bool)),
    )
    days, starts, ends, places, nesting = (np.concatenate(pair).tobytes() for pair in columns)
    totals = np.flatnonzero((length >= split_ms) & (split_ms > 0))
    if len(totals):
        counts = beside_totals(days, counts, totals.tobytes())
    return Parts(days, starts, ends, values, counts, places, nesting)


def beside_totals(days: bytes, counts: bytes, totals: bytes) -> bytes:
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


def together(each: Sequence[Parts]) -> Parts:
    """Put the parts of sources one behind the other."""
    days, starts, ends, values, counts, places, nesting = (
        b"".join(parts[column] for parts in each) for column in range(7)
    )
    return Parts(days, starts, ends, values, counts, places, nesting)


def parts_at(parts: Parts, places: bytes) -> Parts:
    """Leave the parts at some places."""
    import numpy as np

    at = np.frombuffer(places, dtype="<i8")
    days, starts, ends, values, counts, own = (
        np.frombuffer(column, dtype="<i8")[at].tobytes() for column in parts[:6]
    )
    nesting = np.frombuffer(parts.nesting, dtype=bool)[at].tobytes()
    return Parts(days, starts, ends, values, counts, own, nesting)
