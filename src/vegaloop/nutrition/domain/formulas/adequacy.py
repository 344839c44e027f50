"""Whether intake meets the requirement: ratios, their mean, and probability (formula book N11)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist, fmean
from typing import Final

from vegaloop.kernel.evidence import Missing, NoNumber, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "COVERAGE_LEAST",
    "exceeds",
    "inadequacy_probability",
    "is_normal_requirement",
    "mean_adequacy_ratio",
    "nutrient_adequacy_ratio",
    "requirement_cv",
)

# Of the logged energy, the share whose amount of a nutrient must be known.
COVERAGE_LEAST: Final = 0.8
AMOUNT_MOST: Final = 1e9
DAYS_MOST: Final = 10_000
USUAL_CV: Final = 0.10
_CV: Final[Mapping[str, float]] = {"vitamin_a_rae": 0.15, "niacin_ne": 0.15, "iron": 0.40}
# From the first life stage that menstruates in the reference tables to the last.
MENSTRUATING_FROM_YEARS: Final = 14
MENSTRUATING_BELOW_YEARS: Final = 51
_NORMAL: Final = NormalDist()


def nutrient_adequacy_ratio(intake: float, target: float) -> Result[float, NoNumber]:
    """Compute the share of a target that is eaten, at most 1 (Madden & Yoder 1972; N11, NUT-88).

    Domain: an intake from 0 and a target, RDA else AI, both in one unit; undefined at target 0.
    """
    wrong = outside(("intake", intake, 0, AMOUNT_MOST), ("target", target, 0, AMOUNT_MOST))
    if wrong is not None:
        return Failure(wrong)
    if not target:
        return Failure(Undefined("nutrient adequacy ratio", "the target is zero"))
    return Success(min(1.0, intake / target))


def mean_adequacy_ratio(ratios: Iterable[Result[float, NoNumber]]) -> Result[float, NoNumber]:
    """Compute the mean of the nutrient adequacy ratios that are known, in [0, 1] (N11, NUT-88).

    Source: Guthrie & Scheer 1981. Unknown ones are left out, not counted as zero.
    """
    known = [ratio for one in ratios for ratio in _values(one)]
    wrong = outside(*(("nutrient adequacy ratio", ratio, 0, 1) for ratio in known))
    if wrong is not None:
        return Failure(wrong)
    return Success(fmean(known)) if known else Failure(Missing("nutrient adequacy ratios"))


def requirement_cv(nutrient: str) -> float:
    """Give how far requirements differ between people, as a share of the EAR (N11, NUT-89).

    Total: 0.1 for a nutrient nothing else is known of. Source: IOM 2000.
    """
    return _CV.get(nutrient, USUAL_CV)


def is_normal_requirement(nutrient: str, sex: Sex, age_years: float) -> bool:
    """Tell whether requirements are near enough to a normal distribution (IOM 2000; N11, NUT-89).

    Total, by age in years. That of iron is not in those who menstruate: it is skewed by their
    losses.
    """
    menstruates = (
        Sex(sex) is Sex.FEMALE and MENSTRUATING_FROM_YEARS <= age_years < MENSTRUATING_BELOW_YEARS
    )
    return nutrient != "iron" or not menstruates


def inadequacy_probability(
    mean: float, ear: float, cv: float, within_sd: float, n_days: int
) -> Result[float, NoNumber]:
    """Compute how probable it is that a person's intake misses their requirement (N11, NUT-89).

    1 - Φ((mean - EAR) / √((cv × EAR)² + SD²/n)), with the SD of n daily intakes. Domain: amounts
    from 0 in one unit, an EAR above 0, a cv of 0 to 1 and at least one day. Source: IOM 2000.
    """
    wrong = outside(
        ("mean", mean, 0, AMOUNT_MOST),
        ("ear", ear, 0, AMOUNT_MOST),
        ("cv", cv, 0, 1),
        ("within_sd", within_sd, 0, AMOUNT_MOST),
        ("n_days", n_days, 1, DAYS_MOST),
    )
    if wrong is not None:
        return Failure(wrong)
    spread = math.sqrt((cv * ear) ** 2 + within_sd**2 / n_days)
    if not spread:
        return Failure(Undefined("probability of inadequacy", "nothing varies"))
    return Success(_NORMAL.cdf((ear - mean) / spread))


def exceeds(mean: float, limit: float) -> Result[bool, NoNumber]:
    """Tell whether the mean of seven days lies above an upper level (N11, NUT-90).

    Domain: amounts from 0, both in one unit. Source: IOM 2000.
    """
    wrong = outside(("mean", mean, 0, AMOUNT_MOST), ("limit", limit, 0, AMOUNT_MOST))
    return Success(mean > limit) if wrong is None else Failure(wrong)


def _values(ratio: Result[float, NoNumber]) -> tuple[float, ...]:
    match ratio:
        case Success(value):
            return (value,)
        case Failure():
            return ()
