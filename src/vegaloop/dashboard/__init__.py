"""Dashboard, its door: everything other packages may import."""

from vegaloop.dashboard.application.ports import Alarm, Broken, Guard, Source, Sources
from vegaloop.dashboard.application.service import DashboardService
from vegaloop.dashboard.domain.board import BOARD_VERSION, Board
from vegaloop.dashboard.domain.section import (
    Down,
    Insufficient,
    Lack,
    Observed,
    Ready,
    Section,
    SectionName,
    Stale,
)
from vegaloop.dashboard.domain.views import (
    ActivityView,
    AmountsView,
    BaselineView,
    BiometricsView,
    ContributorView,
    FormView,
    GoalsView,
    GoalView,
    NightView,
    NutritionView,
    ReadinessView,
    SessionView,
    WeekView,
    WeightView,
)

__all__ = (
    "BOARD_VERSION",
    "ActivityView",
    "Alarm",
    "AmountsView",
    "BaselineView",
    "BiometricsView",
    "Board",
    "Broken",
    "ContributorView",
    "DashboardService",
    "Down",
    "FormView",
    "GoalView",
    "GoalsView",
    "Guard",
    "Insufficient",
    "Lack",
    "NightView",
    "NutritionView",
    "Observed",
    "ReadinessView",
    "Ready",
    "Section",
    "SectionName",
    "SessionView",
    "Source",
    "Sources",
    "Stale",
    "WeekView",
    "WeightView",
)
