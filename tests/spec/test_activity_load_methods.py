"""What the loads of a session lack, and the formulas of ratings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import close
from tests.support import good, refused
from vegaloop.activity import Sport, Thresholds
from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.load_methods import loads_of
from vegaloop.activity.domain.physique import HrMaxBy, Physique
from vegaloop.activity.formulas import (
    srpe_load,
    stress_per_au,
)
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Duration, HeartRate

minutes = st.floats(0, 600)


class TestHeartRateLoads:
    """What a load by heart rate lacks is told by its name."""

    def lacking(self, values: Thresholds, sex: Sex | None = Sex.MALE) -> dict[str, object]:
        effort = Effort(duration=Duration(60_000_000), heart=((150_000, 60_000),))
        physique = Physique(values, sex, values.hr_max, HrMaxBy.GIVEN if values.hr_max else None)
        told = loads_of(Sport.ROWING, effort, None, physique, None)
        return {one.method.value: one.reason for one in told.lacking}

    def test_each_threshold_that_lacks(self) -> None:
        rest, top, lthr = HeartRate(50_000), HeartRate(190_000), HeartRate(160_000)
        hrss_lacks = "heart_rate_hrss"
        assert self.lacking(Thresholds(hr_max=top)) == {hrss_lacks: Missing("hr_rest_bpm")}
        assert self.lacking(Thresholds(hr_rest=rest)) == {hrss_lacks: Missing("hr_max_bpm")}
        both = Thresholds(hr_max=top, hr_rest=rest)
        assert self.lacking(both, None) == {hrss_lacks: Missing("sex")}
        assert self.lacking(both) == {hrss_lacks: Missing("lthr_bpm")}
        low = Thresholds(hr_max=top, hr_rest=rest, lthr=rest)
        assert self.lacking(low) == {
            hrss_lacks: Undefined("hrss", "lthr_bpm is not above hr_rest_bpm")
        }
        none = Thresholds(hr_max=rest, hr_rest=rest, lthr=lthr)
        assert set(self.lacking(none)) == {hrss_lacks, "trimp"}


class TestAct5Formula:
    """The formulas behind ACT-5."""

    @given(st.floats(0, 10), minutes, minutes)
    def test_session_rpe_adds_up(self, rating: float, a: float, b: float) -> None:
        whole = good(srpe_load(rating, a + b))
        assert close(whole, good(srpe_load(rating, a)) + good(srpe_load(rating, b)))

    def test_session_rpe_is_rating_times_minutes(self) -> None:
        assert good(srpe_load(7, 60)) == 420
        assert good(srpe_load(10, 1)) == 10
        assert good(srpe_load(7, 0)) == 0
        assert refused(srpe_load(10.1, 60)) == Outside("rating_cr10", 10.1, 0, 10)
        assert refused(srpe_load(7, -1)) == Outside("duration_minutes", -1, 0, 1e6)

    @pytest.mark.parametrize("scale", [11, 13, 20])
    def test_borgs_other_scale_is_never_mixed_in(self, scale: int) -> None:
        assert isinstance(refused(srpe_load(scale, 60)), Outside)

    def test_the_worth_of_an_au_is_a_median_of_fifteen(self) -> None:
        needed = TooFew("sessions both rated and measured", 14, 15)
        assert refused(stress_per_au([1.0] * 14)) == needed
        assert good(stress_per_au([*[1.0] * 7, 2.0, *[9.0] * 7])) == 2
