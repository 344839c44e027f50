"""Dietary reference intakes: which group somebody is in, and what it is advised (formula book N9).

Source: IOM 1997 to 2011 and NASEM 2019, as the table that is handed in says row by row.
Rule 1: `age_min_years` belongs to a group, `age_below_years` to the next one.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "Intake",
    "IntakeTable",
    "LifeStage",
    "ReferenceKind",
    "Whom",
    "dri_lookup",
    "group_of",
)

AGES_YEARS: Final = (0.0, 120.0)
# Up to here the tables tell neither girls from boys nor, of course, the pregnant from others.
CHILD_BELOW_YEARS: Final = 9.0
# Its upper level counts supplements alone, and lies below what food should give.
SUPPLEMENTS_ONLY: Final = frozenset({"magnesium"})


class ReferenceKind(StrEnum):
    """Average requirement, recommended, adequate, upper level, and level to reduce from."""

    EAR = "ear"
    RDA = "rda"
    AI = "ai"
    UL = "ul"
    CDRR = "cdrr"


class LifeStage(StrEnum):
    """What besides age and sex makes a group."""

    INFANT = "infant"
    CHILD = "child"
    NONE = "none"
    PREGNANCY = "pregnancy"
    LACTATION = "lactation"


@final
class Whom(Struct, frozen=True):
    """Whom a reference is asked for."""

    age_years: float
    sex: Sex | None
    life_stage: LifeStage = LifeStage.NONE


@final
class Intake(Struct, frozen=True, kw_only=True):
    """What a group of people is advised to take of a nutrient; `sex` None is both."""

    nutrient: str
    unit: str
    life_stage: LifeStage
    sex: Sex | None
    age_min_years: float
    age_below_years: float
    ear: float | None = None
    rda: float | None = None
    ai: float | None = None
    ul: float | None = None
    cdrr: float | None = None
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        known = [
            one for one in (self.ear, self.rda, self.ai, self.ul, self.cdrr) if one is not None
        ]
        if not known or not all(math.isfinite(one) and one > 0 for one in known):
            raise ValueError("a reference intake is a number above zero")
        if not 0 <= self.age_min_years < self.age_below_years:
            raise ValueError("a group of ages is not empty")
        if self.rda is not None and self.ai is not None:
            raise ValueError("where there is an RDA there is no AI")
        if self.ear is not None and (self.rda or 0) < self.ear:
            raise ValueError("an RDA stands on its EAR, and is not below it")
        upper = self.ul is not None and self.ul < (self.target or 0)
        if upper and self.nutrient not in SUPPLEMENTS_ONLY:
            raise ValueError("an upper level is not below the target")

    @property
    def target(self) -> float | None:
        """What one person aims at: the RDA, else the AI."""
        return self.ai if self.rda is None else self.rda

    def of(self, kind: ReferenceKind) -> float | None:
        """One of its figures; None where the source has none."""
        match kind:
            case ReferenceKind.EAR:
                return self.ear
            case ReferenceKind.RDA:
                return self.rda
            case ReferenceKind.AI:
                return self.ai
            case ReferenceKind.UL:
                return self.ul
            case ReferenceKind.CDRR:
                return self.cdrr

    def holds(self, whom: Whom) -> bool:
        """Whether somebody is in the group."""
        return (
            self.age_min_years <= whom.age_years < self.age_below_years
            and (self.sex is None or self.sex is whom.sex)
            and (self.life_stage is whom.life_stage or self._of_childhood(whom))
        )

    def _of_childhood(self, whom: Whom) -> bool:
        childhood = self.life_stage in {LifeStage.INFANT, LifeStage.CHILD}
        return childhood and whom.life_stage is LifeStage.NONE


@final
class IntakeTable(Struct, frozen=True):
    """Every reference of a source, one row a nutrient and group."""

    rows: tuple[Intake, ...]

    def __post_init__(self) -> None:
        groups = {(r.nutrient, r.life_stage, r.sex, r.age_min_years) for r in self.rows}
        if len(groups) != len(self.rows):
            raise ValueError("a group has one row a nutrient")

    def of(self, whom: Whom) -> tuple[Intake, ...]:
        """The rows of somebody's group, one a nutrient."""
        return tuple(row for row in self.rows if row.holds(whom))


def group_of(whom: Whom) -> Result[Whom, NoNumber]:
    """Check that somebody is in a group of reference intakes (N9, NUT-79).

    Domain: an age of 0 to 120 years, and a sex from 9 years on. Source: IOM 1997–2011, NASEM 2019.
    """
    wrong = outside(("age_years", whom.age_years, *AGES_YEARS))
    if wrong is not None:
        return Failure(wrong)
    if whom.sex is None and whom.age_years >= CHILD_BELOW_YEARS:
        return Failure(Missing("sex"))
    return Success(whom)


def dri_lookup(
    table: IntakeTable, nutrient: str, kind: ReferenceKind, whom: Whom
) -> Result[float, NoNumber]:
    """Find a reference intake, in the unit of its row (IOM 1997–2011, NASEM 2019; N9, NUT-79).

    Domain: 0 to 120 years; undefined where the source has none for the group.
    """
    match group_of(whom):
        case Failure(reason):
            return Failure(reason)
        case Success():
            row = next(
                (one for one in table.rows if one.nutrient == nutrient and one.holds(whom)), None
            )
            found = None if row is None else row.of(kind)
            if found is None:
                return Failure(Undefined(f"{kind} of {nutrient}", "none was set for the group"))
            return Success(found)
