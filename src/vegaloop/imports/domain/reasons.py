"""Why something a person brings is not taken though nothing of it is broken."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.imports.domain.found import Unsupported
from vegaloop.imports.domain.receipt import Fate

__all__ = (
    "BeyondSensor",
    "DayOrMonthFirst",
    "NotAFile",
    "TwiceAtOnce",
    "Undated",
    "Unreadable",
    "fate_by",
)


@final
class BeyondSensor(Struct, frozen=True, tag="imports/beyond-sensor"):
    """A word where a number should be: there was more, or less, than a sensor can tell."""

    given: str


@final
class DayOrMonthFirst(Struct, frozen=True, tag="imports/day-or-month-first"):
    """Dates of which nothing tells whether the day or the month is written first; one of them."""

    given: str


@final
class NotAFile(Struct, frozen=True, tag="imports/not-a-file"):
    """Something in a folder that is no file: a link, a pipe, a device."""

    what: str


@final
class Unreadable(Struct, frozen=True, tag="imports/unreadable"):
    """A file or folder that the system does not let be read, and why."""

    why: str


@final
class TwiceAtOnce(Struct, frozen=True, tag="imports/twice-at-once"):
    """A second value of one moment, in the hour the clocks go forward; the time on the wall."""

    given: str


@final
class Undated(Struct, frozen=True, tag="imports/undated"):
    """Something that does not say when it was; `wanted` is what would."""

    wanted: str


def fate_by(reason: Struct) -> Fate:
    """Tell apart what there is no room for from what should have arrived and did not."""
    return Fate.UNSUPPORTED if isinstance(reason, BeyondSensor | Unsupported) else Fate.REFUSED
