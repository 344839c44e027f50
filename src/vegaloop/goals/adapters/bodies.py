"""The bodies of goals over HTTP: shape only; meaning is checked by the domain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeAlias, final
from uuid import UUID

from msgspec import Meta, Struct

from vegaloop.goals.domain.aim import Counting, Sense
from vegaloop.goals.domain.formulas.limits import Verdict
from vegaloop.goals.domain.goal import State
from vegaloop.goals.domain.outlook import WhyNot
from vegaloop.goals.domain.period import Period
from vegaloop.infrastructure.bodies import Name
from vegaloop.infrastructure.figures import FigureBody
from vegaloop.kernel.signal import Summing

# ---- what is sent, and sent back ----


@final
class ReachBody(Struct, frozen=True, forbid_unknown_fields=True, tag="reach", tag_field="kind"):
    """Go from one value to another; over a measure that adds up, the total counts."""

    start_value: float
    target_value: float
    due_on: dt.date | None = None


@final
class MaintainBody(
    Struct, frozen=True, forbid_unknown_fields=True, tag="maintain", tag_field="kind"
):
    """Stay within a tolerance of a centre, each period."""

    centre: float
    tolerance: float
    period: Period = Period.DAY


@final
class AvoidBody(Struct, frozen=True, forbid_unknown_fields=True, tag="avoid", tag_field="kind"):
    """Stay at or under a limit each period: of the sum, or of the days it happened."""

    limit: float
    counting: Counting = Counting.SUM
    period: Period = Period.WEEK


@final
class StreakBody(Struct, frozen=True, forbid_unknown_fields=True, tag="streak", tag_field="kind"):
    """Meet a threshold period after period; some misses in 30 days may be frozen."""

    threshold: float
    sense: Sense = Sense.AT_LEAST
    period: Period = Period.DAY
    freezes_per_30_days: int = 0


AimBody: TypeAlias = ReachBody | MaintainBody | AvoidBody | StreakBody
MeasureName: TypeAlias = Annotated[
    str,
    Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$", examples=["biometrics.weight_kg"]),
]


@final
class SetGoalBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A new goal; it starts today unless a day is given."""

    title: Name
    measure: MeasureName
    aim: AimBody
    start_on: dt.date | None = None


@final
class AmendGoalBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of a goal; what is absent or null stays."""

    title: Name | None = None
    aim: AimBody | None = None


# ---- what is answered ----


@final
class MeasureBody(Struct, frozen=True):
    """Something that can be aimed at."""

    name: str
    title: str
    unit: str
    summing: Summing


@final
class MeasuresBody(Struct, frozen=True):
    """Everything that can be aimed at."""

    data: tuple[MeasureBody, ...]


@final
class ReasonBody(Struct, frozen=True, omit_defaults=True):
    """Why there is no number: `missing`, `insufficient-data` or `undefined`."""

    type: str
    what: str
    given: int | None = None
    needed: int | None = None
    why: str | None = None


@final
class AdherenceBody(Struct, frozen=True):
    """Periods kept of those due; the bounds hold the rate behind them with 95 %."""

    kept: int
    due: int
    rate: float
    lower: float
    upper: float


@final
class ReachProgressBody(Struct, frozen=True, tag="reach", tag_field="kind"):
    """How much of the way is gone, in [0, 1]."""

    share: float
    current: float
    observed_on: dt.date


@final
class MaintainProgressBody(Struct, frozen=True, tag="maintain", tag_field="kind"):
    """The mean score of the closed periods, in [0, 1]."""

    share: float
    adherence: AdherenceBody


@final
class AvoidProgressBody(Struct, frozen=True, tag="avoid", tag_field="kind"):
    """How much of the limit is left in this period, in [0, 1]; `period_end` is excluded."""

    share: float
    used: float
    within: bool
    period_start: dt.date
    period_end: dt.date
    adherence: AdherenceBody | None


@final
class StreakProgressBody(Struct, frozen=True, tag="streak", tag_field="kind"):
    """Closed periods met in a row, looking back to `since`."""

    current: int
    longest: int
    freezes_left: int
    pending_met: bool
    since: dt.date
    adherence: AdherenceBody | None


ProgressBody: TypeAlias = (
    ReachProgressBody | MaintainProgressBody | AvoidProgressBody | StreakProgressBody
)


@final
class ArrivedBody(Struct, frozen=True, tag="arrived", tag_field="kind"):
    """The target was reached."""

    on: dt.date


@final
class ExpectedBody(Struct, frozen=True, tag="expected", tag_field="kind"):
    """When the target will be met; without a `latest`, all that is known is "not before"."""

    on: dt.date
    not_before: dt.date
    latest: dt.date | None


@final
class UnreachableBody(Struct, frozen=True, tag="unreachable", tag_field="kind"):
    """The target is not on the way things go."""

    why: WhyNot


ArrivalBody: TypeAlias = ArrivedBody | ExpectedBody | UnreachableBody


@final
class ForecastBody(Struct, frozen=True):
    """Where the goal is heading; the probability is that of being there by the due day."""

    arrival: ArrivalBody
    probability: float | None
    no_probability: ReasonBody | None
    level_now: float
    slope_per_day: float
    slope_se_per_day: float
    robust_slope_per_day: float
    n_valid: int
    window_days: int
    confidence: float
    method: str
    formula_version: str


@final
class PaceBody(Struct, frozen=True):
    """What a goal asks for each week, in `unit`, against the limits that are published for it.

    `verdict` is `within`, `fast` (more than is advised) or `unsafe` (more than the hard limit, or a
    target under the least value). `earliest_safe_on` is the first due day that is within. Limits
    are of groups, not of you; before an unsafe goal, talk to a professional.
    """

    unit: str | None
    verdict: Verdict | None
    no_verdict: ReasonBody | None
    earliest_safe_on: dt.date | None
    no_earliest_safe: ReasonBody | None
    required_per_week: FigureBody
    advised_most_per_week: FigureBody
    hard_limit_per_week: FigureBody
    least_value: FigureBody


@final
class FiguresBody(Struct, frozen=True):
    """What is computed of one goal: its pace, its chance by the due day, and how it is kept.

    `recent_adherence` gives the newest periods more weight, and credit for a part of a target.
    """

    pace: PaceBody
    reach_probability: FigureBody
    days_to_target: FigureBody
    adherence: FigureBody
    recent_adherence: FigureBody


@final
class GoalBody(Struct, frozen=True):
    """A goal and how it stands on `date`; where a number is null, its reason is beside it.

    `figures` is told of a goal that is asked for alone; in a list it is null.
    """

    id: UUID
    title: str
    measure: str
    unit: str | None
    aim: AimBody
    start_on: dt.date
    set_at: dt.datetime
    state: State
    date: dt.date
    progress: ProgressBody | None
    no_progress: ReasonBody | None
    forecast: ForecastBody | None
    no_forecast: ReasonBody | None
    figures: FiguresBody | None
    formula_version: str


@final
class ChangeBody(Struct, frozen=True):
    """One entry of a goal's history: terms that began to hold, or a state."""

    at: dt.datetime
    local_date: dt.date
    state: State | None
    title: str | None
    aim: AimBody | None


@final
class HistoryBody(Struct, frozen=True):
    """Everything that was done to a goal, newest first."""

    data: tuple[ChangeBody, ...]
