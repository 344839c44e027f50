"""What each section shows: a read model, made for the eye.

Rule 1: a view is both the answer in Python and the body over HTTP, because it has no other use;
it holds numbers with their units in their names, words from the contexts, and no text.
"""

from __future__ import annotations

import datetime as dt
from typing import final
from uuid import UUID

from msgspec import Struct

from vegaloop.dashboard.domain.section import Lack


@final
class ContributorView(Struct, frozen=True):
    """The points one signal moved the score away from 50."""

    key: str
    context: str
    contribution: float
    note: str


@final
class ReadinessView(Struct, frozen=True):
    """How ready you are this morning, in points of 100; the full account is at /v1/readiness."""

    score: float
    raw: float
    band: str
    confidence: float
    level: str
    half_width: float
    advice: str
    advice_reason: str
    contributors: tuple[ContributorView, ...]
    caps: tuple[str, ...]
    missing: tuple[Lack, ...]
    formula_version: str


@final
class AmountsView(Struct, frozen=True):
    """Energy and nutrients; null is not known, never zero."""

    energy_kcal: float | None
    protein_g: float | None
    carbohydrate_g: float | None
    fat_g: float | None
    fibre_g: float | None


@final
class NutritionView(Struct, frozen=True):
    """The food of the day; what is left is negative where more was eaten than aimed at."""

    meals: int
    closed: bool
    eaten: AmountsView
    target: AmountsView
    left: AmountsView
    completeness: float | None
    missing: tuple[Lack, ...]
    formula_version: str


@final
class FormView(Struct, frozen=True):
    """Long load, short load and their difference on the morning of the day, in stress a day."""

    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    warming_up: bool
    incomplete_days: int
    formula_version: str


@final
class SessionView(Struct, frozen=True):
    """One of the last sessions."""

    id: UUID
    sport: str
    name: str | None
    started_at: dt.datetime
    local_date: dt.date
    duration_s: float
    distance_m: float | None
    load: float | None


@final
class WeekView(Struct, frozen=True):
    """The load of the seven days before the morning of the day, and of the seven before them.

    Null is not known: before the first session, and where no session of the week has a load.
    """

    load: float | None
    load_before: float | None


@final
class ActivityView(Struct, frozen=True):
    """How the training stands."""

    form: FormView | None
    week: WeekView
    last_sessions: tuple[SessionView, ...]
    missing: tuple[Lack, ...]


@final
class BaselineView(Struct, frozen=True):
    """A value against what is usual for the person; `z` is that value in standard deviations.

    Variability is the mean of its last seven days, as `z7` elsewhere, or of this night alone where
    the week was hardly read.
    """

    key: str
    unit: str
    value: float
    usual: float | None
    z: float | None
    quality: float
    n_valid: int
    formula_version: str


@final
class NightView(Struct, frozen=True):
    """The night that ended this morning."""

    asleep_minutes: float
    in_bed_minutes: float
    need_minutes: float
    efficiency: float
    debt_hours: float | None


@final
class WeightView(Struct, frozen=True):
    """The last weigh-in, the trend it left, and the rate fitted to the weigh-ins of 28 days."""

    last_weight_kg: float
    trend_weight_kg: float
    rate_kg_per_week: float | None
    observed_on: dt.date


@final
class BiometricsView(Struct, frozen=True):
    """What the body says."""

    baselines: tuple[BaselineView, ...]
    night: NightView | None
    weight: WeightView | None
    missing: tuple[Lack, ...]


@final
class GoalView(Struct, frozen=True):
    """How one open goal stands; null is not known yet."""

    id: UUID
    title: str
    measure: str
    unit: str | None
    kind: str
    state: str
    share: float | None
    streak: int | None
    probability: float | None
    arrival: str | None
    arrival_on: dt.date | None


@final
class GoalsView(Struct, frozen=True):
    """Every open goal."""

    goals: tuple[GoalView, ...]
