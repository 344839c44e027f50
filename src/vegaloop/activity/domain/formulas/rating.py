"""Load out of how hard a session felt: session-RPE, and what its unit is worth (A4, A8)."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

from vegaloop.activity.domain.formulas.declared import LOAD_MOST, MINUTES_MOST, outside_of_all
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("PAIRS_NEEDED", "srpe_load", "stress_per_au")

CR10_MOST: Final = 10.0
PAIRS_NEEDED: Final = 15  # A8.


def srpe_load(rating_cr10: float, duration_minutes: float) -> Result[float, Outside]:
    """Weigh minutes by how hard they felt: rating·minutes, in AU (A4).

    The rating is Borg's CR10, 0 to 10; his other scale, 6 to 20, is refused above 10. Minutes lie
    in [0, 1e6]. Source: Foster 1998, Med Sci Sports Exerc 30:1164; 2001. Rule ACT-5.
    """
    wrong = outside(
        ("rating_cr10", rating_cr10, 0, CR10_MOST),
        ("duration_minutes", duration_minutes, 0, MINUTES_MOST),
    )
    return Success(rating_cr10 * duration_minutes) if wrong is None else Failure(wrong)


def stress_per_au(ratios: Sequence[float]) -> Result[float, NoNumber]:
    """Take the median of what one AU was worth in sessions both rated and measured, in stress (A8).

    Ratios in [0, 1e6]; less than 15 of them say too little. Source: VegaLoop's own, as A8 names nobody. Rule ACT-5.
    """
    wrong = outside_of_all("stress_per_au", (ratios,), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    if len(ratios) < PAIRS_NEEDED:
        return Failure(TooFew("sessions both rated and measured", len(ratios), PAIRS_NEEDED))
    return Success(statistics.median(ratios))
