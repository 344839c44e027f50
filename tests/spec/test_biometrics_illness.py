"""What of a night is outside the usual. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math

import pytest

from tests.strategies.biometrics import (
    RING,
    TODAY,
    WATCH,
    biometrics_in_memory,
    breathed,
    hrv,
    morning_of_day,
    oxygen,
    resting,
    skin,
    with_readings,
)
from tests.support import good, refused, somebody
from vegaloop.biometrics import (
    NewReading,
    SignName,
    SpO2,
    Verdict,
)
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.time import days_after

TOMORROW = days_after(TODAY, 1)


class TestBio60:
    """BIO-60. A night's oxygen is told with how far a sensor can be trusted, its breath against thirty nights, its skin against thirty; a night without samples has no time below 90 %."""

    def test_samples(self) -> None:
        biometrics, me = with_readings([oxygen(0, 97, 88, 89, None, 60, 96)])
        night = biometrics.vitals.night(me, TODAY)
        median = good(night.spo2_median_percent)
        assert (median.value, median.n_valid) == (92.5, 4)
        assert median.method == "median-of-the-samples-of-the-night"
        notes = ("accurate-to-2-to-4-points", "reads-higher-on-darker-skin")
        assert median.notes == notes
        assert good(night.spo2_below_90_minutes).value == 2
        assert refused(night.respiration_z) == Missing("respiration")
        assert refused(night.temperature_deviation_c) == Missing("temperature")

    def test_a_low_median_is_noted(self) -> None:
        biometrics, me = with_readings([oxygen(0, 91.9, 91.9)])
        night = biometrics.vitals.night(me, TODAY)
        assert good(night.spo2_median_percent).notes[2:] == ("median-below-92-percent",)
        biometrics, me = with_readings([oxygen(0, 92, 92)])
        night = biometrics.vitals.night(me, TODAY)
        assert good(night.spo2_median_percent).notes[2:] == ()

    def test_single_readings(self) -> None:
        times = [NewReading(morning_of_day(0, -m), SpO2(90_000 + m), WATCH) for m in (0, 1, 2)]
        biometrics, me = with_readings(times)
        night = biometrics.vitals.night(me, TODAY)
        assert good(night.spo2_median_percent).value == 90.001
        assert good(night.spo2_median_percent).method == "median-of-single-readings"
        assert refused(night.spo2_below_90_minutes) == Missing("spo2_samples")
        biometrics, me = with_readings([*times, oxygen(0, 99, 98, 97, 96, source=RING)])
        assert good(biometrics.vitals.night(me, TODAY).spo2_median_percent).value == 97.5
        samples = oxygen(0, 95)
        moved = NewReading(morning_of_day(0, -9), samples.value, WATCH)
        biometrics, me = with_readings([*times, moved])
        assert good(biometrics.vitals.night(me, TODAY).spo2_median_percent).value == 95

    def test_a_night_without_a_valid_sample_is_no_night_even_if_released(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, oxygen(0, None, 60))).reading
        good(biometrics.release(me, kept.id))
        night = biometrics.vitals.night(me, TODAY)
        assert refused(night.spo2_median_percent) == Missing("spo2")
        assert good(biometrics.measured(me, "biometrics.spo2_percent", TODAY, TOMORROW)) == ()

    def test_breath_and_skin(self) -> None:
        new = [breathed(ago, 14 + ago % 2) for ago in range(1, 31)]
        new += [skin(ago, 36) for ago in range(1, 31)]
        biometrics, me = with_readings([*new, breathed(0, 16), skin(0, 36.5)])
        night = biometrics.vitals.night(me, TODAY)
        usual = good(night.respiration_usual_per_min)
        spread = math.sqrt(30 * 0.25 / 29)
        assert usual.value == pytest.approx(14.5)
        assert usual.low == pytest.approx(14.5 - spread)
        assert usual.high == pytest.approx(14.5 + spread)
        assert (usual.n_valid, usual.window_days, usual.quality) == (30, 31, 1)
        assert good(night.respiration_z).value == pytest.approx(1.5 / spread)
        assert good(night.respiration_per_min).value == 16
        assert good(night.temperature_deviation_c).value == 0.5
        assert good(night.temperature_usual_c).value == 36
        assert good(night.temperature_usual_c).notes == (
            "second-half-of-a-cycle-raises-it-by-0.3-to-0.5",
        )

    def test_a_baseline_of_breath_grows_up(self) -> None:
        biometrics, me = with_readings([breathed(ago, 14) for ago in range(8)])
        found = good(biometrics.vitals.night(me, TODAY).respiration_z)
        assert (found.value, found.quality, found.n_valid) == (0, 7 / 21, 7)
        biometrics, me = with_readings([breathed(ago, 14) for ago in range(7)])
        told = TooFew("respiration_baseline_nights", 6, 7)
        assert refused(biometrics.vitals.night(me, TODAY).respiration_z) == told


class TestBio61:
    """BIO-61. A night is compared with the person's usual ones by temperature, resting heart rate, breath, variability and oxygen: none outside is usual, one is to be watched, several are a pattern; of fewer than two nothing is said, and never what a person has."""

    @staticmethod
    def night(**of_today: float) -> list[NewReading]:
        """Sixty usual days, and a night with these numbers."""
        today = {"skin": 36.0, "bpm": 50.0, "breath": 14.0, "rmssd": 50.0, "oxygen": 96.0}
        now = today | of_today
        usual = [
            x for ago in range(1, 70) for x in (skin(ago, 36), breathed(ago, 14), hrv(ago, 50))
        ]
        return [
            *usual,
            *(resting(ago, 50) for ago in range(3, 70)),
            *(resting(ago, now["bpm"]) for ago in range(3)),
            skin(0, now["skin"]),
            breathed(0, now["breath"]),
            hrv(0, now["rmssd"]),
            oxygen(0, now["oxygen"]),
        ]

    @pytest.mark.parametrize(
        ("of_today", "outside", "verdict"),
        [
            ({}, [], Verdict.USUAL),
            ({"skin": 36.599, "bpm": 51.9, "breath": 14.599}, [], Verdict.USUAL),
            ({"skin": 36.601}, [SignName.TEMPERATURE], Verdict.WATCH),
            ({"bpm": 52.0}, [SignName.RESTING], Verdict.WATCH),
            ({"breath": 14.601}, [SignName.RESPIRATION], Verdict.WATCH),
            ({"rmssd": 45.0}, [SignName.HRV], Verdict.WATCH),
            ({"rmssd": 45.4}, [], Verdict.USUAL),
            ({"oxygen": 91.9}, [SignName.SPO2], Verdict.WATCH),
            ({"oxygen": 92.0}, [], Verdict.USUAL),
            ({"skin": 35.0, "bpm": 40, "breath": 10, "rmssd": 80}, [], Verdict.USUAL),
            (
                {"skin": 37.0, "bpm": 60.0},
                [SignName.TEMPERATURE, SignName.RESTING],
                Verdict.PATTERN,
            ),
            (
                {"skin": 37.0, "bpm": 60.0, "breath": 20.0, "rmssd": 20.0, "oxygen": 85.0},
                list(SignName),
                Verdict.PATTERN,
            ),
        ],
    )
    def test_it_is(
        self, of_today: dict[str, float], outside: list[SignName], verdict: Verdict
    ) -> None:
        biometrics, me = with_readings(self.night(**of_today))
        pattern = biometrics.vitals.illness_pattern(me, TODAY)
        assert [sign.name for sign in pattern.signs] == list(SignName)
        assert [sign.name for sign in pattern.signs if sign.outside] == outside
        assert (pattern.n_known, pattern.n_outside) == (5, len(outside))
        assert good(pattern.verdict) is verdict

    def test_of_one_sign_nothing_is_said(self) -> None:
        biometrics, me = with_readings([oxygen(0, 80)])
        pattern = biometrics.vitals.illness_pattern(me, TODAY)
        assert (pattern.n_known, pattern.n_outside) == (1, 1)
        assert refused(pattern.verdict) == TooFew("signs", 1, 2)
        reasons = [refused(sign.number) for sign in pattern.signs if sign.outside is None]
        assert reasons == [
            Missing("temperature"),
            Missing("resting_heart_rate"),
            Missing("respiration"),
            Missing("hrv"),
        ]
        spo2 = pattern.signs[-1]
        assert good(spo2.number).notes[0] == "accurate-to-2-to-4-points"

    def test_a_week_without_this_morning_is_no_sign(self) -> None:
        new = [hrv(ago, 50) for ago in range(1, 70)]
        biometrics, me = with_readings(new)
        sign = biometrics.vitals.illness_pattern(me, TODAY).signs[3]
        assert (refused(sign.number), sign.outside) == (Missing("hrv"), None)

    def test_the_words(self) -> None:
        assert [one.value for one in Verdict] == ["usual", "watch", "pattern"]
