"""How much glucose must be read, and how it is kept. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_biometrics_glucose import report, sensor
from tests.strategies.biometrics import RING, TODAY, biometrics_in_memory, morning_of_day
from tests.support import at, good, refused, somebody
from vegaloop.biometrics import Glucose, NewReading
from vegaloop.biometrics.adapters.outgoing import from_reading
from vegaloop.biometrics.adapters.values import columns_of, value_from
from vegaloop.biometrics.domain.plausible import BeyondLimits, judge
from vegaloop.kernel.evidence import TooFew
from vegaloop.kernel.time import days_after


class TestBio101:
    """BIO-101. The shares, the spread and the variation of glucose are told of 24 readings or more, its excursions of a day of a sensor, and its indicator of 14 days with 70 % of theirs; else there is a reason."""

    def test_24_readings(self) -> None:
        readings = sensor(1, 60)
        few, enough = report(readings[:23], 1), report(readings, 1)
        for one in (few.sd, few.cv, few.tight, few.in_range, few.below_54, few.above_250):
            assert refused(one) == TooFew("glucose_readings", 23, 24)
        assert good(enough.sd).value == pytest.approx(0)
        assert good(enough.in_range).value == pytest.approx(100)
        assert good(few.mean).n_valid == 23

    def test_a_day_of_a_sensor(self) -> None:
        low, high = sensor(1, 15, 80), sensor(1, 15, 200)
        wave = [low[n] if n // 24 % 2 else high[n] for n in range(96)]
        assert good(report(wave, 1).mage).value == pytest.approx(120 / 18.016, abs=1e-3)
        short = report(wave[:95], 1)
        assert refused(short.mage) == TooFew("glucose_sensor_hours", 23, 24)
        sparse = report(sensor(7, 30), 7)
        assert refused(sparse.mage) == TooFew("glucose_sensor_hours", 0, 24)

    def test_14_days_with_70_percent(self) -> None:
        readings = sensor(14, 15)
        assert good(report(readings).gmi_percent).quality == 1
        thirteen = report(sensor(13, 15))
        assert refused(thirteen.gmi_percent) == TooFew("glucose_days", 13, 14)
        assert refused(thirteen.gmi_mmol_mol) == TooFew("glucose_days", 13, 14)
        two_thirds = report([one for n, one in enumerate(readings) if n % 96 < 67])
        assert refused(two_thirds.gmi_percent) == TooFew("glucose_data_percent", 69, 70)


class TestBio102:
    """BIO-102. A single glucose below 54 or above 250 mg/dL is shown as it is, by whatever source, the newest hundred, newest first."""

    @pytest.mark.parametrize(
        ("mg_dl", "severe"),
        [(40, True), (53.999, True), (54, False), (250, False), (250.001, True)],
    )
    def test_it_is(self, mg_dl: float, severe: bool) -> None:
        many = sensor(1, 15, 100)
        one = NewReading(many[5].moment, good(Glucose.of_mg_dl(mg_dl)), RING)
        found = report([*many, one], 1).severe
        expected = (one.moment.at, mg_dl)
        assert [(s.at, s.glucose.mg_dl) for s in found] == ([expected] if severe else [])

    def test_the_newest_hundred(self) -> None:
        found = report(sensor(2, 15, 40), 2).severe
        assert len(found) == 100
        assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
        assert found[0].at == sensor(2, 15)[-1].moment.at


class TestBio103:
    """BIO-103. A glucose is given back as it was sent in the unit it came in, and judged in that unit."""

    @given(mg_dl=st.integers(20_000, 600_000).map(lambda n: n / 1_000))
    def test_in_mg_dl(self, mg_dl: float) -> None:
        value = good(Glucose.of_mg_dl(mg_dl))
        assert value.mg_dl == mg_dl
        assert value.mmol_l == pytest.approx(mg_dl / 18.016, abs=5e-4)
        assert judge(value, morning_of_day(0).at, None) == ()

    @given(mmol_l=st.integers(1_100, 33_300).map(lambda n: n / 1_000))
    def test_in_mmol_l(self, mmol_l: float) -> None:
        assert good(Glucose.of_mmol_l(mmol_l)).mmol_l == mmol_l

    @pytest.mark.parametrize("value", [Glucose(5_500), Glucose.of_milli_mg_dl(99_000)])
    def test_its_columns_come_back(self, value: Glucose) -> None:
        moment = at(morning_of_day(0).at)
        kept = columns_of(value)
        back = value_from("glucose", kept["sort"], kept["amount"], 0, 0, None, moment, moment)
        assert back == value

    def test_as_it_is_answered(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        new = NewReading(morning_of_day(0), good(Glucose.of_mg_dl(99)))
        value = from_reading(good(biometrics.record(me, new)).reading).value
        assert (value.glucose_mg_dl, value.glucose_mmol_l) == (99, 5.495)  # type: ignore[union-attr]  # It is a glucose.
        report = biometrics.reports.glucose(me, TODAY, days_after(TODAY, 1))
        assert good(report.mean).value == pytest.approx(99 / 18.016)

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            (Glucose.of_milli_mg_dl(19_999), BeyondLimits("glucose_mg_dl", 19.999, 20, 600)),
            (Glucose.of_milli_mg_dl(600_001), BeyondLimits("glucose_mg_dl", 600.001, 20, 600)),
            (Glucose(1_099), BeyondLimits("glucose_mmol_l", 1.099, 1.1, 33.3)),
            (Glucose(33_301), BeyondLimits("glucose_mmol_l", 33.301, 1.1, 33.3)),
        ],
    )
    def test_judged_in_its_unit(self, value: Glucose, why: BeyondLimits) -> None:
        assert judge(value, morning_of_day(0).at, None) == (why,)
