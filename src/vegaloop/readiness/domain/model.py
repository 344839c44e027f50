"""The model as data: which signals count, how much, and what each value is worth.

Rule 1: a change of any number here is a new MODEL_VERSION.
The weights, knots and limits are VegaLoop's own proposal (formula book R2); no trial has validated
the total, so an answer always carries the version it was made by.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness.domain.curve import Curve

MODEL_VERSION: Final = "readiness-1"


class Area(StrEnum):
    """The part of life a signal tells about."""

    ACTIVITY = "activity"
    BIOMETRICS = "biometrics"
    NUTRITION = "nutrition"
    CHECK_IN = "check_in"


@final
class Part(Struct, frozen=True):
    """One signal of the model: its usual weight, its curve, and the unit of its value.

    Where the sexes differ, `curve` is of women and `curve_of_men` of men. `core` parts make up
    confidence; the others lift or lower the score only.
    """

    name: SignalName
    area: Area
    weight: float
    unit: str
    curve: Curve
    curve_of_men: Curve | None = None
    core: bool = True

    def curve_for(self, sex: Sex | None) -> Curve | None:
        """Find the curve for a person; None where it depends on a sex that is unknown."""
        if self.curve_of_men is None:
            return self.curve
        match sex:
            case Sex.FEMALE:
                return self.curve
            case Sex.MALE:
                return self.curve_of_men
            case None:
                return None


PARTS: Final = (
    Part(
        SignalName.LOAD_BALANCE,
        Area.ACTIVITY,
        0.17,
        "percent",
        Curve(
            (
                (-60, 0),
                (-40, 0.15),
                (-30, 0.3),
                (-20, 0.45),
                (-10, 0.6),
                (0, 0.75),
                (10, 0.9),
                (25, 1),
            )
        ),
    ),
    Part(
        SignalName.LOAD_SPIKE,
        Area.ACTIVITY,
        0.05,
        "ratio",
        Curve(((0.8, 1), (1, 0.85), (1.3, 0.6), (1.5, 0.4), (2, 0.1), (2.5, 0))),
    ),
    Part(
        SignalName.MONOTONY,
        Area.ACTIVITY,
        0.03,
        "ratio",
        Curve(((1, 1), (1.5, 0.75), (2, 0.4), (2.5, 0.15), (3, 0))),
    ),
    Part(
        SignalName.HRV,
        Area.BIOMETRICS,
        0.22,
        "z-score",
        Curve(((-2, 0), (-1, 0.2), (-0.5, 0.45), (0, 0.65), (0.5, 0.82), (1, 0.93), (1.5, 1))),
    ),
    Part(
        SignalName.RHR,
        Area.BIOMETRICS,
        0.10,
        "z-score",
        Curve(
            (
                (-1.5, 1),
                (-1, 0.92),
                (-0.5, 0.82),
                (0, 0.68),
                (0.5, 0.5),
                (1, 0.32),
                (2, 0.08),
                (3, 0),
            )
        ),
    ),
    Part(
        SignalName.SLEEP_LAST,
        Area.BIOMETRICS,
        0.13,
        "ratio",
        Curve(((0.4, 0), (0.6, 0.2), (0.75, 0.45), (0.9, 0.75), (1, 0.92), (1.1, 1))),
    ),
    Part(
        SignalName.SLEEP_DEBT,
        Area.BIOMETRICS,
        0.06,
        "h",
        Curve(((0, 1), (3, 0.75), (7, 0.4), (14, 0.08), (20, 0))),
    ),
    Part(
        SignalName.TEMPERATURE,
        Area.BIOMETRICS,
        0.04,
        "°C",
        Curve(((0.1, 1), (0.3, 0.85), (0.5, 0.6), (1, 0.15), (1.5, 0))),
    ),
    Part(
        SignalName.ENERGY_AVAILABILITY,
        Area.NUTRITION,
        0.10,
        "kcal/kg/d",
        Curve(((10, 0), (20, 0.2), (30, 0.5), (40, 0.8), (45, 0.92), (50, 1))),
        curve_of_men=Curve(((9, 0), (15, 0.2), (25, 0.5), (35, 0.8), (40, 0.92), (45, 1))),
    ),
    Part(
        SignalName.CARBOHYDRATE,
        Area.NUTRITION,
        0.06,
        "ratio",
        Curve(((0.4, 0), (0.6, 0.25), (0.8, 0.6), (1, 0.9), (1.1, 1))),
    ),
    Part(
        SignalName.PROTEIN,
        Area.NUTRITION,
        0.04,
        "ratio",
        Curve(((0.4, 0), (0.7, 0.45), (1, 0.9), (1.15, 1))),
    ),
    Part(SignalName.SUBJECTIVE, Area.CHECK_IN, 0.15, "ratio", Curve(((0, 0), (1, 1))), core=False),
)
