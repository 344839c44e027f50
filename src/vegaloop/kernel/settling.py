"""Samples that come in beside those that are there, decided as fast as numpy does it.

Rule 1: columns are bytes: packed little-endian integers; numpy stays inside (ADR 17).
Rule 2: what it does has a plain reference in its tests, and agrees with it exactly.
Rule 3: numpy is imported when a column is first read: a process that never does starts faster.
"""

from __future__ import annotations

from typing import Final

from vegaloop.kernel.passes import CHANGE_MOST
from vegaloop.kernel.samples import DAY_MS, SampleColumns

__all__ = ("FIRST_PASS", "SECOND_PASS", "settled")

# How a sample's zone was assumed, where the order it came in tells which of two times it was.
FIRST_PASS: Final = 2
SECOND_PASS: Final = 3


def settled(
    before: SampleColumns, given: SampleColumns, on_wall: bytes = b"", whole_ms: int = 2**31 - 1
) -> tuple[bytes, SampleColumns]:
    """Decide samples one after the other beside those there were: one a start and length.

    Those with 1 in `on_wall` are one a start on the wall and length, whatever their offset; those of
    FIRST_PASS and of SECOND_PASS are two, of an hour a clock showed twice. Those of `whole_ms` or
    more are one a local day. Gives a byte for each given one, 0 where it is
    new, 1 where it says what was said last, 2 where it says something else; and all samples of the
    days it changed, by day and start. A sample keeps the start and offset it first had, and says
    what was said last.
    """
    import numpy as np

    starts, lengths, values, offsets = (old + new for old, new in zip(before, given, strict=True))
    together = starts, lengths, values, offsets
    n_before = len(before[0]) // 8
    start, length, value, offset = (
        np.frombuffer(column, dtype=f"<i{width}")
        for column, width in zip(together, (8, 4, 4, 4), strict=True)
    )
    order = np.lexsort((length, start))
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (np.diff(start[order]) != 0) | (np.diff(length[order]) != 0)
    doubled = order[~is_first] < n_before
    if on_wall or doubled.any() or (len(length) and int(length.max()) >= whole_ms):
        mask = bytes(n_before) + (on_wall or bytes(len(start) - n_before))
        of = np.frombuffer(_first_told(together, n_before, mask, whole_ms), dtype="<i8")
        start, length, offset = start[of], length[of], offset[of]
        order = np.lexsort((offset, length, start))
        is_first[1:] = np.any([np.diff(one[order]) for one in (start, length, offset)], axis=0)
        doubled = order[~is_first] < n_before
    start, length, value = (column[order] for column in (start, length, value))
    fate = np.full(len(order), 2, dtype=np.uint8)
    fate[1:][value[1:] == value[:-1]] = 1
    fate[is_first] = 0
    fates = np.empty(len(order), dtype=np.uint8)
    fates[order] = fate
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(order))[: len(first)] - 1
    changed = (order[first] >= n_before) | (value[first] != value[last])
    if doubled.any():  # Of what was there twice, one is left.
        changed[(np.cumsum(is_first) - 1)[~is_first][doubled]] = True
    offset = offset[order[first]]
    day = (start[first] + offset * np.int64(1_000)) // DAY_MS
    touched = np.isin(day, day[changed], kind="table")
    kept = np.flatnonzero(touched)[np.argsort(day[touched], kind="stable")]
    first, last = first[kept], last[kept]
    columns = start[first], length[first], value[last], offset[kept]
    starts, lengths, values, offsets = (column.tobytes() for column in columns)
    return fates[n_before:].tobytes(), (starts, lengths, values, offsets)


def _first_told(samples: SampleColumns, n_before: int, on_wall: bytes, whole_ms: int) -> bytes:
    """Find for each sample, in 8 bytes, the place of the first that is the same one."""
    import numpy as np

    start, length, _, offset = (
        np.frombuffer(column, dtype=f"<i{width}").astype(np.int64)
        for column, width in zip(samples, (8, 4, 4, 4), strict=True)
    )
    of = np.arange(len(start))
    is_new, told = of >= n_before, np.frombuffer(on_wall, dtype=np.uint8)
    wall = start + offset * 1_000
    for begun, own in ((start, told == 0), (wall, told == 1)):
        among = np.flatnonzero(own | ~is_new)
        alike = among[_first_alike(begun[among].tobytes(), length[among].tobytes())]
        of[among] = np.where(is_new[among], alike, among)
    twice = np.flatnonzero(told >= FIRST_PASS)
    if len(twice):
        there = np.flatnonzero(~is_new & np.isin(wall, wall[twice]))
        cut = [column[[*there, *twice]].tolist() for column in (wall, length, offset, told)]
        places = [*there.tolist(), *twice.tolist()]
        same = _in_passes(places, list(zip(*cut, strict=True)))
        of[twice] = np.array(same[len(there) :], dtype=np.int64)
    whole = np.flatnonzero(length >= whole_ms)
    day = (start[of[whole]] + offset[of[whole]] * 1_000) // DAY_MS
    of[whole] = of[whole[_first_alike(day.tobytes(), bytes(8 * len(day)))]]
    return of.tobytes()


def _in_passes(places: list[int], samples: list[tuple[int, ...]]) -> list[int]:
    """Find the first that is the same one of samples in walls, lengths, offsets and passes.

    What was there knows no pass: of two that were there on one wall, that of the greater offset is
    of the first. One alone is another where it is off by as much as clocks are put back, else it
    was told at another home.
    """
    there: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    first: dict[tuple[int, ...], int] = {}
    of: list[int] = []
    for at, (wall, length, offset, told) in zip(places, samples, strict=True):
        if not told:
            there.setdefault((wall, length), []).append((-offset, at))
            of.append(at)
            continue
        known = sorted(there.get((wall, length), ()))
        if len(known) == 1:
            back = (-known[0][0] - offset) * (1 if told == SECOND_PASS else -1)
            known = [] if 0 < back <= CHANGE_MOST.total_seconds() else known
        same = known[0 if told == FIRST_PASS else -1][1] if known else at
        of.append(first.setdefault((wall, length, told), same))
    return of


def _first_alike(one: bytes, other: bytes) -> list[int]:
    """Find for each pair of 8-byte integers the place of the first pair that is the same."""
    import numpy as np

    a, b = np.frombuffer(one, dtype="<i8"), np.frombuffer(other, dtype="<i8")
    order = np.lexsort((b, a))
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (np.diff(a[order]) != 0) | (np.diff(b[order]) != 0)
    first = np.empty_like(order)
    first[order] = order[begins][np.cumsum(begins) - 1]
    return list(map(int, first))
