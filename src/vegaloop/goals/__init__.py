"""Goals, its door: everything other packages may import."""

from vegaloop.goals.application.commands import AmendGoal, Appraised, SetGoal, Standing
from vegaloop.goals.application.ports import GoalBook, GoalBooks
from vegaloop.goals.application.service import Goals
from vegaloop.goals.domain.aim import (
    Aim,
    Avoid,
    Counting,
    Maintain,
    Reach,
    Sense,
    Streak,
    Terms,
)
from vegaloop.goals.domain.appraisal import Appraisal
from vegaloop.goals.domain.decisions import (
    AlreadySo,
    CannotAmendGoal,
    CannotSetGoal,
    CannotTurnGoal,
    GoalArchived,
    NoSuchGoal,
)
from vegaloop.goals.domain.formulas.adherence import Adherence
from vegaloop.goals.domain.formulas.limits import Verdict
from vegaloop.goals.domain.goal import Agreed, Change, Goal, GoalId, State, Turned
from vegaloop.goals.domain.outlook import (
    FORMULA_VERSION,
    Arrival,
    Arrived,
    Expected,
    Forecast,
    Unreachable,
)
from vegaloop.goals.domain.pace import Pace
from vegaloop.goals.domain.period import Period
from vegaloop.goals.domain.progress import (
    AvoidProgress,
    MaintainProgress,
    Progress,
    ReachProgress,
    StreakProgress,
)

__all__ = (
    "FORMULA_VERSION",
    "Adherence",
    "Agreed",
    "Aim",
    "AlreadySo",
    "AmendGoal",
    "Appraisal",
    "Appraised",
    "Arrival",
    "Arrived",
    "Avoid",
    "AvoidProgress",
    "CannotAmendGoal",
    "CannotSetGoal",
    "CannotTurnGoal",
    "Change",
    "Counting",
    "Expected",
    "Forecast",
    "Goal",
    "GoalArchived",
    "GoalBook",
    "GoalBooks",
    "GoalId",
    "Goals",
    "Maintain",
    "MaintainProgress",
    "NoSuchGoal",
    "Pace",
    "Period",
    "Progress",
    "Reach",
    "ReachProgress",
    "Sense",
    "SetGoal",
    "Standing",
    "State",
    "Streak",
    "StreakProgress",
    "Terms",
    "Turned",
    "Unreachable",
    "Verdict",
)
