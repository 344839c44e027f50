"""A sleep as it was recorded: a night or a nap, with its stages where they are known.

Rule 1: a sleep belongs to the day of waking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, epoch_us

_MICROSECOND: Final = dt.timedelta(microseconds=1)
STAGES_MOST: Final = 3_000  # A stage every 30 s for a day.


class Stage(StrEnum):
    """The stages devices tell apart; `asleep` is sleep of an unknown stage."""

    AWAKE = "awake"
    LIGHT = "light"
    DEEP = "deep"
    REM = "rem"
    ASLEEP = "asleep"


@final
class StageSpan(Struct, frozen=True):
    """A stage from `start` up to, not including, `end`."""

    stage: Stage
    start: Instant
    end: Instant


@final
class Sleep(Struct, frozen=True, tag="sleep"):
    """The time in bed from `start` to waking at `end`, and how much of it was slept.

    A free one is a night that no alarm ended.
    """

    kind: ClassVar[Kind] = Kind.SLEEP
    start: Instant
    end: Instant
    asleep: Duration
    stages: tuple[StageSpan, ...] = ()
    measured: bool = True
    nap: bool = False
    free: bool = False

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError("a sleep cannot end before it starts")
        if self.asleep > self.in_bed:
            raise ValueError("nobody sleeps longer than the sleep lasts")
        if self.stages and _first_astray(self.start, self.end, self.stages) is not None:
            raise ValueError("the stages of a sleep lie in it, one after the other")

    @property
    def in_bed(self) -> Duration:
        """How long it was from start to waking."""
        return Duration((self.end - self.start) // _MICROSECOND)


@final
class EndsBeforeItStarts(Struct, frozen=True, tag="biometrics/ends-before-it-starts"):
    """A sleep that ends when it starts, or before."""

    start: Instant
    end: Instant


@final
class StageAstray(Struct, frozen=True, tag="biometrics/stage-astray"):
    """A stage outside its sleep, without length, or before the one that precedes it has ended."""

    index: int
    stage: StageSpan


@final
class AsleepTooLong(Struct, frozen=True, tag="biometrics/asleep-too-long"):
    """More sleep than the time in bed holds."""

    asleep_minutes: float
    in_bed_minutes: float


@final
class AsleepUnclear(Struct, frozen=True, tag="biometrics/asleep-unclear"):
    """A sleep that says how much was slept in no way, or in two: by stages or by minutes."""

    ways: int
    field: str = "value"
    wanted: str = "either asleep_minutes or stages"


NotASleep: TypeAlias = EndsBeforeItStarts | StageAstray | AsleepTooLong | AsleepUnclear


def sleep_of(
    start: Instant,
    end: Instant,
    *,
    slept: Duration | None = None,
    stages: Sequence[StageSpan] = (),
    measured: bool = True,
    nap: bool = False,
    free: bool = False,
) -> Result[Sleep, NotASleep]:
    """Read a sleep from its stages, or from how long was slept."""
    if not start < end:
        return Failure(EndsBeforeItStarts(start, end))
    ways = (slept is not None) + bool(stages)
    if ways != 1:
        return Failure(AsleepUnclear(ways))
    astray = _first_astray(start, end, stages)
    if astray is not None:
        return Failure(StageAstray(astray, stages[astray]))
    asleep = asleep_in(stages) if slept is None else slept
    in_bed = Duration(epoch_us(end) - epoch_us(start))
    if asleep > in_bed:
        return Failure(AsleepTooLong(asleep.minutes, in_bed.minutes))
    return Success(Sleep(start, end, asleep, tuple(stages), measured, nap, free))


def asleep_in(stages: Sequence[StageSpan]) -> Duration:
    """Add up the stages that are sleep."""
    return Duration(
        sum(
            epoch_us(span.end) - epoch_us(span.start)
            for span in stages
            if span.stage is not Stage.AWAKE
        )
    )


def _first_astray(start: Instant, end: Instant, stages: Sequence[StageSpan]) -> int | None:
    reached = start
    for index, span in enumerate(stages):
        if not reached <= span.start < span.end <= end:
            return index
        reached = span.end
    return None
