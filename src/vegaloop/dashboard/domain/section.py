"""Sections of a board: what one part of the system answered, or why it did not."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, Generic, TypeAlias, TypeVar, Union, final

from msgspec import Struct

from vegaloop.kernel.time import Instant, later

A = TypeVar("A")


class SectionName(StrEnum):
    """The parts of a board."""

    READINESS = "readiness"
    NUTRITION = "nutrition"
    ACTIVITY = "activity"
    BIOMETRICS = "biometrics"
    GOALS = "goals"


# How old the newest observation may be when the day begins. A watch syncs every night and people
# eat every day; a fortnight without a session is a long rest, not a lost device.
STALE_AFTER: Final = {
    SectionName.READINESS: dt.timedelta(hours=36),
    SectionName.NUTRITION: dt.timedelta(hours=36),
    SectionName.ACTIVITY: dt.timedelta(days=14),
    SectionName.BIOMETRICS: dt.timedelta(hours=36),
    SectionName.GOALS: None,
}


@final
class Lack(Struct, frozen=True):
    """Something a section would need, and the kind of reason it is not there."""

    what: str
    reason: str


@final
class Observed(Struct, Generic[A], frozen=True):
    """An answer, and when the newest observation behind it was made, where that is known."""

    data: A
    as_of: Instant | None = None


@final
class Ready(Struct, Generic[A], frozen=True, tag_field="state", tag="ready"):
    """A section as it should be."""

    data: A
    as_of: Instant | None


@final
class Stale(Struct, Generic[A], frozen=True, tag_field="state", tag="stale"):
    """A section whose newest observation is older than expected; `expected_since` is by when."""

    data: A
    as_of: Instant
    expected_since: Instant


@final
class Insufficient(Struct, frozen=True, tag_field="state", tag="insufficient"):
    """A section there is not enough recorded for."""

    lacks: tuple[Lack, ...]
    as_of: Instant | None = None


@final
class Down(Struct, frozen=True, tag_field="state", tag="down"):
    """A section that broke; the others are not touched by it."""

    as_of: Instant | None = None


# With `|` mypy sees the bare classes, and with them Any.
Section: TypeAlias = Union[Ready[A], Stale[A], Insufficient, Down]  # noqa: UP007


def aged(
    observed: Observed[A], day_start: Instant, stale_after: dt.timedelta | None
) -> Ready[A] | Stale[A]:
    """Tell whether an answer was stale when the day began.

    The hour is left out on purpose: a board may change with the records and the day only, or an
    unchanged one could not be recognised by its revision.
    """
    if stale_after is None or observed.as_of is None:
        return Ready(observed.data, observed.as_of)
    expected_since = later(day_start, -stale_after)
    if observed.as_of < expected_since:
        return Stale(observed.data, observed.as_of, expected_since)
    return Ready(observed.data, observed.as_of)
