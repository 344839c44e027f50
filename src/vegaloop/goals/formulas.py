"""The formulas of goals, for whoever wants the arithmetic without the records."""

from __future__ import annotations

from vegaloop.goals.domain.formulas.adherence import (
    Adherence,
    adherence,
    partial_credit,
    recent_adherence,
)
from vegaloop.goals.domain.formulas.arrival import (
    Around,
    Heading,
    Meeting,
    days_to_target,
    heading,
    meeting,
    predict,
)
from vegaloop.goals.domain.formulas.belief import (
    Belief,
    bayes_slope,
    belief_of,
    level_ahead,
    reach_probability,
)
from vegaloop.goals.domain.formulas.limits import (
    CTL_LIMIT,
    RateLimit,
    Verdict,
    fat_floor_percent,
    fuelled_loss,
    is_long_run,
    mass_floor_kg,
    mass_limit,
    required_rate,
    safe_days,
    verdict_on,
    volume_limit,
)
from vegaloop.goals.domain.formulas.line import (
    Line,
    Robust,
    Series,
    autocorrelation_factor,
    fit_line,
    series_of,
    step_noise,
    theil_sen,
)
from vegaloop.goals.domain.formulas.progress import Run, avoid_share, maintain_score, reach_share

__all__ = (
    "CTL_LIMIT",
    "Adherence",
    "Around",
    "Belief",
    "Heading",
    "Line",
    "Meeting",
    "RateLimit",
    "Robust",
    "Run",
    "Series",
    "Verdict",
    "adherence",
    "autocorrelation_factor",
    "avoid_share",
    "bayes_slope",
    "belief_of",
    "days_to_target",
    "fat_floor_percent",
    "fit_line",
    "fuelled_loss",
    "heading",
    "is_long_run",
    "level_ahead",
    "maintain_score",
    "mass_floor_kg",
    "mass_limit",
    "meeting",
    "partial_credit",
    "predict",
    "reach_probability",
    "reach_share",
    "recent_adherence",
    "required_rate",
    "safe_days",
    "series_of",
    "step_noise",
    "theil_sen",
    "verdict_on",
    "volume_limit",
)
