"""Readiness at its limits: every word and every refusal at, just below and just above its bound."""

from __future__ import annotations

import math
import re
from typing import Final

import msgspec
import pytest

from tests.strategies.readiness import ORDINARY, TODAY, evidence_of
from tests.support import good, refused
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness import (
    Advice,
    AdviceCode,
    AdviceReason,
    Band,
    Evidence,
    InsufficientEvidence,
    Readiness,
    Weights,
    score,
    weights_of,
)
from vegaloop.readiness.domain.advice import (
    advise,
    band_of,
    half_width_of,
    is_low,
    level_of,
    standing_of,
)
from vegaloop.readiness.domain.curve import Curve
from vegaloop.readiness.domain.weights import Emphasis

KNOTS: Final = ((-2, 0), (-1, 0.5), (0, 0.5), (3, 1))


class TestWords:
    """Every word begins exactly at its bound."""

    @pytest.mark.parametrize(
        ("least", "at_it", "below"),
        [
            (85, Band.PEAK, Band.HIGH),
            (70, Band.HIGH, Band.MODERATE),
            (55, Band.MODERATE, Band.LOW),
            (40, Band.LOW, Band.VERY_LOW),
        ],
    )
    def test_bands(self, least: float, at_it: Band, below: Band) -> None:
        around = [band_of(least + by) for by in (0.001, 0, -0.001)]
        assert around == [at_it, at_it, below]

    @pytest.mark.parametrize(
        ("least", "at_it", "below"), [(0.75, "high", "medium"), (0.5, "medium", "low")]
    )
    def test_levels(self, least: float, at_it: str, below: str) -> None:
        around = [level_of(least + by) for by in (0.001, 0, -0.001)]
        assert around == [at_it, at_it, below]

    @pytest.mark.parametrize(
        ("least", "at_it", "below"),
        [(0.75, "good", "fair"), (0.5, "fair", "poor"), (0.25, "poor", "bad")],
    )
    def test_standings(self, least: float, at_it: str, below: str) -> None:
        around = [standing_of(least + by) for by in (0.001, 0, -0.001)]
        assert around == [at_it, at_it, below]

    def test_half_widths(self) -> None:
        assert [half_width_of(one) for one in (0.0, 0.25, 0.5, 1.0)] == [30, 23.75, 17.5, 5]

    def test_a_low_trend_of_hrv(self) -> None:
        assert [is_low(z) for z in (None, -0.499, -0.5, -0.501)] == [False, False, False, True]

    @pytest.mark.parametrize(
        ("band", "trend", "before", "code", "reason"),
        [
            ("peak", None, None, "as_planned", "band"),
            ("high", -0.5, -0.6, "as_planned", "band"),
            ("moderate", None, None, "swap_hard_session", "band"),
            ("moderate", -0.6, None, "low_intensity", "hrv_below_range"),
            ("peak", -0.6, -0.5, "low_intensity", "hrv_below_range"),
            ("low", -0.6, -0.5, "rest_or_zone_1", "band"),
            ("very_low", None, None, "rest_or_zone_1", "band"),
            ("very_low", -0.6, -0.6, "rest", "hrv_below_range_two_days"),
        ],
    )
    def test_advice(
        self, band: str, trend: float | None, before: float | None, code: str, reason: str
    ) -> None:
        evidence = Evidence(TODAY, (), hrv_trend_z=trend, hrv_trend_z_before=before)
        expected = Advice(AdviceCode(code), AdviceReason(reason))
        assert advise(Band(band), evidence) == expected


class TestRefusals:
    """What cannot be is refused, and what only just can be is not."""

    @pytest.mark.parametrize("factor", [0.499, 2.001, -1.0, 0.0, math.nan])
    def test_factors(self, factor: float) -> None:
        with pytest.raises(ValueError, match=_only(f"a factor of {factor} cannot be")):
            Emphasis(SignalName.HRV, factor)
        refusal = refused(Emphasis.of_factor(SignalName.HRV, factor))
        assert (refusal.field, str(refusal.given)) == ("hrv", str(factor))
        assert (refusal.least, refusal.most) == (0.5, 2.0)

    @pytest.mark.parametrize("factor", [0.5, 0.501, 1.0, 1.999, 2.0])
    def test_factors_that_can_be(self, factor: float) -> None:
        read = good(weights_of([(SignalName.HRV, factor)]))
        assert read == Weights((Emphasis(SignalName.HRV, factor),))

    def test_every_wrong_factor_is_told(self) -> None:
        given = [(SignalName.HRV, 0.4), (SignalName.RHR, 1.0), (SignalName.PROTEIN, 2.1)]
        assert refused(weights_of(given)) == (
            OutOfRange("hrv", 0.4, 0.5, 2.0),
            OutOfRange("protein", 2.1, 0.5, 2.0),
        )

    @pytest.mark.parametrize(
        ("points", "raw"), [(-0.001, 50.0), (50.001, 50.0), (50.0, 100.001), (math.nan, 50.0)]
    )
    def test_scores(self, points: float, raw: float) -> None:
        message = f"a score of {points} under {raw} cannot be"
        with pytest.raises(ValueError, match=_only(message)):
            _scored(points, raw)

    @pytest.mark.parametrize(("points", "raw"), [(0.0, 0.0), (0.0, 100.0), (100.0, 100.0)])
    def test_scores_that_can_be(self, points: float, raw: float) -> None:
        assert (_scored(points, raw).score, _scored(points, raw).raw) == (points, raw)

    def test_sufficient_evidence_is_not_insufficient(self) -> None:
        message = "evidence that meets every requirement is not insufficient"
        with pytest.raises(ValueError, match=_only(message)):
            InsufficientEvidence(TODAY, (), 1.0, 1.0, (), None, "readiness-1")

    @pytest.mark.parametrize(
        "knots",
        [
            (),
            ((0.0, 0.5),),
            ((0.0, 0.0), (0.0, 1.0)),
            ((1.0, 0.0), (0.0, 1.0)),
            ((0.0, 0.0), (1.0, 1.0), (2.0, 0.999)),
            ((0.0, 1.0), (1.0, 0.0), (2.0, 0.001)),
            ((0.0, -0.001), (1.0, 1.0)),
            ((0.0, 0.0), (1.0, 1.001)),
        ],
    )
    def test_curves(self, knots: tuple[tuple[float, float], ...]) -> None:
        message = "a curve ascends in its values and never turns in its sub-scores"
        with pytest.raises(ValueError, match=_only(message)):
            Curve(knots)


class TestCurves:
    """A curve is level outside its knots and straight between them, up or down."""

    @pytest.mark.parametrize(
        ("value", "up", "down"),
        [(-9, 0, 1), (-2, 0, 1), (-1.5, 0.25, 0.75), (-1, 0.5, 0.5), (-0.5, 0.5, 0.5),
         (0, 0.5, 0.5), (1.5, 0.75, 0.25), (3, 1, 0), (9, 1, 0), (math.nan, 1, 0)],
    )  # fmt: skip
    def test_both_ways(self, value: float, up: float, down: float) -> None:
        rising = Curve(KNOTS)
        falling = Curve(tuple((knot, 1 - sub_score) for knot, sub_score in KNOTS))
        assert (rising.at(value), falling.at(value)) == (up, down)
        assert (rising.more_is_better, falling.more_is_better) == (True, False)

    def test_a_level_one_is_never_worse(self) -> None:
        assert Curve(((0, 0.5), (1, 0.5))).more_is_better


def _only(message: str) -> str:
    return f"^{re.escape(message)}$"


def _scored(points: float, raw: float) -> Readiness:
    return msgspec.structs.replace(good(score(evidence_of(ORDINARY))), score=points, raw=raw)
