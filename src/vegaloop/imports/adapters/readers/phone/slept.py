"""Sleep a phone tells of: a night, or a nap, with its stages.

Rule 1: what Apple tells is put together as the segments of its export are, so that both are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.apple_health.nights import Nights, Segment
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.common.records import Fields, shown
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.phone.entry import Entry, Read
from vegaloop.imports.domain.found import Found, Misshapen
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import epoch_us

__all__ = ("sleep",)

_SPAN_MOST_S: Final = 48 * 3_600.0
# `None` is time in bed, of which nobody knows whether it was slept.
_STAGES: Final[dict[str, Stage | None]] = {
    "in_bed": None,
    "asleep": Stage.ASLEEP,
    "light": Stage.LIGHT,
    "deep": Stage.DEEP,
    "rem": Stage.REM,
    "awake": Stage.AWAKE,
}
_WANTED: Final = "one of " + ", ".join(_STAGES)

_LATER: Final = "a time after the start, within two days"
_IN_BED: Final = "time in bed without sleep"

# From when to when it was what.
_Span: TypeAlias = tuple[When, When, Stage | None]


def sleep(entry: Entry) -> Read:
    """Read a sleep; one without stages was slept from its start to its end."""
    match _spans(entry):
        case Failure(error):
            return Failure(error)
        case Success(spans) if entry.is_apple:
            return _as_apple(entry, spans)
        case Success(spans):
            return Success((_as_others(entry, spans),))


def _spans(entry: Entry) -> Result[list[_Span], BadTime]:
    """Read the stages in the order of their times; the first that is none is the reason."""
    held = entry.record.get("stages")
    if held is not None and not isinstance(held, list):
        return Failure(Misshapen("stages", shown(held), "a list of stages"))
    spans: list[_Span] = []
    for place, one in enumerate(entry.record.many("stages")):
        match _span(entry, one, f"stages[{place}]"):
            case Success(span):
                spans.append(span)
            case Failure(error):
                return Failure(error)
    return Success(sorted(spans, key=lambda span: (span[0].at, span[1].at)))


def _span(entry: Entry, held: object, path: str) -> Result[_Span, BadTime]:
    if not isinstance(held, dict):
        return Failure(Misshapen(path, shown(held), "an object"))
    fields = Fields(held)
    word = fields.text("stage")
    if word not in _STAGES:
        return Failure(Misshapen(f"{path}.stage", shown(fields.as_sent("stage")), _WANTED))
    at = f"{path}."
    match both(entry.when(fields, "start", at), entry.when(fields, "end", at)):
        case Failure(errors):
            return Failure(errors[0])
        case Success((start, end)):
            if 0 < (end.at - start.at).total_seconds() <= _SPAN_MOST_S:
                return Success((start, end, _STAGES[word]))
            return Failure(Misshapen(f"{path}.end", shown(fields.as_sent("end")), _LATER))


def _as_others(entry: Entry, spans: Sequence[_Span]) -> Found:
    stages = [StageSpan(one, start.at, end.at) for start, end, one in spans if one]
    if spans and not stages:
        return entry.maker.unsupported(entry.place, _IN_BED)
    slept_s = None if stages else entry.length_s
    return entry.maker.sleep(entry.place, entry.start, entry.end, slept_s=slept_s, stages=stages)


def _as_apple(entry: Entry, spans: Sequence[_Span]) -> Read:
    match both(entry.start, entry.end):
        case Failure(errors):
            return Failure(errors[0])
        case Success((start, end)):
            if not spans and not 0 < entry.length_s <= _SPAN_MOST_S:
                return entry.wrong("end", _LATER)
            nights = Nights(Times(entry.profile))
            for number, one in enumerate(spans or [(start, end, Stage.ASLEEP)]):
                nights.add(entry.maker.source, _segment(entry, number, one))
            return Success(tuple(nights.found(entry.place.file)))


def _segment(entry: Entry, number: int, span: _Span) -> Segment:
    start, end, stage = span
    return Segment(
        epoch_us(start.at) // 1_000,
        epoch_us(end.at) // 1_000,
        stage,
        start.moment.utc_offset_s,
        number,
        entry.record.text("zone") or None,
    )
