"""Long columns of samples: cut into days and packed, as fast as numpy does them.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

__all__ = (
    "DAY_MS",
    "DayOfSamples",
    "SampleColumns",
    "days_begun",
    "days_of_samples",
    "joined",
    "packed",
    "places_beyond",
    "samples_of",
    "unpacked",
    "without",
)

DAY_MS: Final = 86_400_000
# Starts and lengths in ms, values, offsets from UTC in s: starts of 8 bytes, the others of 4.
SampleColumns: TypeAlias = tuple[bytes, bytes, bytes, bytes]
_WIDTHS: Final = (8, 4, 4, 4)
_CODES: Final = {4: "i", 8: "q"}
_ONE: Final = 4  # Bytes of one length.
_FEW: Final = 16  # So many are looked through before numpy has begun.


class DayOfSamples(NamedTuple):
    """The samples that begin on a local day, counted from 1970, and what they come to.

    `spilled` is what of the total belongs to the next day; `first_ms` is when the first begins in
    UTC, `last_ms` when the last does in ms of that day; `whole` is whether one of them is too long
    to spill; `deltas` is the columns, each number less the one before it, as 4-byte integers that
    wrap around.
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
    whole: bool
    deltas: bytes


def places_beyond(column: bytes, width: int, least: int, most: int) -> list[tuple[int, int]]:
    """Find the integers of so many bytes that lie outside [least, most], with their places."""
    count = len(column) // width
    if count <= _FEW:
        few = struct.unpack(f"<{count}{_CODES[width]}", column)
        return [(at, one) for at, one in enumerate(few) if not least <= one <= most]
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


def joined(parts: Sequence[SampleColumns]) -> SampleColumns:
    """Put samples one behind the other."""
    starts, lengths, values, offsets = (
        b"".join(part[column] for part in parts) for column in range(4)
    )
    return starts, lengths, values, offsets


def packed(samples: SampleColumns) -> bytes:
    """Compress samples in the order they are in."""
    return zlib.compress(b"".join(_steps(samples) if len(samples[1]) > _ONE else samples), 1)


def unpacked(data: bytes) -> SampleColumns:
    """Decompress what `packed` made."""
    together = zlib.decompress(data)
    count = len(together) // sum(_WIDTHS)
    ends = [count * sum(_WIDTHS[: n + 1]) for n in range(4)]
    starts, lengths, values, offsets = (
        together[end - count * width : end] for end, width in zip(ends, _WIDTHS, strict=True)
    )
    if count < 2:  # One is what it is: nothing stands before it.
        return starts, lengths, values, offsets
    import numpy as np

    starts, lengths, values, offsets = (
        np.cumsum(np.frombuffer(column, dtype=f"<i{width}"), dtype=f"<i{width}").tobytes()
        for column, width in zip((starts, lengths, values, offsets), _WIDTHS, strict=True)
    )
    return starts, lengths, values, offsets


def _steps(samples: SampleColumns) -> list[bytes]:
    """Give each number less the one before it; they wrap around."""
    import numpy as np

    numbers = (
        np.frombuffer(column, dtype=f"<i{width}")
        for column, width in zip(samples, _WIDTHS, strict=True)
    )
    return [np.diff(one, prepend=one.dtype.type(0)).tobytes() for one in numbers]


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
        np.logical_or.reduceat((length >= split_ms) & (split_ms > 0), at),
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
