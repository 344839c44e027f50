"""The morning check-in: how somebody says they are."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.samples import mean

ANSWER_LEAST: Final = 1
ANSWER_MOST: Final = 5
QUESTIONS: Final = 5


class Flag(StrEnum):
    """What a person reports that no score may overrule."""

    ILLNESS = "illness"
    INJURY = "injury"


@final
class CheckIn(Struct, frozen=True, tag="check_in"):
    """Answers from 1 to 5; None is a question left open.

    Fatigue, soreness and stress: 1 none, 5 very much. Mood and sleep quality: 1 very bad,
    5 very good.
    """

    kind: ClassVar[Kind] = Kind.CHECK_IN
    fatigue: int | None = None
    soreness: int | None = None
    mood: int | None = None
    stress: int | None = None
    sleep_quality: int | None = None
    ill: bool = False
    injured: bool = False

    def __post_init__(self) -> None:
        given = (*self._burdens, *self._goods)
        if any(a is not None and not ANSWER_LEAST <= a <= ANSWER_MOST for a in given):
            raise ValueError("an answer is from 1 to 5")

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What is reported, in a fixed order."""
        given = ((self.ill, Flag.ILLNESS), (self.injured, Flag.INJURY))
        return tuple(flag for reported, flag in given if reported)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return len(self._shares)

    @property
    def subjective(self) -> float | None:
        """The mean answer from 0 (worst) to 1 (best); None where none was given (book R2)."""
        return mean(self._shares) if self._shares else None

    @property
    def _burdens(self) -> tuple[int | None, ...]:
        return (self.fatigue, self.soreness, self.stress)

    @property
    def _goods(self) -> tuple[int | None, ...]:
        return (self.mood, self.sleep_quality)

    @property
    def _shares(self) -> tuple[float, ...]:
        span = ANSWER_MOST - ANSWER_LEAST
        return (
            *((ANSWER_MOST - a) / span for a in self._burdens if a is not None),
            *((a - ANSWER_LEAST) / span for a in self._goods if a is not None),
        )
