"""Baselines begun anew, and what became of the usual when they were (formula book B5, B6, B13).

Rule 1: from a restart on, only readings of that day and later count for its baseline; the readings
themselves stay, and a day before it is told as it was.
Rule 2: whatever changes a baseline all at once leaves a record of before and after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.kernel.errors import TooLong
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")

NOTE_CHARACTERS_MOST: Final = 200


class BaselineKind(StrEnum):
    """What has a baseline of its own."""

    HRV = "hrv"
    RESTING_HEART_RATE = "resting_heart_rate"
    TEMPERATURE = "temperature"
    RESPIRATION = "respiration"

    @property
    def kind(self) -> Kind:
        """The kind of readings it is made of."""
        return Kind(self.value)


@final
class Restart(Struct, frozen=True):
    """A baseline begun anew on a day, because of a new watch, a mountain, or anything else."""

    kind: BaselineKind
    start: LocalDate
    set_at: Instant
    note: str | None = None

    def __post_init__(self) -> None:
        if self.note is not None and len(self.note) > NOTE_CHARACTERS_MOST:
            raise ValueError("a note is short")


@final
class RestartAhead(Struct, frozen=True, tag="biometrics/restart-ahead"):
    """A baseline that would begin on a day that has not."""

    start: LocalDate
    today: LocalDate


@final
class NoSuchRestart(Struct, frozen=True, tag="biometrics/no-such-restart"):
    """A day on which that baseline was not begun anew."""

    kind: BaselineKind
    start: LocalDate


CannotRestart: TypeAlias = RestartAhead | TooLong


@final
class Usual(Struct, frozen=True, tag="usual"):
    """A baseline as it stood: middle and spread in its unit, and the z of the day.

    A temperature has a median and no spread; `z` is None where nothing was read that day.
    """

    source: SourceId
    unit: str
    middle: float
    spread: float | None
    n_valid: int
    z: float | None
    method: str


Stood: TypeAlias = Usual | NoNumber


class Cause(StrEnum):
    """Why a baseline changed all at once."""

    RESTART = "restart"
    RESTART_UNDONE = "restart-undone"
    FORMULA = "formula-version"


@final
class BaselineChange(Struct, frozen=True):
    """What a baseline was on a day, and what it became; the same day is told twice."""

    at: Instant
    day: LocalDate
    kind: BaselineKind
    cause: Cause
    was: Stood
    became: Stood
    version_was: str
    version_became: str
    start: LocalDate | None = None
    note: str | None = None


@final
class Reckoned(Struct, frozen=True):
    """The baselines of a person as they stood on a day, by one version of the formulas."""

    version: str
    day: LocalDate
    baselines: tuple[tuple[BaselineKind, Stood], ...]


def decide_restart(
    kind: BaselineKind, start: LocalDate, note: str | None, today: LocalDate, now: Instant
) -> Result[Restart, CannotRestart]:
    """Decide whether a baseline can begin anew."""
    if start > today:
        return Failure(RestartAhead(start, today))
    if note is not None and len(note) > NOTE_CHARACTERS_MOST:
        return Failure(TooLong("note", len(note), NOTE_CHARACTERS_MOST))
    return Success(Restart(kind, start, now, note))


def begun(
    since: Mapping[Kind, LocalDate], restarts: Sequence[Restart], day: LocalDate
) -> dict[Kind, LocalDate]:
    """Move the first day of each kind to the last restart of its baseline up to a day."""
    moved = dict(since)
    for restart in restarts:
        kind = restart.kind.kind
        if kind in moved and restart.start <= day:
            moved[kind] = max(moved[kind], restart.start)
    return moved


def starts_of(restarts: Sequence[Restart], kind: Kind) -> tuple[LocalDate, ...]:
    """Give the days on which the baseline of a kind began anew."""
    return tuple(restart.start for restart in restarts if restart.kind.kind is kind)


def since_restart(
    days: Mapping[LocalDate, A], starts: Sequence[LocalDate], day: LocalDate
) -> Mapping[LocalDate, A]:
    """Leave out the days before the last restart up to a day."""
    last = max((start for start in starts if start <= day), default=None)
    return days if last is None else {at: one for at, one in days.items() if at >= last}
