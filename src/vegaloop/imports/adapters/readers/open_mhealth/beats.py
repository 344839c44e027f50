"""Intervals between beats that come one by one, put together to recordings.

Rule 1: beats of one source are one recording while they follow each other: the next comes no later
than twice its own interval, and two seconds, after the one before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple, final

from vegaloop.biometrics import RrIntervals
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Success

__all__ = ("Beats",)

_LATE: Final = dt.timedelta(seconds=2)
_BEATS_MOST: Final = 60_000  # What one recording holds.
_RR_MOST_MS: Final = 60_000.0


class _Beat(NamedTuple):
    when: When
    rr_ms: float
    place: Place


@final
class Beats:
    """Gathers beats until all of them are there, whatever order they come in."""

    def __init__(self) -> None:
        self._beats: dict[SourceId, list[_Beat]] = {}

    def add(self, source: SourceId, when: When, rr_ms: float, place: Place) -> None:
        """Take one more."""
        self._beats.setdefault(source, []).append(_Beat(when, rr_ms, place))

    def found(self) -> Iterator[Found]:
        """Tell the recordings, each at its first beat."""
        for source, beats in self._beats.items():
            for run in _runs(sorted(beats, key=lambda beat: beat.when.at)):
                first = run[0]
                rr = RrIntervals.of_ms([beat.rr_ms for beat in run])
                yield Maker(source).reading(first.place, "hrv", Success(first.when), rr)
        self._beats.clear()


def _runs(beats: list[_Beat]) -> Iterator[list[_Beat]]:
    run: list[_Beat] = []
    for beat in beats:
        if run and (len(run) >= _BEATS_MOST or not _follows(run[-1], beat)):
            yield run
            run = []
        run.append(beat)
    if run:
        yield run


def _follows(last: _Beat, beat: _Beat) -> bool:
    interval = dt.timedelta(milliseconds=min(max(beat.rr_ms, 0.0), _RR_MOST_MS))
    return beat.when.at - last.when.at <= 2 * interval + _LATE
