"""The board: one morning of one person, over every part of the system."""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.dashboard.domain.section import Down, Section
from vegaloop.dashboard.domain.views import (
    ActivityView,
    BiometricsView,
    GoalsView,
    NutritionView,
    ReadinessView,
)
from vegaloop.kernel.time import LocalDate

BOARD_VERSION: Final = "board-2"


@final
class Board(Struct, frozen=True):
    """Every section of one day; each stands for itself."""

    local_date: LocalDate
    readiness: Section[ReadinessView]
    nutrition: Section[NutritionView]
    activity: Section[ActivityView]
    biometrics: Section[BiometricsView]
    goals: Section[GoalsView]

    @property
    def is_whole(self) -> bool:
        """Whether no section broke."""
        sections = self.readiness, self.nutrition, self.activity, self.biometrics, self.goals
        return not any(isinstance(section, Down) for section in sections)
