"""The stages of a night, put in order on the way from a vendor's list to a sleep.

Rule 1: stages lie in their sleep, one after the other; what reaches over is cut off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.kernel.time import Instant, later

__all__ = ("cut_off", "laid_out", "laid_over", "nights_in")

S = TypeVar("S")


def laid_out(
    spans: Iterable[tuple[Stage, Instant, dt.timedelta]], start: Instant, end: Instant
) -> tuple[StageSpan, ...]:
    """Lay stages, given in order and with their lengths, one behind the other into a night.

    A clock that is put back shows an hour twice: what would begin before the stage ahead of it has
    ended follows that one.
    """
    reached = start
    laid: list[StageSpan] = []
    for stage, at, length in spans:
        began = max(reached, at)
        ended = min(end, later(began, length))
        if began < ended:
            laid.append(StageSpan(stage, began, ended))
            reached = ended
    return tuple(laid)


def cut_off(spans: Iterable[StageSpan]) -> tuple[StageSpan, ...]:
    """Let each stage, in order, begin where the ones before it have ended."""
    apart: list[StageSpan] = []
    for span in spans:
        start = max(span.start, apart[-1].end) if apart else span.start
        if start < span.end:
            apart.append(StageSpan(span.stage, start, span.end))
    return tuple(apart)


def nights_in(
    spans: Iterable[S], gap: dt.timedelta, bounds: Callable[[S], tuple[Instant, Instant]]
) -> Iterator[list[S]]:
    """Part spans, given in order, into nights: where nothing lasts over a gap one has ended."""
    night: list[S] = []
    reached: Instant | None = None
    for span in spans:
        start, end = bounds(span)
        if reached is not None and start - reached >= gap:
            yield night
            night = []
        night.append(span)
        reached = end if reached is None else max(reached, end)
    if night:
        yield night


def laid_over(under: Sequence[StageSpan], over: Sequence[StageSpan]) -> tuple[StageSpan, ...]:
    """Let short spans interrupt the long ones they lie in; both are in order."""
    laid: list[StageSpan] = []
    for span in under:
        start = span.start
        for short in over:
            if short.end <= start or short.start >= span.end:
                continue
            if start < short.start:
                laid.append(StageSpan(span.stage, start, short.start))
            start = min(short.end, span.end)
            laid.append(StageSpan(short.stage, max(short.start, span.start), start))
        if start < span.end:
            laid.append(StageSpan(span.stage, start, span.end))
    return tuple(laid)
