"""What readiness answers: a score with everything it is made of, or what is missing for one."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.signal import SignalName
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.readiness.domain.model import Area


class Band(StrEnum):
    """What a score means, in words."""

    PEAK = "peak"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


class Level(StrEnum):
    """How sure the score is, in words."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Standing(StrEnum):
    """How good the value of one signal is for this person today."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    BAD = "bad"


class CapName(StrEnum):
    """A state of the body no good signal outweighs."""

    FEVER_PATTERN = "fever_pattern"
    SEVERE_LOW_ENERGY_AVAILABILITY = "severe_low_energy_availability"
    ACUTE_SLEEP_LOSS = "acute_sleep_loss"
    SELF_REPORTED = "self_reported_illness_or_injury"


class AdviceCode(StrEnum):
    """What to do with the training planned for the day, from the mildest to the strictest."""

    AS_PLANNED = "as_planned"
    SWAP_HARD_SESSION = "swap_hard_session"
    LOW_INTENSITY = "low_intensity"
    REST_OR_ZONE_1 = "rest_or_zone_1"
    REST = "rest"


class AdviceReason(StrEnum):
    """Why that is advised."""

    BAND = "band"
    HRV_BELOW_RANGE = "hrv_below_range"
    HRV_BELOW_RANGE_TWO_DAYS = "hrv_below_range_two_days"


@final
class Advice(Struct, frozen=True):
    """What to do, and why."""

    code: AdviceCode
    reason: AdviceReason


@final
class Cap(Struct, frozen=True):
    """The most a score can be in such a state, in points."""

    name: CapName
    most: float


@final
class Contribution(Struct, frozen=True):
    """What one signal did to the score.

    `score` is its sub-score in [0, 1]; `weight` what it counts in full and `weight_used` with the
    quality it had; `contribution` the points it moved the score away from 50.
    """

    name: SignalName
    area: Area
    value: float
    unit: str
    quality: float
    score: float
    standing: Standing
    weight: float
    weight_used: float
    contribution: float
    observed_at: Instant
    window_days: int
    n_valid: int


@final
class Subtotal(Struct, frozen=True):
    """The points all signals of one area moved the score away from 50."""

    area: Area
    contribution: float


@final
class NotTrusted(Struct, frozen=True, tag="not-trusted"):
    """A value was given, with a quality of zero."""

    what: str
    n_valid: int


WhyMissing: TypeAlias = NoNumber | NotTrusted


@final
class Gap(Struct, frozen=True):
    """A signal the score had to do without, and why."""

    name: SignalName
    area: Area
    reason: WhyMissing


class Requirement(StrEnum):
    """Evidence without which there is no score (formula book R4)."""

    NIGHT = "one_of_hrv_rhr_sleep_last"
    LOAD = "load_balance"
    CONFIDENCE = "confidence"


@final
class Readiness(Struct, frozen=True):
    """How ready a person is on the morning of a day, in points of 100, and why.

    `raw` is 50 plus the contributions, `score` the same under its caps. `half_width` is a rule of
    thumb, not a confidence interval. `as_of` is when the newest signal used was observed.
    """

    day: LocalDate
    score: float
    raw: float
    band: Band
    advice: Advice
    confidence: float
    level: Level
    half_width: float
    coverage: float
    contributions: tuple[Contribution, ...]
    subtotals: tuple[Subtotal, ...]
    caps: tuple[Cap, ...]
    missing: tuple[Gap, ...]
    unusually_high_hrv: bool
    as_of: Instant
    model_version: str

    def __post_init__(self) -> None:
        if not 0 <= self.score <= self.raw <= 100:
            raise ValueError(f"a score of {self.score} under {self.raw} cannot be")


@final
class InsufficientEvidence(Struct, frozen=True, tag="readiness/insufficient-evidence"):
    """A day that no honest number can be given for.

    `as_of` is when the newest signal beside those of the load was observed.
    """

    day: LocalDate
    unmet: tuple[Requirement, ...]
    confidence: float
    coverage: float
    missing: tuple[Gap, ...]
    as_of: Instant | None
    model_version: str

    def __post_init__(self) -> None:
        if not self.unmet:
            raise ValueError("evidence that meets every requirement is not insufficient")


Morning: TypeAlias = Readiness | InsufficientEvidence
