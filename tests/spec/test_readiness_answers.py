"""The rules of what readiness answers beside the score."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.readiness import (
    ORDINARY,
    OVERREACHED,
    RESTED,
    TODAY,
    answer,
    anything,
    enough,
    evidence_of,
    maybe_sexes,
)
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness import (
    Advice,
    AdviceCode,
    AdviceReason,
    Area,
    Evidence,
    Gap,
    score,
    weights_of,
)
from vegaloop.readiness.domain.advice import advise, band_of
from vegaloop.readiness.domain.evidence import counted_in, weighed
from vegaloop.readiness.domain.model import PARTS
from vegaloop.readiness.domain.weights import FACTOR_LEAST, FACTOR_MOST, Emphasis


class TestReady20:
    """READY-20. A person may weigh a signal from half to twice as much as usual, and the answer shows by how much."""

    @given(st.sampled_from(SignalName), st.floats(FACTOR_LEAST, FACTOR_MOST))
    def test_within(self, name: SignalName, factor: float) -> None:
        usual = evidence_of(ORDINARY | {"subjective": 0.2})
        chosen = Evidence(
            TODAY, usual.published, Sex.FEMALE, weights=good(weights_of([(name, factor)]))
        )
        readiness = good(score(chosen))
        weights = {one.name: one.weight for one in readiness.contributions}
        assert weights == {
            part.name: part.weight * (factor if part.name is name else 1) for part in PARTS
        }
        assert readiness.confidence == pytest.approx(1)

    @given(st.floats(allow_nan=True).filter(lambda f: not FACTOR_LEAST <= f <= FACTOR_MOST))
    def test_without(self, factor: float) -> None:
        errors = refused(weights_of([(SignalName.HRV, factor), (SignalName.RHR, factor)]))
        assert [error.field for error in errors] == ["hrv", "rhr"]
        with pytest.raises(ValueError, match="factor"):
            Emphasis(SignalName.HRV, factor)


class TestReady21:
    """READY-21. Energy availability is not scored while the sex is unknown, and the answer says so."""

    def test_without_a_sex(self) -> None:
        readiness = good(score(evidence_of(ORDINARY, sex=None)))
        gap = Gap(SignalName.ENERGY_AVAILABILITY, Area.NUTRITION, Missing("sex"))
        assert gap in readiness.missing
        assert readiness.confidence == pytest.approx(0.9)

    def test_the_sexes_differ(self) -> None:
        woman, man = (good(score(evidence_of(ORDINARY, sex))) for sex in Sex)
        assert woman.raw < man.raw


class TestReady22:
    """READY-22. Every signal of the model is either a contribution or missing with its reason."""

    @given(anything())
    def test_complete(self, evidence: Evidence) -> None:
        found = answer(evidence)
        used = [one.part.name for one in counted_in(weighed(evidence))]
        missing = [gap.name for gap in found.missing]
        assert sorted(used + missing) == sorted(part.name for part in PARTS)


class TestReady23:
    """READY-23. The advice follows the band, or the trend of the HRV where that is stricter."""

    @pytest.mark.parametrize(
        ("points", "band", "code"),
        [
            (85.0, "peak", "as_planned"),
            (84.999, "high", "as_planned"),
            (70.0, "high", "as_planned"),
            (69.999, "moderate", "swap_hard_session"),
            (55.0, "moderate", "swap_hard_session"),
            (54.999, "low", "rest_or_zone_1"),
            (40.0, "low", "rest_or_zone_1"),
            (39.999, "very_low", "rest_or_zone_1"),
        ],
    )
    def test_bands(self, points: float, band: str, code: str) -> None:
        named = band_of(points)
        assert named.value == band
        assert advise(named, Evidence(TODAY, ())) == Advice(AdviceCode(code), AdviceReason.BAND)

    @given(enough())
    def test_the_band_is_of_the_unrounded_score(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        assert readiness.band is band_of(readiness.score)

    @pytest.mark.parametrize(
        ("today", "before", "values", "expected"),
        [
            (-0.51, None, RESTED, ("low_intensity", "hrv_below_range")),
            (-0.5, -2.0, RESTED, ("as_planned", "band")),
            (-0.51, -0.51, RESTED, ("rest", "hrv_below_range_two_days")),
            (-0.51, None, OVERREACHED, ("rest_or_zone_1", "band")),
            (-0.51, -0.51, OVERREACHED, ("rest", "hrv_below_range_two_days")),
            (None, -0.51, RESTED, ("as_planned", "band")),
        ],
    )
    def test_the_trend_of_hrv(
        self,
        today: float | None,
        before: float | None,
        values: dict[str, float],
        expected: tuple[str, str],
    ) -> None:
        evidence = Evidence(TODAY, evidence_of(values).published, Sex.MALE, (), today, before)
        advice = good(score(evidence)).advice
        assert (advice.code.value, advice.reason.value) == expected


class TestReady24:
    """READY-24. The check-in moves the score and makes no confidence."""

    @given(maybe_sexes)
    def test_check_in(self, sex: Sex | None) -> None:
        without = good(score(evidence_of(ORDINARY, sex)))
        bad, fine = (
            good(score(evidence_of(ORDINARY | {"subjective": mood}, sex))) for mood in (0.0, 1.0)
        )
        assert bad.raw < without.raw < fine.raw
        assert bad.confidence == without.confidence == fine.confidence
        assert bad.coverage == without.coverage


class TestReady26:
    """READY-26. A very high HRV raises the flag `unusually_high_hrv` and no longer the score."""

    def test_flag(self) -> None:
        high, higher = (good(score(evidence_of(ORDINARY | {"hrv": z}))) for z in (2.0, 2.01))
        assert (high.unusually_high_hrv, higher.unusually_high_hrv) == (False, True)
        assert high.score == higher.score

    def test_a_score_above_its_raw_score_cannot_be(self) -> None:
        readiness = good(score(evidence_of(ORDINARY)))
        fields = msgspec.structs.asdict(readiness)
        with pytest.raises(ValueError, match="cannot be"):
            type(readiness)(**(fields | {"score": readiness.raw + 1}))
