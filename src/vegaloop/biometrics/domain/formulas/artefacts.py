"""Beats that were missed, counted twice or came out of turn (formula book B3, B4).

Rule 1: no filter makes a recording longer, but for the beats that were missed.
Rule 2: a clean recording is left as it is.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.formulas.rr import outside_rr, rr_range_filter
from vegaloop.biometrics.domain.samples import median
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success

MALIK_THRESHOLD: Final = 0.2
BEATS_LEAST: Final = 50
ALPHA: Final = 5.2
WINDOW_BEATS: Final = 91
MEDIAN_BEATS: Final = 11
C1: Final = 0.13
C2: Final = 0.17
OFF_MEDIAN_MOST: Final = 3.0
# Where steps are all alike their quartiles say nothing: a limit is at least twice their median,
# which is less than 5.2 quartile deviations of any usual heart, and the strictest one in use.
MEDIANS_LEAST: Final = 2.0
LIMIT_LEAST_MS: Final = 50.0


class Artefact(StrEnum):
    """What was wrong with an interval."""

    MISSED = "missed"  # It spans a beat that was not detected.
    EXTRA = "extra"  # It and the next one are one interval, cut by a beat that was none.
    ECTOPIC = "ectopic"
    LONG_SHORT = "long_short"


@final
class Beat(Struct, frozen=True):
    """A corrected interval, and which of the recorded ones, from 0, it comes from."""

    rr_ms: float
    origin: int


@final
class Fault(Struct, frozen=True):
    """What was wrong with a recorded interval, by its place from 0."""

    index: int
    artefact: Artefact


@final
class Corrected(Struct, frozen=True):
    """A recording with its artefacts mended, and what was wrong with which recorded interval."""

    beats: tuple[Beat, ...]
    faults: tuple[Fault, ...]

    @property
    def rr_ms(self) -> tuple[float, ...]:
        """The corrected intervals, ms."""
        return tuple(beat.rr_ms for beat in self.beats)

    def count(self, artefact: Artefact) -> int:
        """Count the recorded intervals with one fault."""
        return sum(fault.artefact is artefact for fault in self.faults)


def malik_filter(
    rr_ms: Sequence[float | None], threshold: float = MALIK_THRESHOLD
) -> Result[tuple[float | None, ...], NoNumber]:
    """Put None for each interval that differs from the one before by more than a share of it.

    Of intervals from 0 to 4,294,967 ms and a share from 0 to 1. Neighbours are compared as they
    were recorded, and the interval after a removed one is taken untested, as hrv-analysis does
    (Malik 1996; book B3, BIO-42).
    """
    for fault in (*outside_rr(rr_ms), *outside("threshold", threshold, 0, 1)):
        return Failure(fault)
    return Success(kept_by_malik(rr_ms, threshold))


def kept_by_malik(
    rr_ms: Sequence[float | None], threshold: float = MALIK_THRESHOLD
) -> tuple[float | None, ...]:
    """Do what `malik_filter` does, where it is known that the intervals are some."""
    kept = list(rr_ms[:1])
    for before, rr in itertools.pairwise(rr_ms):
        if before is None or rr is None or kept[-1] is None:
            kept.append(rr)
        else:
            kept.append(rr if abs(before - rr) <= threshold * before else None)
    return tuple(kept)


def linear_interpolate_rr(
    rr_ms: Sequence[float | None],
) -> Result[tuple[float, ...], NoNumber]:
    """Draw a line over removed intervals, for plots only; the ends keep the nearest one, ms.

    Of intervals from 0 to 4,294,967 ms; undefined without a valid one (definition; B3, BIO-43).
    """
    for fault in outside_rr(rr_ms):
        return Failure(fault)
    if all(rr is None for rr in rr_ms):
        return Failure(TooFew("rr_intervals", 0, 1))
    return Success(_interpolated(rr_ms))


def lipponen_tarvainen(rr_ms: Sequence[float]) -> Result[Corrected, NoNumber]:
    """Find and mend missed, extra, ectopic, and long or short beats, ms.

    Of at least 50 intervals from 0 to 4,294,967 ms. A missed beat is put in, an extra one taken
    out, the others are interpolated linearly; this is repeated while it finds fewer (Lipponen and
    Tarvainen 2019, J Med Eng Technol 43:173; book B4, BIO-44, BIO-45). Unlike the paper it asks of
    what looks ectopic too whether a beat was missed or extra, and its limits have a floor (BIO-120).
    """
    for fault in outside_rr(rr_ms):
        return Failure(fault)
    if len(rr_ms) < BEATS_LEAST:
        return Failure(TooFew("rr_intervals", len(rr_ms), BEATS_LEAST))
    return Success(mended(rr_ms))


def mended(rr_ms: Sequence[float]) -> Corrected:
    """Do what `lipponen_tarvainen` does, where it is known that there are intervals enough."""
    beats = tuple(Beat(rr, k) for k, rr in enumerate(rr_ms))
    artefacts: dict[int, Artefact] = {}
    before = len(beats) + 1
    found = _found([beat.rr_ms for beat in beats])
    while 0 < len(found) < before:
        before = len(found)
        for k, artefact in found.items():
            artefacts.setdefault(beats[k].origin, artefact)
        beats = _mended(beats, found)
        found = _found([beat.rr_ms for beat in beats])
    return Corrected(beats, tuple(Fault(k, artefacts[k]) for k in sorted(artefacts)))


def _found(rr: Sequence[float]) -> dict[int, Artefact]:
    """Decide about each interval, after figure 1 of the paper."""
    look = look_at(rr)
    found: dict[int, Artefact] = {}
    k = 0
    while k < len(rr):
        if look.is_ectopic(k):
            fault = look.behind_ectopic(k)
            if fault is not None:
                found[k] = fault
        elif abs(look.step[k]) > 1:
            both = k + 1 < len(rr) and abs(look.step[k + 1]) < abs(look.step[k + 2])
            for j in (k, k + 1) if both else (k,):
                fault = look.fault_of(j)
                # The second part of an interval that was cut is no fault of its own.
                if fault is not None and found.get(j - 1) is not Artefact.EXTRA:
                    found[j] = fault
            k += both
        k += 1
    return found


@final
class Look(Struct, frozen=True):
    """A recording as the decisions see it; `step` and `off` are in units of their limits.

    `step` is dRR, with one more step at the end, back to the median, and one of nothing; `off` is
    mRR.
    """

    rr: Sequence[float]
    middle: Sequence[float]
    limit: Sequence[float]
    step: Sequence[float]
    off: Sequence[float]

    def is_ectopic(self, k: int) -> bool:
        """Whether the heart steps away and back on both sides (S12, figure 2a)."""
        step = self.step[k]
        around = (self.step[k - 1] if k else 0.0, self.step[k + 1])
        return (step > 1 and max(around) < -C1 * step - C2) or (
            step < -1 and min(around) > -C1 * step + C2
        )

    def behind_ectopic(self, k: int) -> Artefact | None:
        """Tell what looks ectopic at an interval: it may be misread, or stand between such.

        The paper asks this only of what does not look ectopic. But one usual interval between two
        that span a missed beat each makes all the steps of figure 2a, and so do two cut ones.
        """
        if self._is_cut(k):
            return Artefact.EXTRA
        if self._is_two(k):
            return Artefact.MISSED
        return None if self._is_two(k - 1) and self._is_two(k + 1) else Artefact.ECTOPIC

    def fault_of(self, k: int) -> Artefact | None:
        """Tell a missed, extra, long or short beat (S22, figure 2b)."""
        step, after = self.step[k], self.step[k + 1 : k + 3]
        is_long, is_short = step > 1 and min(after) < -1, step < -1 and max(after) > 1
        if is_short and self._is_cut(k):
            return Artefact.EXTRA
        is_off = abs(self.off[k]) > OFF_MEDIAN_MOST
        if (is_long or is_off) and self._is_two(k):
            return Artefact.MISSED
        return Artefact.LONG_SHORT if is_long or is_short or is_off else None

    def _is_two(self, k: int) -> bool:
        return k < len(self.rr) and abs(self.rr[k] / 2 - self.middle[k]) < self.limit[k]

    def _is_cut(self, k: int) -> bool:
        whole = sum(self.rr[k : k + 2])
        return k + 1 < len(self.rr) and abs(whole - self.middle[k]) < self.limit[k]


def look_at(rr: Sequence[float]) -> Look:
    """See a recording, of at least one interval, as the decisions do."""
    half = MEDIAN_BEATS // 2
    middle = [median(rr[max(0, k - half) : k + half + 1]) for k in range(len(rr))]
    # Before the first and after the last interval the heart is taken to beat at its median.
    steps = [rr[0] - middle[0], *(b - a for a, b in itertools.pairwise(rr))]
    off = [(1 if r >= m else 2) * (r - m) for r, m in zip(rr, middle, strict=True)]
    step_limit, off_limit = limits(steps), limits(off)
    last = (middle[-1] - rr[-1]) / step_limit[-1]
    return Look(
        rr=rr,
        middle=middle,
        limit=off_limit,
        step=[*(s / limit for s, limit in zip(steps, step_limit, strict=True)), last, 0.0],
        off=[o / limit for o, limit in zip(off, off_limit, strict=True)],
    )


def limits(values: Sequence[float]) -> list[float]:
    """Give 5.2 quartile deviations of the magnitudes of the 91 values around each, or the least."""
    sizes = [abs(value) for value in values]
    half = WINDOW_BEATS // 2
    window = sorted(sizes[:half])
    found: list[float] = []
    for k in range(len(sizes)):
        if k + half < len(sizes):
            insort(window, sizes[k + half])
        if k > half:
            del window[bisect_left(window, sizes[k - half - 1])]
        deviation = (_quantile(window, 0.75) - _quantile(window, 0.25)) / 2
        least = max(LIMIT_LEAST_MS, MEDIANS_LEAST * _quantile(window, 0.5))
        found.append(max(least, ALPHA * deviation))
    return found


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _mended(beats: Sequence[Beat], found: Mapping[int, Artefact]) -> tuple[Beat, ...]:
    mended: list[float | None] = []
    origins: list[int] = []
    k = 0
    while k < len(beats):
        rr, origin = beats[k].rr_ms, beats[k].origin
        match found.get(k):
            case Artefact.EXTRA:
                mended.append(rr + beats[k + 1].rr_ms)
                k += 1
            case Artefact.MISSED:
                mended += (rr / 2, rr / 2)
                origins.append(origin)
            case Artefact.ECTOPIC | Artefact.LONG_SHORT:
                mended.append(None)
            case None:
                mended.append(rr)
        origins.append(origin)
        k += 1
    known = rr_range_filter(mended)  # A line is drawn between intervals of a heart at rest only.
    if all(rr is None for rr in known):
        return tuple(beats)
    drawn = _interpolated(known)
    both = zip(mended, drawn, strict=True)
    return tuple(map(Beat, (line if rr is None else rr for rr, line in both), origins))


def _interpolated(values: Sequence[float | None]) -> tuple[float, ...]:
    known = [(k, value) for k, value in enumerate(values) if value is not None]
    first, last = known[0], known[-1]
    drawn = [first[1]] * first[0]
    for (k, value), (after, until) in itertools.pairwise(known):
        drawn += [value + (until - value) * step / (after - k) for step in range(after - k)]
    return (*drawn, *[last[1]] * (len(values) - last[0]))
