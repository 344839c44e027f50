"""When an observation was made: a moment, a day, or a period.

Rule 1: where only the day is known, a measure stands at noon of it at home, and what is counted is
of the whole day (IMP-60).
Rule 2: a month or a year is no day.
"""

from __future__ import annotations

import re
from typing import Final

from vegaloop.imports.adapters.readers.common.clocks import at_clock
from vegaloop.imports.adapters.readers.common.days import date_in, whole_day
from vegaloop.imports.adapters.readers.common.measures import Span
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.fhir.resources import Observation, Period
from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, both, mapped

__all__ = ("day_of_moment", "span_of")

_NOON_S: Final = 43_200.0
_SHOWN: Final = 60
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:", re.ASCII)


def span_of(one: Observation, profile: Profile) -> Result[Span, BadTime]:
    """Find out when it was made."""
    if one.effective_period is not None:
        return _period(one.effective_period, profile)
    if one.effective_date_time:
        return _date_time(one.effective_date_time, profile, "effectiveDateTime")
    if one.effective_instant:
        return _date_time(one.effective_instant, profile, "effectiveInstant")
    field = "effectiveDateTime" if one.effective_timing is None else "effectiveTiming"
    return Failure(Misshapen(field, "", "when it was, as a time or a period"))


def day_of_moment(span: Span, profile: Profile) -> Result[Span, BadTime]:
    """The whole day a moment lies in, on its own wall."""
    moment = span.start.moment
    offset_s = None if moment.zone is not None else moment.utc_offset_s
    zone = moment.zone or ""
    found = whole_day(moment.local_date.isoformat(), profile, zone=zone, offset_s=offset_s)
    assumed = span.start.zone_assumed
    return mapped(
        found,
        lambda day: Span(When(day.begins.moment, assumed), day.length_s, span.at, rough=True),
    )


def _date_time(text: str, profile: Profile, field: str) -> Result[Span, BadTime]:
    if _DAY.match(text.strip()):
        return _day(text, profile, field)
    if not _TIME.match(text.strip()):
        return Failure(Misshapen(field, text[:_SHOWN], "a day, or a date and time"))
    return mapped(of_iso(text, profile, field), lambda when: Span(when, 0.0, when))


def _day(text: str, profile: Profile, field: str) -> Result[Span, BadTime]:
    match both(whole_day(text, profile, field), date_in(text, field)):
        case Failure(errors):
            return Failure(errors[0])
        case Success((day, date)):
            noon = at_clock(date, _NOON_S, profile)
            return mapped(noon, lambda at: Span(day.begins, day.length_s, at, rough=True))


def _period(period: Period, profile: Profile) -> Result[Span, BadTime]:
    """Read a period; one that says but one end is that moment."""
    start_text, end_text = period.start or "", period.end or ""
    if not start_text or not end_text:
        known = "start" if start_text else "end"
        return _date_time(start_text or end_text, profile, f"effectivePeriod.{known}")
    start = _date_time(start_text, profile, "effectivePeriod.start")
    end = _date_time(end_text, profile, "effectivePeriod.end")
    match both(start, end):
        case Failure(errors):
            return Failure(errors[0])
        case Success((first, last)):
            if first.rough and last.rough and first.start.at == last.start.at:
                return Success(first)
            # A day that ends a period belongs to it.
            ends = stepped(last.start, last.length_s)
            length_s = (ends.at - first.start.at).total_seconds()
            if length_s < 0:
                wanted = "a time not before the start"
                return Failure(Misshapen("effectivePeriod.end", end_text[:_SHOWN], wanted))
            at = last.at if last.rough else ends
            return Success(Span(first.start, length_s, at))
