"""The rules readiness keeps together with the contexts whose signals it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.readiness import TODAY, evidence_of
from tests.support import NOW, at, good
from vegaloop.activity.domain.formulas.fitness import CTL_DAYS
from vegaloop.activity.domain.load_history import LoadHistory, fitness
from vegaloop.activity.domain.readiness_signals import signals_of
from vegaloop.biometrics.domain.hrv import HrvDay, hrv_status
from vegaloop.biometrics.domain.resting import RestingDay, resting_status
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.signal import Published, Signal
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.kernel.units import (
    KG_PER_POUND,
    celsius_from_fahrenheit,
    kcal_from_kj,
    kg_from_pounds,
    kj_from_kcal,
)
from vegaloop.readiness import score

WATCH = SourceId("watch")
CTL_LEAST = 10  # Below it form is no longer a share of fitness (formula book R2).

# Enough load, early and late, that fitness is above the least on both scales.
histories = st.lists(st.sampled_from([0.0, 40.0, 80.0, 160.0]), min_size=CTL_DAYS, max_size=90).map(
    lambda loads: [60.0] * 14 + loads + [30.0, 90.0]
)
nights = st.lists(st.floats(20, 120), min_size=67, max_size=67)
rates = st.lists(st.floats(40, 60), min_size=70, max_size=70)


def _values(loads: list[float]) -> tuple[Published, ...]:
    start = days_after(TODAY, -len(loads))
    return signals_of(LoadHistory(start, loads, [0] * len(loads), len(loads)), at(NOW))


def _days(values: list[float]) -> dict[LocalDate, float]:
    return {days_after(TODAY, n + 1 - len(values)): value for n, value in enumerate(values)}


class TestReady11:
    """READY-11. Multiplying every load by one factor leaves the signals of the load as they are."""

    @given(histories, st.floats(1, 20))
    def test_scale(self, loads: list[float], factor: float) -> None:
        start = days_after(TODAY, -len(loads))
        ctl, _ = fitness(LoadHistory(start, loads, [0] * len(loads), len(loads)))
        enough = factor if ctl[-1] >= CTL_LEAST else 1.0
        before, after = _values(loads), _values([load * enough for load in loads])
        for one, other in zip(before, after, strict=True):
            if isinstance(one, Signal):
                assert isinstance(other, Signal)
                assert other.value == pytest.approx(one.value, rel=1e-9, abs=1e-9)
            else:
                assert one == other


class TestReady12:
    """READY-12. Scaling every HRV, or shifting every resting heart rate, leaves the signals of the night as they are."""

    @given(nights, st.floats(0.5, 2))
    def test_hrv(self, rmssd_ms: list[float], factor: float) -> None:
        def status(scale: float) -> float:
            days = {d: HrvDay(v * scale, 1.0, at(NOW)) for d, v in _days(rmssd_ms).items()}
            return good(hrv_status(WATCH, days, TODAY)).balance

        assert status(factor) == pytest.approx(status(1), abs=1e-6)

    @given(rates, st.floats(-10, 30))
    def test_resting_heart_rate(self, bpm: list[float], shift: float) -> None:
        def status(by: float) -> float:
            days = {d: RestingDay(v + by, at(NOW)) for d, v in _days(bpm).items()}
            return good(resting_status(WATCH, days, TODAY)).z

        assert status(shift) == pytest.approx(status(0), abs=1e-6)


class TestReady13:
    """READY-13. The unit a record was given in changes no score."""

    @given(st.floats(1_000, 5_000), st.floats(30, 80), st.floats(-1, 2))
    def test_units(self, energy_kcal: float, lean_kg: float, warmer_c: float) -> None:
        metric = {"energy_availability": energy_kcal / lean_kg, "temperature": warmer_c}
        imperial = {
            "energy_availability": kcal_from_kj(kj_from_kcal(energy_kcal))
            / kg_from_pounds(lean_kg / KG_PER_POUND),
            "temperature": celsius_from_fahrenheit(warmer_c * 1.8 + 32),
        }
        rest = {"load_balance": -10.0, "hrv": 0.2}
        one, other = (good(score(evidence_of(rest | given_))) for given_ in (metric, imperial))
        assert other.score == pytest.approx(one.score, abs=1e-9)
