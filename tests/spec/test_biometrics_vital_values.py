"""What a vital value can be, and from where on it is improbable: each limit, and just beyond it."""

from __future__ import annotations

import pytest

from tests.strategies.biometrics import PARIS
from tests.support import NOW, at, good, refused
from vegaloop.biometrics import (
    Corrections,
    Hrv,
    HrvMethod,
    Respiration,
    RrIntervals,
    SpO2,
    SpO2Night,
    Value,
)
from vegaloop.biometrics.domain.plausible import BeyondLimits, TooManyArtefacts, judge
from vegaloop.biometrics.domain.rr import clean_rr
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.time import moment_in


def faults(value: Value) -> tuple[object, ...]:
    """What is improbable about a value."""
    return judge(value, moment_in(at(NOW), PARIS).at, None)


class TestReaders:
    """A reader takes what can be, to the limit, and names what cannot."""

    def test_a_variability(self) -> None:
        assert good(Hrv.of_rmssd_ms(10_000)) == Hrv(10_000_000)
        assert good(Hrv.of_rmssd_ms(0)).rmssd_ms == 0
        assert refused(Hrv.of_rmssd_ms(-0.1)) == OutOfRange("rmssd_ms", -0.1, 0, 10_000)
        assert refused(Hrv.of_rmssd_ms(10_000.1, "x")) == OutOfRange("x", 10_000.1, 0, 10_000)

    def test_a_breath(self) -> None:
        assert good(Respiration.of_per_min(200)).per_min == 200
        assert good(Respiration.of_per_min(14.2504)).milli_per_min == 14_250
        assert good(Respiration.of_per_min(0)) == Respiration(0)
        wrong = OutOfRange("breaths_per_min", 200.1, 0, 200)
        assert refused(Respiration.of_per_min(200.1)) == wrong
        assert isinstance(refused(Respiration.of_per_min(-0.1)), OutOfRange)
        for milli in (-1, 200_001):
            with pytest.raises(ValueError, match="breath"):
                Respiration(milli)

    def test_an_oxygen(self) -> None:
        assert good(SpO2.of_percent(97.25)).percent == 97.25
        assert good(SpO2.of_percent(0)) == SpO2(0)
        assert good(SpO2.of_percent(100)) == SpO2(100_000)
        wrong = OutOfRange("spo2_percent", 100.1, 0, 100)
        assert refused(SpO2.of_percent(100.1)) == wrong
        assert isinstance(refused(SpO2.of_percent(-0.1)), OutOfRange)
        for milli in (-1, 100_001):
            with pytest.raises(ValueError, match="share"):
                SpO2(milli)

    def test_a_night_of_oxygen(self) -> None:
        night = good(SpO2Night.of_percent(3_600, [0, None, 100, 97.25]))
        assert night == SpO2Night(3_600, (0, None, 100_000, 97_250))
        assert night.percent == (0, None, 100, 97.25)
        assert good(SpO2Night.of_percent(1, [90.0] * 5_000)).interval_s == 1
        assert refused(SpO2Night.of_percent(0, [], "x")) == (
            OutOfRange("interval_s", 0, 1, 3_600),
            OutOfRange("x.length", 0, 1, 5_000),
        )
        assert refused(SpO2Night.of_percent(3_601, [95, -0.1, None, 100.1])) == (
            OutOfRange("spo2_percent[1]", -0.1, 0, 100),
            OutOfRange("spo2_percent[3]", 100.1, 0, 100),
            OutOfRange("interval_s", 3_601, 1, 3_600),
        )
        too_many = refused(SpO2Night.of_percent(1, [95.0] * 5_001))
        assert too_many == (OutOfRange("spo2_percent.length", 5_001, 1, 5_000),)
        for interval_s, samples in (
            (0, (95_000,)),
            (3_601, (95_000,)),
            (1, ()),
            (1, (None,) * 5_001),
            (1, (-1,)),
            (1, (100_001,)),
        ):
            with pytest.raises(ValueError, match=r"cannot be|0 to 100"):
                SpO2Night(interval_s, samples)

    def test_a_variability_that_cannot_be(self) -> None:
        for rmssd_us, beats, artefacts in ((-1, 0, 0), (1, 2, 3), (1, 2, -1)):
            with pytest.raises(ValueError, match="variability"):
                Hrv(rmssd_us, beats, artefacts)
        assert Hrv(0, 3, 3).artefact_share == 1
        assert Hrv(1).artefact_share == 0

    def test_in_brief_it_has_no_classes(self) -> None:
        whole = Hrv(1, 9, 3, HrvMethod.MALIK, Corrections(removed=3))
        assert whole.in_brief() == Hrv(1, 9, 3, HrvMethod.MALIK)
        assert Corrections(1, 2, 3, 4, 5).total == 15


class TestImprobable:
    """At a limit a value still counts; beyond it waits."""

    @pytest.mark.parametrize(
        ("within", "beyond", "what", "least", "most"),
        [
            (Respiration(4_000), Respiration(3_999), "breaths_per_min", 4, 60),
            (Respiration(60_000), Respiration(60_001), "breaths_per_min", 4, 60),
            (SpO2(70_000), SpO2(69_999), "spo2_percent", 70, 100),
            (Hrv(3_000), Hrv(2_999), "rmssd_ms", 3, 300),
            (Hrv(300_000), Hrv(300_001), "rmssd_ms", 3, 300),
            (Hrv(50_000, 30), Hrv(50_000, 29), "beats", 30, 60_000),
            (
                SpO2Night(1, (95_000, None)),
                SpO2Night(1, (95_000, None, 69_999)),
                "spo2_valid_share",
                0.5,
                1,
            ),
        ],
    )
    def test_limits(
        self, within: Value, beyond: Value, what: str, least: float, most: float
    ) -> None:
        assert faults(within) == ()
        (fault,) = faults(beyond)
        assert isinstance(fault, BeyondLimits)
        assert (fault.what, fault.least, fault.most) == (what, least, most)

    def test_a_night_without_a_sample_is_none(self) -> None:
        assert SpO2Night(1, (None,)).valid_share == 0
        assert faults(SpO2Night(1, (None, 69_000)))

    def test_a_tenth_of_the_beats(self) -> None:
        assert faults(Hrv(50_000, 100, 10)) == ()
        assert faults(Hrv(50_000, 100, 11)) == (TooManyArtefacts(0.11, 0.1),)

    def test_a_recording_of_nothing_has_no_share(self) -> None:
        clean = clean_rr(RrIntervals(()))
        assert (clean.rr_ms, clean.artefact_share) == ((), 0)
