"""How reliably a person keeps to a plan (formula book G5)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.bounds import first_outside
from vegaloop.goals.domain.formulas.student import normal_quantile
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

CONFIDENCE: Final = 0.95
CONFIDENCE_MOST: Final = 0.999_999  # Being surer than that would take the whole of [0, 1].
HALF_LIFE: Final = 14  # Due periods after which a credit weighs half.
OVERDONE: Final = 1.25  # Of a load that was asked for.
FEW: Final = 30  # Below so many due periods a rate is shown with its interval.


@final
class Adherence(Struct, frozen=True):
    """Periods kept of those due, with the 95 % interval of the rate behind them."""

    kept: int
    due: int
    rate: float
    lower: float
    upper: float


def adherence(kept: int, due: int, confidence: float = CONFIDENCE) -> Result[Adherence, NoNumber]:
    """Estimate how reliably periods are kept, by the interval of Wilson 1927 (G5, GOAL-4).

    A share in [0, 1] of whole periods, `confidence` in [0, 0.999999]; undefined where none is due.
    """
    if due <= 0:
        return Failure(Undefined("adherence", "no period was due"))
    wrong = first_outside("periods kept", (kept,), 0, due) or first_outside(
        "confidence", (confidence,), 0, CONFIDENCE_MOST
    )
    if wrong is not None:
        return Failure(wrong)
    rate, z = kept / due, normal_quantile(0.5 + confidence / 2)
    centre = (rate + z * z / (2 * due)) / (1 + z * z / due)
    half = z / (1 + z * z / due) * math.sqrt(rate * (1 - rate) / due + z * z / (4 * due * due))
    # Rounding must not put the rate outside of its own interval.
    lower = 0.0 if kept == 0 else min(rate, centre - half)
    upper = 1.0 if kept == due else max(rate, centre + half)
    return Success(Adherence(kept, due, rate, lower, upper))


def recent_adherence(credits: Sequence[float]) -> Result[float, NoNumber]:
    """Average the credits of due periods, oldest first, the newer the heavier (G5, GOAL-30).

    A share in [0, 1]; each credit weighs 2^(-1/14) of the next one, so one that is 14 due periods
    old weighs half. The weights are divided by their sum: the first credit is no seed that lasts.
    Source: definition.
    """
    if not credits:
        return Failure(TooFew("due periods", 0, 1))
    wrong = first_outside("credit", credits, 0, 1)
    return Success(recent_credit(credits)) if wrong is None else Failure(wrong)


def recent_credit(credits: Sequence[float]) -> float:
    """Average as `recent_adherence` does, at least one credit that is known to be one."""
    kept = 2 ** (-1 / HALF_LIFE)
    total = weight = 0.0
    for credit in credits:
        total, weight = total * kept + credit, weight * kept + 1
    return total / weight


def partial_credit(actual: float, target: float, *, load: bool) -> Result[float, NoNumber]:
    """Tell how much of what was asked for was done, in [0, 1] (G5, GOAL-31).

    Any one unit, target above 0: min(actual / target, 1). A training load of more than 1.25 times
    the target is overdone: its credit is 1.25 × target / actual. Source: VegaLoop's own, as G5
    names nobody.
    """
    wrong = first_outside("amounts", (actual, target))
    if wrong is not None:
        return Failure(wrong)
    if target <= 0:
        return Failure(Undefined("credit", "nothing was asked for"))
    return Success(credit_of(actual, target, load=load))


def credit_of(actual: float, target: float, *, load: bool) -> float:
    """Give credit as `partial_credit` does, of numbers that are known to be, for a target above 0."""
    if load and actual > OVERDONE * target:
        return OVERDONE * target / actual
    return max(0.0, min(1.0, actual / target))
