"""From the plain numbers of a vendor to what the contexts keep, or the reason why not."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics import (
    Metric,
    NewReading,
    RrIntervals,
    Sample,
    StageSpan,
    Value,
    sleep_of,
)
from vegaloop.imports.adapters.readers.common.body_values import is_unmeasured
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import (
    SOURCE_CHARACTERS_MOST,
    FoundReading,
    FoundSample,
    Misshapen,
    NotTaken,
    Place,
    Unsupported,
)
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Failure, Result, Success, both, value_in

__all__ = ("NEVER_ZERO", "NO_SLEEP", "UNMEASURED", "Maker", "number_in", "source_of")

NO_SLEEP: Final = "night without any sleep"
UNMEASURED: Final = "moment without a measurement"

E = TypeVar("E")

_SHOWN: Final = 60
_MARK_CHARACTERS: Final = 16
# What nobody has none of.
NEVER_ZERO: Final = frozenset(
    (
        Metric.HEART_RATE,
        Metric.HRV_RMSSD,
        Metric.HRV_SDNN,
        Metric.OXYGEN,
        Metric.RESPIRATION,
        Metric.VO2MAX,
    )
)
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?$", re.ASCII)
# Between three digits and the next people set a space of any width, or a quote.
_GROUPING: Final = " \u00a0\u2007\u2009\u202f'\u2019"
_UNGROUPED: Final = str.maketrans("", "", _GROUPING)
_NUMBER: Final = re.compile(rf"[-+]?\d[\d{_GROUPING},.]*(?:[eE][-+]?\d+)?$")


def source_of(vendor: str, name: str = "") -> SourceId:
    """Name a source: the vendor, and the device or app where the vendor gathers several.

    One device is one source, however its apostrophes and spaces are written; two are never one: a
    long name ends in what sums it up.
    """
    spoken = unicodedata.normalize("NFKC", name).translate(_QUOTES)
    plain = " ".join("".join(c if c.isprintable() else " " for c in spoken).split())
    whole = f"{vendor}/{plain}" if plain else vendor
    if len(whole) <= SOURCE_CHARACTERS_MOST:
        return SourceId(whole)
    mark = hashlib.sha256(whole.encode()).hexdigest()[:_MARK_CHARACTERS]
    return SourceId(f"{whole[: SOURCE_CHARACTERS_MOST - len(mark) - 1].rstrip()}~{mark}")


def number_in(text: str) -> float | None:
    """Read a number as people write one: `1,234.5`, `1 234,5`, `72`; None where it is none.

    Of one mark alone, a comma before three digits groups and any other stands for the point.
    """
    written = text.strip()
    if _DIGITS.match(written):  # Most are, by the million.
        number = float(written)
        return number if math.isfinite(number) else None
    if not _NUMBER.match(written):
        return None
    plain = written.translate(_UNGROUPED)
    if "," in plain and "." in plain:
        grouping = "," if plain.rindex(",") < plain.rindex(".") else "."
        plain = plain.replace(grouping, "").replace(",", ".")
    elif plain.count(",") > 1 or re.fullmatch(r"[-+]?\d{1,3},\d{3}", plain):
        plain = plain.replace(",", "")
    else:
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@final
class Maker:
    """Makes what is found of one source."""

    def __init__(self, source: SourceId) -> None:
        self.source = source

    def reading(
        self,
        place: Place,
        what: str,
        when: Result[When, BadTime],
        value: Result[Value, E] | Result[RrIntervals, E],
    ) -> FoundReading | NotTaken:
        """Make a reading of a value at a moment; the first thing wrong with it is the reason.

        Zero of what nobody has none of is no measurement (IMP-46).
        """
        match when:
            case Failure(bad_time):
                return NotTaken(place, what, bad_time)
            case Success(known):
                match value:
                    case Failure(error):
                        return NotTaken(place, what, _fact(error))
                    case Success(read) if is_unmeasured(read):
                        return self.unsupported(place, UNMEASURED)
                    case Success(read):
                        new = NewReading(known.moment, read, self.source)
                        return FoundReading(place, new, known.zone_assumed)

    def sample(
        self,
        place: Place,
        metric: Metric,
        when: Result[When, BadTime],
        value: float | None,
        length_s: float = 0.0,
    ) -> FoundSample | NotTaken:
        """Make a sample of a series; `value` is in the metric's unit, None where it is no number.

        Zero of what nobody has none of is no measurement (IMP-46).
        """
        match when:
            case Failure(bad_time):
                return NotTaken(place, metric.value, bad_time)
            case Success(known):
                if value is None:
                    return NotTaken(place, metric.value, Misshapen("value", "", "a number"))
                if not value and metric in NEVER_ZERO:
                    return self.unsupported(place, UNMEASURED)
                sample = Sample(known.moment, value, length_s)
                return FoundSample(place, metric, self.source, sample, known.zone_assumed)

    def sleep(
        self,
        place: Place,
        start: Result[When, BadTime],
        end: Result[When, BadTime],
        *,
        slept_s: float | None = None,
        stages: Sequence[StageSpan] = (),
        nap: bool = False,
    ) -> FoundReading | NotTaken:
        """Make a sleep of its stages or, without any, of how long was slept."""
        match both(start, end):
            case Success((began, woke)):
                slept = (
                    None if stages or slept_s is None else value_in(Duration.of_seconds(slept_s))
                )
                found = sleep_of(began.at, woke.at, slept=slept, stages=stages, nap=nap)
                return self.reading(place, "sleep", end, found)
            case Failure(bad_times):
                return NotTaken(place, "sleep", bad_times[0])

    def unsupported(self, place: Place, what: str, count: int = 1) -> NotTaken:
        """Say that there is no room for something."""
        return NotTaken(place, what, Unsupported(what), count)

    def misshapen(
        self, place: Place, what: str, field: str, given: object, wanted: str
    ) -> NotTaken:
        """Say which field of a record is not what it should be."""
        return NotTaken(place, what, Misshapen(field, str(given)[:_SHOWN], wanted))


def _fact(error: object) -> Struct:
    """The error itself, or the first of several."""
    first: object = error[0] if isinstance(error, tuple) and error else error
    return first if isinstance(first, Struct) else Misshapen("value", "", "a value that can be")
