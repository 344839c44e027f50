"""The rules of what exercise costs as formulas, for all numbers."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import close
from tests.support import good, refused
from vegaloop.activity.formulas import (
    kcal_hr_keytel,
    kcal_met,
    kcal_met_net,
    kcal_work,
    keytel_is_validated,
    met_corrected,
)
from vegaloop.kernel.evidence import Outside
from vegaloop.kernel.person import Sex


class TestAct38:
    """ACT-38. The energy of exercise is never negative, grows in proportion to its time, and a MET of one is rest."""

    @given(
        st.sampled_from(Sex),
        st.floats(0, 100),
        st.floats(0, 200),
        st.floats(0, 220),
        st.floats(0, 500),
    )
    def test_by_heart_rate(
        self, sex: Sex, age: float, kg: float, bpm: float, minutes: float
    ) -> None:
        once = good(kcal_hr_keytel(sex, age, kg, bpm, minutes))
        assert once >= 0
        assert close(good(kcal_hr_keytel(sex, age, kg, bpm, 2 * minutes)), 2 * once)

    def test_each_coefficient_by_sex(self) -> None:
        men = (0.6309, 0.1988, 0.2017)
        women = (0.4472, -0.1263, 0.0740)
        for sex, (by_bpm, by_kg, by_age) in ((Sex.MALE, men), (Sex.FEMALE, women)):
            base = good(kcal_hr_keytel(sex, 30, 70, 150, 1))
            assert close((good(kcal_hr_keytel(sex, 30, 70, 151, 1)) - base) * 4.184, by_bpm)
            assert close((good(kcal_hr_keytel(sex, 30, 71, 150, 1)) - base) * 4.184, by_kg)
            assert close((good(kcal_hr_keytel(sex, 31, 70, 150, 1)) - base) * 4.184, by_age)

    @given(st.floats(0, 30), st.floats(0, 200), st.floats(0, 600))
    def test_by_met(self, met: float, kg: float, minutes: float) -> None:
        gross = good(kcal_met(met, kg, minutes))
        assert close(gross, met * kg * minutes / 60)
        rest = good(kcal_met(1, kg, minutes))
        assert close(good(kcal_met_net(met, kg, minutes)), max(0, gross - rest))

    def test_a_corrected_met_is_relative_to_ones_own_rest(self) -> None:
        resting = 3.5 / 1_000 * 70 * 1_440 * 5  # 3.5 ml/kg/min of oxygen, at 5 kcal a litre.
        assert close(good(met_corrected(8, resting, 70)), 8)
        assert close(good(met_corrected(8, 2 * resting, 70)), 4)
        assert refused(met_corrected(8, 99, 70)).what == "resting_kcal_a_day"
        assert refused(met_corrected(8, 10_001, 70)).what == "resting_kcal_a_day"
        assert refused(met_corrected(31, 1_500, 70)) == Outside("met", 31, 0, 30)
        assert refused(met_corrected(8, 1_500, 0)) == Outside("weight_kg", 0, 1, 700)

    def test_by_work(self) -> None:
        assert close(good(kcal_work(4.184, 0.25)), 4)
        assert close(good(kcal_work(1_000)), 1_000 / 4.184 / 0.22)
        assert round(good(kcal_work(1)), 3) == 1.086
        assert refused(kcal_work(-1)) == Outside("work_kj", -1, 0, 1e6)
        assert refused(kcal_work(1, 0.05)) == Outside("efficiency", 0.05, 0.1, 0.5)

    def test_two_hours_that_were_published(self) -> None:
        woman = good(kcal_hr_keytel(Sex.FEMALE, 30, 60, 145, 60))
        assert math.isclose(woman, 560.4751434034416, rel_tol=1e-12)
        man = good(kcal_hr_keytel(Sex.MALE, 35, 75, 150, 30))
        assert math.isclose(man, 61.5076 * 30 / 4.184, rel_tol=1e-12)
        assert good(kcal_hr_keytel(Sex.MALE, 20, 50, 40, 60)) == 0

    def test_whom_keytel_measured(self) -> None:
        inside = [(18, 47, 90, 100), (45, 120, 171, 190)]
        outside = [
            (17, 70, 120, 190),
            (46, 70, 120, 190),
            (30, 46.9, 120, 190),
            (30, 120.1, 120, 190),
            (30, 70, 89, 190),
            (30, 70, 172, 190),
        ]
        assert all(keytel_is_validated(*one) for one in inside)
        assert not any(keytel_is_validated(*one) for one in outside)

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(kcal_met(-1, 70, 60)) == Outside("met", -1, 0, 30)
        assert refused(kcal_met_net(-1, 70, 60)) == Outside("met", -1, 0, 30)
        assert refused(kcal_met(8, -1, 60)) == Outside("weight_kg", -1, 0, 700)
        assert refused(kcal_met(8, 70, -1)) == Outside("duration_minutes", -1, 0, 1e6)
        asked = [(-1, 70, 150, 1), (30, -1, 150, 1), (30, 70, -1, 1), (30, 70, 150, -1)]
        found = [refused(kcal_hr_keytel(Sex.MALE, *one)).what for one in asked]
        assert found == ["age_years", "weight_kg", "hr_bpm", "duration_minutes"]
