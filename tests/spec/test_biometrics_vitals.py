"""What a morning says of heart, breath and blood. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    RING,
    TODAY,
    WATCH,
    hrv,
    morning_of_day,
    resting,
    with_readings,
)
from tests.support import good, refused
from vegaloop.biometrics import (
    HrvReport,
    NewReading,
    RestingFlag,
    RestingReport,
    RrIntervals,
    WeekReading,
)
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.time import days_after

TOMORROW = days_after(TODAY, 1)
rmssds = st.lists(st.none() | st.integers(20, 120), min_size=1, max_size=80)


def hrv_of(new: list[NewReading], days: int = 1) -> HrvReport:
    """The report of today, drawn over so many days."""
    biometrics, me = with_readings(new)
    return biometrics.vitals.hrv(me, TODAY, days_after(TOMORROW, -days), TOMORROW)


def resting_of(new: list[NewReading], days: int = 1) -> RestingReport:
    """The report of today, drawn over so many days."""
    biometrics, me = with_readings(new)
    return biometrics.vitals.resting(me, TODAY, days_after(TOMORROW, -days), TOMORROW)


class TestBio58:
    """BIO-58. A morning's variability is told with its week, its usual range, its z-scores and its days, each number with its method or the reason there is none; a chart repeats no day and leaves none out."""

    @given(rmssd_ms=rmssds)
    def test_it_is(self, rmssd_ms: list[int | None]) -> None:
        read = {ago: value for ago, value in enumerate(rmssd_ms) if value is not None}
        report = hrv_of([hrv(ago, value) for ago, value in read.items()], 10)
        assert [point.day for point in report.points] == [
            days_after(TODAY, -ago) for ago in reversed(range(10))
        ]
        assert [point.rmssd_ms for point in report.points] == [
            read.get(ago) for ago in reversed(range(10))
        ]
        biometrics, me = with_readings([hrv(ago, value) for ago, value in read.items()])
        status = biometrics.hrv_status(me, TODAY)
        last = report.points[-1]
        if 0 in read:
            assert good(report.rmssd_ms).value == read[0]
            assert good(report.ln_rmssd).value == pytest.approx(math.log(read[0]))
        else:
            assert refused(report.rmssd_ms) == Missing("hrv")
        week = [math.log(value) for ago, value in read.items() if ago < 7]
        if len(week) >= 3:
            found = good(report.mean7_ms)
            assert found.value == pytest.approx(math.exp(sum(week) / len(week)))
            assert (found.n_valid, found.window_days) == (len(week), 7)
            assert last.mean7_ms == found.value
        else:
            assert refused(report.mean7_ms) == TooFew("hrv_recent_days", len(week), 3)
        before = sum(7 <= ago < 67 for ago in read)
        if before >= 14 and week:
            known = good(status)
            usual = good(report.usual_ms)
            assert (usual.value, usual.low, usual.high) == (
                known.usual_ms,
                known.low_ms,
                known.high_ms,
            )
            assert (last.low_ms, last.high_ms) == (known.low_ms, known.high_ms)
            assert (usual.n_valid, usual.window_days, usual.method) == (before, 67, known.method)
            assert usual.quality == known.quality
            change = good(report.worthwhile_change_ln)
            assert change.value == known.spread_ln / 2
            assert change.method == "0.5-sd-of-60-days"
        elif not read:
            assert report.source is None
            assert refused(report.usual_ms) == refused(report.week) == Missing("hrv")

    def test_each_number_says_how(self) -> None:
        report = hrv_of([hrv(ago, 50 + ago % 3) for ago in range(70)])
        methods = {
            "rmssd/by-device": report.rmssd_ms,
            "ln-rmssd/by-device": report.ln_rmssd,
            "exp-of-mean-ln-rmssd/7-days": report.mean7_ms,
            "cv-of-ln-rmssd/7-days/sample-sd": report.cv7_percent,
            "ln-rmssd/60-days-ending-7-days-ago/sample-sd/0.5-sd": report.z7,
        }
        for method, found in methods.items():
            assert (good(found).method, good(found).formula_version) == (method, "biometrics-2")
        assert good(report.z1).value == pytest.approx(good(report.z1).value)
        assert refused(report.sdnn_ms) == refused(report.pnn50_percent) == Missing("beats")
        assert report.source == WATCH

    def test_beats_say_more(self) -> None:
        beats = RrIntervals((800_000, 860_000, 800_000, 820_000) * 20)
        new = [NewReading(morning_of_day(0), beats, WATCH), hrv(0, 50, RING)]
        report = hrv_of([*new, *(hrv(ago, 42) for ago in range(1, 70))])
        assert good(report.pnn50_percent).value == pytest.approx(100 * 40 / 80)
        sdnn = good(report.sdnn_ms)
        assert sdnn.method == "sdnn/ddof-1/lipponen-tarvainen"
        assert good(report.pnn50_percent).method == "pnn50/n-intervals/lipponen-tarvainen"
        assert (sdnn.n_valid, sdnn.quality) == (80, 1)
        assert good(report.rmssd_ms).method == "rmssd/lipponen-tarvainen"

    def test_of_several_recordings_the_newest_speaks(self) -> None:
        early = NewReading(morning_of_day(0, -60), RrIntervals((800_000, 900_000) * 30), WATCH)
        late = NewReading(morning_of_day(0), RrIntervals((800_000, 820_000) * 30), WATCH)
        report = hrv_of([early, late])
        assert good(report.pnn50_percent).value == 0
        assert good(report.rmssd_ms).value == pytest.approx(60)
        assert report.source == WATCH

    def test_the_best_source_speaks(self) -> None:
        few = [hrv(ago, 80, RING) for ago in range(20)]
        many = [hrv(ago, 40, WATCH) for ago in range(1, 70)]
        assert hrv_of([*few, *many]).source == WATCH
        assert hrv_of([hrv(3, 40, WATCH), hrv(0, 80, RING)]).source == RING
        assert hrv_of([hrv(2, 40, WATCH), hrv(4, 80, RING)]).source == WATCH

    @pytest.mark.parametrize(
        ("week", "before", "reading"),
        [
            ([30, 60, 30, 60, 30, 60, 30], [60, 62] * 4, WeekReading.LOWER_AND_LESS_STEADY),
            ([40] * 7, [40, 60] * 4, WeekReading.LOW_AND_STEADIER),
            ([60, 61] * 3 + [60], [60, 61] * 4, WeekReading.AS_USUAL),
            ([70, 90] * 3 + [70], [60, 61] * 4, WeekReading.AS_USUAL),
            ([60] * 7, [58, 62] * 4, WeekReading.AS_USUAL),
        ],
    )
    def test_a_week_is_read_beside_its_mean(
        self, week: list[int], before: list[int], reading: WeekReading
    ) -> None:
        values = [*week, *before[:7], *([58, 62] * 30)[:53]]
        report = hrv_of([hrv(ago, value) for ago, value in enumerate(values)])
        assert good(report.week) is reading

    def test_a_week_without_one_before_is_not_read(self) -> None:
        new = [hrv(ago, 50 + ago % 3) for ago in range(70) if not 7 <= ago < 12]
        assert refused(hrv_of(new).week) == TooFew("hrv_weeks", 1, 2)
        new = [hrv(ago, 50 + ago % 3) for ago in range(70) if not 7 <= ago < 11]
        assert good(hrv_of(new).week) is WeekReading.AS_USUAL


class TestBio59:
    """BIO-59. A morning's resting heart rate is told with its three nights, its usual range and its z, and with what it stands out by; without a usual it is said to stand out by nothing known, not by nothing."""

    def test_it_is(self) -> None:
        report = resting_of([resting(ago, 50 + 2 * (ago % 2)) for ago in range(70)], 3)
        assert good(report.night_bpm).value == 50
        assert good(report.night_bpm).method == "mean-of-the-readings-of-the-day"
        assert good(report.mean3_bpm).value == pytest.approx(152 / 3)
        usual = good(report.usual_bpm)
        spread = 1.4826
        assert (usual.value, usual.n_valid, usual.window_days) == (51, 60, 63)
        assert (usual.low, usual.high) == (51 - spread, 51 + spread)
        assert good(report.z).value == pytest.approx((152 / 3 - 51) / spread)
        assert good(report.flags) == ()
        assert [point.bpm for point in report.points] == [50, 52, 50]
        last = report.points[-1]
        assert (last.mean3_bpm, last.usual_bpm) == (good(report.mean3_bpm).value, 51)
        assert last.z == good(report.z).value

    @pytest.mark.parametrize(
        ("nights", "flags"),
        [
            ([55], (RestingFlag.ABOVE,)),
            ([54.9], ()),
            ([50, 53, 53, 53], (RestingFlag.TWICE,)),
            ([56, 56, 56, 56], (RestingFlag.ABOVE, RestingFlag.TWICE)),
            ([None, 53, 53, 53], (RestingFlag.TWICE,)),
        ],
    )
    def test_what_stands_out(
        self, nights: list[float | None], flags: tuple[RestingFlag, ...]
    ) -> None:
        values = [*nights, *([50.0] * 70)]
        new = [resting(ago, value) for ago, value in enumerate(values) if value is not None]
        assert good(resting_of(new).flags) == flags

    def test_without_a_usual_nothing_is_known(self) -> None:
        report = resting_of([resting(0, 80)])
        told = TooFew("resting_heart_rate_baseline_days", 0, 14)
        assert good(report.night_bpm).value == 80
        assert refused(report.flags) == refused(report.z) == refused(report.usual_bpm) == told
        assert refused(report.mean3_bpm) == told
        nothing = resting_of([])
        assert nothing.source is None
        assert refused(nothing.flags) == refused(nothing.night_bpm) == Missing("resting_heart_rate")
        assert nothing.points[0].z is nothing.points[0].bpm is None

    def test_the_best_source_speaks(self) -> None:
        few = [resting(ago, 60, RING) for ago in range(20)]
        many = [resting(ago, 50, WATCH) for ago in range(1, 70)]
        assert resting_of([*few, *many]).source == WATCH
        assert resting_of([resting(3, 50, WATCH), resting(0, 60, RING)]).source == RING
