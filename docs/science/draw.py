"""Draw the plots of docs/science.md with VegaLoop's own formulas: make science.

Each plot is made of named series. The series are also written to series.json, and a test computes
them anew: a formula that changes without its plot being drawn again fails.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from vegaloop.activity.formulas import (
    PowerEffort,
    TrimpVariant,
    coefficients,
    cp2_power_w,
    cp2_work_time,
    gap_factor_strava_fit,
    minetti_factor,
    pmc,
    recovery_tau_s,
    trimp_banister,
    wbal_differential_j,
    wbal_integral_j,
)
from vegaloop.biometrics.formulas import (
    hrv_baseline,
    roll7,
    trend_weight_ewma,
    trend_weight_local_level,
)
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.formulas import Person, hall_dynamic_weight, standard_error_kcal

A = TypeVar("A")
E = TypeVar("E")

HERE: Final = Path(__file__).parent
SERIES: Final = HERE / "series.json"


class Series(NamedTuple):
    """One line of a plot, or dots where it is not joined."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    dots: bool = False


class Plot(NamedTuple):
    """Lines over one axis, each side with its unit."""

    title: str
    x: str
    y: str
    series: tuple[Series, ...]


def form() -> Plot:
    """Three weeks of training and one of rest, three times, then rest."""
    loads = [
        0.0 if day % 7 == 0 or day >= 84 else (45.0 if day // 7 % 4 == 3 else 90.0)
        for day in range(112)
    ]
    seed = math.fsum(loads[:28]) / 28
    ctl, atl = _value(pmc(loads, seeds=(seed, seed)))
    days = list(range(112))
    tsb = [0.0, *(ctl[n] - atl[n] for n in range(111))]
    return Plot(
        "Fitness, fatigue and form",
        "day",
        "stress a day",
        (
            Series("load", days, loads, dots=True),
            Series("CTL, fitness", days, ctl),
            Series("ATL, fatigue", days, atl),
            Series("TSB, form of the morning", days, tsb),
        ),
    )


def impulse() -> Plot:
    """An hour at each heart rate, by the coefficients in use."""
    rates = [float(bpm) for bpm in range(60, 191, 2)]

    def hour(sex: Sex, variant: TrimpVariant) -> list[float]:
        by = coefficients(sex, variant)
        return [_value(trimp_banister(60, bpm, 50, 190, by)) for bpm in rates]

    return Plot(
        "TRIMP of an hour (rest 50, maximum 190)",
        "heart rate, bpm",
        "TRIMP",
        (
            Series("men", rates, hour(Sex.MALE, TrimpVariant.BANISTER)),
            Series("women, 0.86 (ours)", rates, hour(Sex.FEMALE, TrimpVariant.BANISTER)),
            Series("women, 0.64 (others)", rates, hour(Sex.FEMALE, TrimpVariant.GOLDEN_CHEETAH)),
        ),
    )


_EFFORTS: Final = (
    PowerEffort(180, 361),
    PowerEffort(300, 322),
    PowerEffort(720, 280),
    PowerEffort(1_200, 268),
)


def critical_power() -> Plot:
    """Four efforts and the two-parameter line through their work."""
    fit = _value(cp2_work_time(_EFFORTS))
    seconds = [float(s) for s in range(90, 1_801, 10)]
    line = [_value(cp2_power_w(s, fit.critical, fit.reserve)) for s in seconds]
    return Plot(
        f"Critical power {fit.critical:.0f} W, W′ {fit.reserve / 1_000:.1f} kJ",
        "duration, s",
        "power, W",
        (
            Series(
                "efforts",
                [e.duration_s for e in _EFFORTS],
                [e.power_w for e in _EFFORTS],
                dots=True,
            ),
            Series("CP + W′/t", seconds, line),
            Series("CP", seconds, [fit.critical] * len(seconds)),
        ),
    )


def w_balance() -> Plot:
    """Five intervals of three minutes at 330 W with two minutes at 150 W between."""
    watts = [150.0] * 300 + ([330.0] * 180 + [150.0] * 120) * 5 + [150.0] * 300
    seconds = list(range(len(watts)))
    tau = _value(recovery_tau_s(watts, 260))
    return Plot(
        "W′ balance (CP 260 W, W′ 20 kJ)",
        "s",
        "kJ left",
        (
            Series(
                "differential (ours)",
                seconds,
                _kilo(_value(wbal_differential_j(watts, 260, 20_000))),
            ),
            Series("integral", seconds, _kilo(_value(wbal_integral_j(watts, 260, 20_000, tau)))),
        ),
    )


def grade() -> Plot:
    """What a slope makes of a running speed."""
    percent = [n / 2 for n in range(-68, 69)]
    return Plot(
        "Grade-adjusted pace",
        "slope, %",
        "equivalent flat speed / speed",
        (
            Series(
                "by heart rate (ours for pace)",
                percent,
                [_value(gap_factor_strava_fit(g)) for g in percent],
            ),
            Series(
                "by energy, Minetti", percent, [_value(minetti_factor(g / 100)) for g in percent]
            ),
        ),
    )


def variability() -> Plot:
    """Ninety mornings of RMSSD with a hard fortnight in them."""
    days = list(range(90))
    noise = [0.11 * math.sin(1.7 * d) + 0.07 * math.sin(4.1 * d + 1) for d in days]
    ln = [4.1 + noise[d] - (0.22 if 66 <= d < 78 else 0.0) for d in days]
    shown = days[20:]
    bands = [_value(hrv_baseline(ln[:d])).band() for d in shown]
    return Plot(
        "ln RMSSD, its week and its usual range",
        "day",
        "ln RMSSD",
        (
            Series("morning", shown, ln[20:], dots=True),
            Series("mean of 7 days", shown, [_value(roll7(ln[: d + 1])) for d in shown]),
            Series("usual, from", shown, [low for low, _ in bands]),
            Series("usual, to", shown, [high for _, high in bands]),
        ),
    )


def weight() -> Plot:
    """A steady loss of 50 g a day under the noise of water."""
    at = [d for d in range(60) if d % 9 not in (4, 5)]
    kg = [82 - 0.05 * d + 0.45 * math.sin(2.3 * d) + 0.25 * math.sin(5.9 * d + 2) for d in at]
    pairs = [(float(d), w) for d, w in zip(at, kg, strict=True)]
    level = _value(
        trend_weight_local_level(
            pairs,
            prior_kg=kg[0],
            prior_variance_kg2=0.25,
            observation_variance_kg2=0.25,
            level_variance_kg2_a_day=0.01,
        )
    )
    return Plot(
        "Weight and its trend",
        "day",
        "kg",
        (
            Series("weigh-ins", at, kg, dots=True),
            Series("0.1 a day (ours)", at, _value(trend_weight_ewma(pairs))),
            Series("local level", at, [mean for mean, _ in level]),
        ),
    )


def forecast() -> Plot:
    """Eating 500 kcal a day less: Hall's body and the rule of 7,700 kcal a kilogram."""
    person = Person(sex=Sex.MALE, weight_kg=80, height_m=1.8, age_years=40, level=1.5)
    days = [float(d) for d in range(0, 721, 10)]
    bodies = _value(hall_dynamic_weight(person, -500, days))
    return Plot(
        "500 kcal a day less, man of 80 kg",
        "day",
        "kg",
        (
            Series("dynamic model", days, [body.weight_kg for body in bodies]),
            Series("7,700 kcal/kg for ever", days, [80 - 500 * d / 7_700 for d in days]),
        ),
    )


def expenditure() -> Plot:
    """How far water alone puts an energy balance off."""
    days = [float(d) for d in range(7, 43)]
    return Plot(
        "Uncertainty of expenditure from weight and food",
        "days looked at",
        "standard error, kcal a day",
        (Series("7,700 kcal/kg", days, [_value(standard_error_kcal(7_700, d)) for d in days]),),
    )


PLOTS: Final[dict[str, Callable[[], Plot]]] = {
    "form": form,
    "impulse": impulse,
    "critical-power": critical_power,
    "w-balance": w_balance,
    "grade": grade,
    "variability": variability,
    "weight": weight,
    "forecast": forecast,
    "expenditure": expenditure,
}


def series() -> dict[str, dict[str, list[float]]]:
    """Every line of every plot, to four digits."""
    return {
        name: {one.name: [float(f"{y:.4g}") for y in one.y] for one in plot().series}
        for name, plot in PLOTS.items()
    }


def draw() -> None:
    """Write each plot as SVG, and the series beside them."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "vegaloop", "svg.fonttype": "none", "font.size": 9}
    for name, plot in PLOTS.items():
        made = plot()
        figure, axes = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
        for one in made.series:
            axes.plot(one.x, one.y, "." if one.dots else "-", label=one.name, markersize=4)
        axes.set(title=made.title, xlabel=made.x, ylabel=made.y)
        axes.grid(visible=True, alpha=0.3)
        axes.legend(frameon=False, fontsize=8)
        figure.savefig(HERE / f"{name}.svg", metadata={"Date": None})
        plt.close(figure)
    SERIES.write_text(json.dumps(series(), indent=1) + "\n")


def _kilo(joules: Sequence[float]) -> list[float]:
    return [one / 1_000 for one in joules]


def _value(found: Result[A, E]) -> A:
    match found:
        case Success(value):
            return value
        case Failure(reason):
            raise ValueError(f"a plot asks for what is not there: {reason}")


if __name__ == "__main__":
    draw()
