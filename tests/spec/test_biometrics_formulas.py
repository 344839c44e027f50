"""The formulas of biometrics, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    RING,
    WATCH,
)
from tests.support import good, refused
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    CheckIn,
    Glucose,
    Hrv,
    RrIntervals,
    Scale,
    SpO2,
    Temperature,
)
from vegaloop.biometrics.domain.rr import BEATS_MOST
from vegaloop.biometrics.domain.samples import mean, median, robust_sd, sample_sd
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import SourceId


class TestSamples:
    """Medians and spreads know no order, and shift and scale as the numbers do."""

    @given(
        values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30),
        data=st.data(),
        shift=st.floats(-100, 100),
    )
    def test_they_do(self, values: list[float], data: st.DataObject, shift: float) -> None:
        other = data.draw(st.permutations(values))
        for figure in (mean, median, sample_sd, robust_sd):
            assert figure(other) == pytest.approx(figure(values))
        moved = [value + shift for value in values]
        assert median(moved) == pytest.approx(median(values) + shift, abs=1e-9)
        assert robust_sd(moved) == pytest.approx(robust_sd(values), abs=1e-9)
        assert sample_sd([values[0]]) == 0


class TestValues:
    """A value that cannot be is refused by its reader and cannot be built."""

    @pytest.mark.parametrize("given_", [-1.0, 1e9, math.nan, math.inf])
    def test_readers_refuse(self, given_: float) -> None:
        for error in (
            refused(Hrv.of_rmssd_ms(given_)),
            refused(BodyFat.of_percent(given_)),
            refused(SpO2.of_percent(given_)),
            refused(Glucose.of_mmol_l(given_)),
            refused(Temperature.of_celsius(Scale.BODY, given_ * 1_000)),
        ):
            assert isinstance(error, OutOfRange)
        (fault,) = refused(RrIntervals.of_ms([800, given_]))
        assert fault.field == "rr_ms[1]"

    def test_a_recording_has_an_end(self) -> None:
        (fault,) = refused(RrIntervals.of_ms([800.0] * (BEATS_MOST + 1)))
        assert fault == OutOfRange("rr_ms.length", BEATS_MOST + 1, 0, BEATS_MOST)
        with pytest.raises(ValueError, match="so many"):
            RrIntervals((800_000,) * (BEATS_MOST + 1))

    @pytest.mark.parametrize(
        "build",
        [
            lambda: Hrv(-1),
            lambda: Hrv(1, beats=1, artefacts=2),
            lambda: BodyFat(-1),
            lambda: SpO2(100_001),
            lambda: Glucose(-1),
            lambda: Temperature(Scale.SKIN, 100_001),
            lambda: BloodPressure(-1, 80),
            lambda: BloodPressure(120, 1_001),
            lambda: RrIntervals((-1,)),
            lambda: CheckIn(mood=6),
        ],
    )
    def test_constructors_assert(self, build: object) -> None:
        with pytest.raises(ValueError, match=r"cannot be|between|from 1"):
            build()  # type: ignore[operator]  # Each one is a constructor call.

    def test_readers_read(self) -> None:
        assert good(Glucose.of_mmol_l(5.5)).mmol_l == 5.5
        assert good(SpO2.of_percent(97.5)).percent == 97.5
        assert good(Temperature.of_celsius(Scale.SKIN, -0.25)).celsius == -0.25
        assert good(RrIntervals.of_ms([800.5])).rr_ms == (800.5,)
        assert RING != SourceId("watch") == WATCH
