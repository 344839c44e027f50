"""Stages of sleep that come as points, put together to sleeps.

Rule 1: stages of one source with less than two hours between them are one sleep.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple, final

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.spans import cut_off, nights_in
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.google_fit.words import source_in
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("Asleep",)

_APART: Final = dt.timedelta(hours=2)


class _Span(NamedTuple):
    start: When
    end: When
    stage: Stage
    place: Place


@final
class Asleep:
    """Gathers stages until all of them are there, whatever order they come in."""

    def __init__(self) -> None:
        self._spans: dict[str, list[_Span]] = {}
        self._wrong: list[NotTaken] = []

    def add(
        self,
        origin: str,
        stage: Stage | None,
        start: Result[When, BadTime],
        end: Result[When, BadTime],
        place: Place,
    ) -> None:
        """Take one more."""
        match start, end:
            case Failure(bad_time), _:
                self._wrong.append(NotTaken(place, "sleep", bad_time))
            case _, Failure(bad_time):
                self._wrong.append(NotTaken(place, "sleep", bad_time))
            case Success(began), Success(ended):
                if stage is None or not began.at < ended.at:
                    bad = Misshapen("value", "", "a stage of sleep with a length")
                    self._wrong.append(NotTaken(place, "sleep", bad))
                else:
                    spans = self._spans.setdefault(origin, [])
                    spans.append(_Span(began, ended, stage, place))

    def found(self) -> Iterator[Found]:
        """Tell the sleeps, then what was no stage."""
        for origin, spans in self._spans.items():
            maker = Maker(source_in(origin))
            for night in nights_in(sorted(spans, key=_begin), _APART, _bounds):
                first, last = night[0], max(night, key=_end)
                stages = cut_off(StageSpan(one.stage, one.start.at, one.end.at) for one in night)
                start, end = Success(first.start), Success(last.end)
                yield maker.sleep(first.place, start, end, stages=stages)
        yield from self._wrong


def _bounds(span: _Span) -> tuple[Instant, Instant]:
    return span.start.at, span.end.at


def _begin(span: _Span) -> dt.datetime:
    return span.start.at


def _end(span: _Span) -> dt.datetime:
    return span.end.at
