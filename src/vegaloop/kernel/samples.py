"""Long columns of samples: looked through and packed, as fast as numpy does them.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final, TypeAlias

__all__ = (
    "DAY_MS",
    "SampleColumns",
    "days_begun",
    "joined",
    "packed",
    "places_beyond",
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
