"""Glucose over days. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import PARIS, RING, TODAY, WATCH, biometrics_in_memory
from tests.support import at, good, refused, somebody
from vegaloop.biometrics import Glucose, GlucoseReport, NewReading
from vegaloop.biometrics.formulas import (
    MAGE_METHOD,
    glucose_cv_percent,
    gmi_mmol_mol,
    gmi_percent,
    mage_mg_dl,
    time_in_ranges,
)
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import day_span, days_after, moment_in

edges = st.sampled_from([53.9, 54, 69.9, 70, 140, 140.1, 180, 180.1, 250, 250.1])
series = st.lists(st.floats(20, 600) | edges, min_size=1, max_size=60)
integers = st.lists(st.integers(40, 400).map(float), min_size=2, max_size=40)
BAD = [math.nan, math.inf, 0.9, 1_000.1]


def sensor(
    days: int, every_minutes: int, mg_dl: float = 100, source: SourceId = WATCH
) -> list[NewReading]:
    """Readings of whole days before today, one so many minutes."""
    start = day_span(days_after(TODAY, -days), PARIS).start
    value = good(Glucose.of_mg_dl(mg_dl))
    return [
        NewReading(
            moment_in(at(start + dt.timedelta(minutes=every_minutes * n)), PARIS), value, source
        )
        for n in range(days * 1_440 // every_minutes)
    ]


def report(readings: list[NewReading], days: int = 14) -> GlucoseReport:
    """What these readings of the days before today add up to."""
    biometrics, me = biometrics_in_memory(), somebody()
    good(biometrics.record_all(me, readings))
    return biometrics.reports.glucose(me, days_after(TODAY, -days), TODAY)


class TestBio86:
    """BIO-86. The shares of the glucose ranges add up to 100, and no unit moves a reading out of its range."""

    @given(mg_dl=series)
    def test_they_do(self, mg_dl: list[float]) -> None:
        found = good(time_in_ranges(mg_dl))
        five = (
            found.below_54_percent,
            found.from_54_to_69_percent,
            found.in_range_percent,
            found.from_181_to_250_percent,
            found.above_250_percent,
        )
        assert sum(five) == pytest.approx(100)
        assert all(0 <= one <= 100 + 1e-9 for one in five)
        assert found.tight_percent <= found.in_range_percent
        assert good(time_in_ranges(mg_dl[::-1])) == found
        outside = found.below_70_percent + found.above_180_percent
        assert outside + found.in_range_percent == pytest.approx(100)

    @pytest.mark.parametrize(
        ("mg_dl", "range_"),
        [
            (53.9, "below_54"),
            (54, "from_54_to_69"),
            (69.9, "from_54_to_69"),
            (70, "in_range"),
            (180, "in_range"),
            (180.1, "from_181_to_250"),
            (250, "from_181_to_250"),
            (250.1, "above_250"),
        ],
    )
    def test_each_reading_is_in_one(self, mg_dl: float, range_: str) -> None:
        found = good(time_in_ranges([mg_dl]))
        assert getattr(found, f"{range_}_percent") == 100
        assert found.tight_percent == (100 if mg_dl == 70 else 0)

    @pytest.mark.parametrize(("mg_dl", "share"), [(69.9, 0), (70, 50), (140, 50), (140.1, 0)])
    def test_the_tight_range(self, mg_dl: float, share: float) -> None:
        assert good(time_in_ranges([mg_dl, 300])).tight_percent == share

    @given(mg_dl=st.integers(20, 600))
    def test_whole_mg_dl_come_back(self, mg_dl: int) -> None:
        assert good(Glucose.of_mg_dl(mg_dl)).whole_mg_dl == mg_dl
        assert good(Glucose.of_mg_dl(mg_dl)).mg_dl == pytest.approx(mg_dl, abs=0.01)

    @pytest.mark.parametrize(
        ("mmol_l", "whole_mg_dl"),
        # The limits in mmol/L and the tenth beyond them (Battelino 2019).
        [
            (2.9, 52),
            (3.0, 54),
            (3.8, 68),
            (3.9, 70),
            (7.8, 140),
            (7.9, 142),
            (10.0, 180),
            (10.1, 181),
            (13.9, 250),
            (14.0, 252),
        ],
    )
    def test_tenths_of_mmol_l_fall_on_their_side(self, mmol_l: float, whole_mg_dl: int) -> None:
        assert good(Glucose.of_mmol_l(mmol_l)).whole_mg_dl == whole_mg_dl

    def test_nothing_is_in_no_range(self) -> None:
        assert refused(time_in_ranges([])) == TooFew("glucose_readings", 0, 1)

    @pytest.mark.parametrize("wrong", BAD)
    def test_what_is_no_glucose_is_in_none(self, wrong: float) -> None:
        for formula in (time_in_ranges, glucose_cv_percent, mage_mg_dl):
            reason = refused(formula([100, wrong]))
            assert isinstance(reason, Outside)
            assert (reason.what, reason.least, reason.most) == ("glucose_mg_dl", 1, 1_000)
            assert good(formula([1, 1_000]))


class TestBio87:
    """BIO-87. The glucose management indicator is 3.31 and 0.02392 for each mg/dL of the mean, or 12.71 and 4.70587 for each mmol/L."""

    @given(mean=st.floats(1, 1_000))
    def test_it_is(self, mean: float) -> None:
        assert good(gmi_percent(mean)) == pytest.approx(3.31 + 0.02392 * mean)

    @given(mean=st.floats(0.05, 55.5))
    def test_in_mmol_mol_too(self, mean: float) -> None:
        assert good(gmi_mmol_mol(mean)) == pytest.approx(12.71 + 4.70587 * mean)
        # The two scales of the same haemoglobin: IFCC = 10.93 NGSP - 23.5.
        percent = good(gmi_percent(max(1.0, mean * 18.016)))
        assert 10.93 * percent - 23.5 == pytest.approx(12.71 + 4.70587 * mean, abs=0.6)

    @pytest.mark.parametrize("wrong", BAD)
    def test_elsewhere_there_is_none(self, wrong: float) -> None:
        assert isinstance(refused(gmi_percent(wrong)), Outside)
        assert refused(gmi_percent(0.5)) == Outside("mean_glucose_mg_dl", 0.5, 1, 1_000)
        assert refused(gmi_mmol_mol(0.04)) == Outside("mean_glucose_mmol_l", 0.04, 0.05, 55.5)
        assert refused(gmi_mmol_mol(55.6)) == Outside("mean_glucose_mmol_l", 55.6, 0.05, 55.5)


class TestBio88:
    """BIO-88. The variation of glucose is the sample SD over the mean, whatever the unit and the order."""

    @given(mg_dl=st.lists(st.floats(20, 400), min_size=2, max_size=40), factor=st.floats(0.1, 2))
    def test_it_is(self, mg_dl: list[float], factor: float) -> None:
        cv = good(glucose_cv_percent(mg_dl))
        scaled = good(glucose_cv_percent([factor * one for one in mg_dl]))
        assert scaled == pytest.approx(cv, abs=1e-9)
        assert good(glucose_cv_percent(sorted(mg_dl))) == pytest.approx(cv, abs=1e-9)

    def test_by_hand(self) -> None:
        assert good(glucose_cv_percent([90, 110])) == pytest.approx(math.sqrt(200))
        assert good(glucose_cv_percent([100, 100])) == 0
        assert refused(glucose_cv_percent([100])) == TooFew("glucose_readings", 1, 2)


class TestBio89:
    """BIO-89. An excursion of glucose counts when it is larger than one SD, in the direction of the first; shifts leave their mean, scales scale it, and repeats of a reading change no turning point."""

    @given(mg_dl=integers, shift=st.integers(0, 200), factor=st.sampled_from([0.5, 2.0]))
    def test_it_does(self, mg_dl: list[float], shift: int, factor: float) -> None:
        found = mage_mg_dl(mg_dl)
        if max(mg_dl) == min(mg_dl):
            assert refused(found) == Undefined("mage", "no excursion of more than one SD")
            return
        mage = good(found)
        assert 0 < mage <= max(mg_dl) - min(mg_dl)
        assert good(mage_mg_dl([one + shift for one in mg_dl])) == pytest.approx(mage)
        assert good(mage_mg_dl([factor * one for one in mg_dl])) == pytest.approx(factor * mage)

    @given(times=st.integers(1, 6), high=st.integers(100, 300), samples=st.integers(4, 30))
    def test_triangles_have_their_height(self, times: int, high: int, samples: int) -> None:
        up = [80 + (high - 80) * n / samples for n in range(samples)]
        down = [high - (high - 80) * n / samples for n in range(samples)]
        assert good(mage_mg_dl((up + down) * times)) == pytest.approx(high - 80)

    def test_only_the_direction_of_the_first_counts(self) -> None:
        # Up 100, down 100, up 150, and 10 that are none: the first goes up.
        assert good(mage_mg_dl([100, 200, 100, 250, 240])) == 125
        # Down 100, up 150, down 50.
        assert good(mage_mg_dl([200, 100, 250, 120])) == 115

    def test_small_turns_are_none(self) -> None:
        # The SD is 55: the way back of 20 on the way up is none.
        assert good(mage_mg_dl([80, 140, 120, 220, 80])) == 140

    def test_one_reading_has_none(self) -> None:
        assert refused(mage_mg_dl([100])) == TooFew("glucose_readings", 1, 2)
        assert good(mage_mg_dl([100, 200])) == good(mage_mg_dl([200, 100])) == 100


class TestBio90:
    """BIO-90. Glucose is told of the source that read most, and less than 14 days or 70 % of a sensor's readings are of low quality and say so."""

    def test_a_full_fortnight(self) -> None:
        found = report(sensor(14, 15))
        mean = good(found.mean)
        assert mean.value == pytest.approx(100 / 18.016, abs=1e-3)
        assert (mean.quality, mean.notes, mean.n_valid, mean.window_days) == (1, (), 1_344, 14)
        assert found.source == WATCH
        assert good(found.data_share).value == 100
        assert good(found.sd).value == good(found.cv).value == pytest.approx(0)
        assert isinstance(refused(found.mage), Undefined)
        assert good(found.gmi_percent).value == pytest.approx(5.702, abs=1e-3)
        assert good(found.gmi_mmol_mol).value == pytest.approx(38.83, abs=0.01)
        assert good(found.tight).value == good(found.in_range).value == pytest.approx(100)
        assert good(found.below_54).value == good(found.from_54_to_69).value == 0
        assert good(found.from_181_to_250).value == good(found.above_250).value == 0
        assert mean.method == "mean-of-readings"
        assert good(found.sd).method == good(found.cv).method == "sample-sd"
        assert good(found.gmi_percent).method == "gmi/bergenstal-2018"
        assert good(found.in_range).method == "share-of-readings/battelino-2019"
        assert good(found.data_share).method == "readings/expected-at-their-spacing"

    def test_thirteen_days(self) -> None:
        found = report(sensor(13, 15))
        share = good(found.data_share)
        assert share.value == pytest.approx(100 * 13 / 14)
        assert (share.quality, share.notes) == (0.4, ("under-14-days",))

    @pytest.mark.parametrize(("kept", "short"), [(68, False), (67, True)])
    def test_70_percent_of_a_day(self, kept: int, short: bool) -> None:
        # Of 96 readings a day the first so many: 70 % are 67.2.
        readings = [one for n, one in enumerate(sensor(14, 15)) if n % 96 < kept]
        notes = good(report(readings).mean).notes
        assert notes == (("under-70-percent-of-data",) if short else ())

    def test_a_few_finger_pricks_are_no_sensor(self) -> None:
        found = report(sensor(10, 360))
        assert good(found.data_share).value == pytest.approx(100 * 40 / 1_344)
        assert good(found.mean).notes == ("under-14-days", "under-70-percent-of-data")
        alone = report(sensor(1, 1_440))
        assert good(alone.data_share).value == pytest.approx(100 / 1_344)
        assert refused(alone.sd) == refused(alone.cv) == TooFew("glucose_readings", 1, 24)
        assert good(alone.mean).value == pytest.approx(100 / 18.016, abs=1e-3)

    def test_a_sensor_every_five_minutes(self) -> None:
        assert good(report(sensor(7, 5), 7).data_share).value == 100

    def test_the_source_that_read_most_speaks(self) -> None:
        found = report(sensor(2, 60, 100) + sensor(3, 60, 200, RING))
        assert found.source == RING
        assert good(found.mean).value == pytest.approx(200 / 18.016, abs=1e-3)
        assert good(found.above_250).n_valid == 72

    def test_the_spread_and_the_swing(self) -> None:
        low, high = sensor(1, 15, 80), sensor(1, 15, 200)
        wave = [
            one if n // 24 % 2 else other
            for n, (one, other) in enumerate(zip(high, low, strict=True))
        ]
        found = report(wave, 1)
        assert good(found.mage).value == pytest.approx(120 / 18.016, abs=1e-3)
        assert good(found.mage).method == MAGE_METHOD
        assert good(found.sd).value == pytest.approx(60 * math.sqrt(96 / 95) / 18.016, abs=1e-3)
        assert good(found.cv).value == pytest.approx(100 * 60 * math.sqrt(96 / 95) / 140, abs=0.01)
        assert good(found.from_181_to_250).value == pytest.approx(50)

    def test_nothing_is_missing(self) -> None:
        found = report([])
        assert found.source is None
        assert refused(found.mean) == refused(found.data_share) == Missing("glucose")
        assert refused(found.tight) == refused(found.gmi_percent) == Missing("glucose")
