"""The rules of what training adds up to and of zones, held for all histories."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import FIRST_DAY, close, loads, thresholds
from tests.support import good, refused
from vegaloop.activity import LoadHistory, LoadMethod, Thresholds, Unbounded
from vegaloop.activity.domain.load_year import INCOMPLETE, Mark
from vegaloop.activity.domain.physique import HrMaxBy, Physique, physique_on
from vegaloop.activity.domain.training import training_on
from vegaloop.activity.domain.zone_sheet import SchemeZones, zones_on
from vegaloop.activity.formulas import (
    Scheme,
    acwr_coupled,
    acwr_ewma,
    acwr_uncoupled,
    form_band,
    karvonen_zones,
    monotony_strain,
    pace_zones,
    zones_of,
)
from vegaloop.kernel.evidence import Derived, Missing, TooFew, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Duration, HeartRate, Power
from vegaloop.kernel.result import Failure, Success

POWER = Mark((LoadMethod.POWER,)).bits
PACE = Mark((LoadMethod.PACE,)).bits
MAN = Profile(Sex.MALE, dt.date(1990, 1, 1))
FULL = Thresholds(
    ftp=Power(250_000),
    threshold_pace=Duration(270_000_000),
    hr_max=HeartRate(190_000),
    hr_rest=HeartRate(50_000),
    lthr=HeartRate(165_000),
)
FIGURES = (
    "ctl",
    "atl",
    "tsb",
    "form_percent",
    "ramp",
    "week_load",
    "monotony",
    "strain",
    "acwr_coupled",
    "acwr_uncoupled",
    "acwr_ewma",
)


def trained(of: list[float], bits: list[int] | None = None) -> LoadHistory:
    return LoadHistory(FIRST_DAY, of, bits or [POWER] * len(of), len(of))


class TestAct40:
    """ACT-40. What training adds up to is told number by number with its method, window, quality and doubts, or with the reason it is missing."""

    @given(st.lists(loads.filter(bool), min_size=28, max_size=80))
    def test_the_numbers_are_those_of_the_formulas(self, of: list[float]) -> None:
        history = trained(of)
        told = training_on(history, history.end)
        ctl, atl = history.fitness
        assert good(told.ctl).value == ctl[-1]
        assert good(told.atl).value == atl[-1]
        assert good(told.tsb).value == ctl[-1] - atl[-1]
        assert close(good(told.form_percent).value, 100 * (ctl[-1] - atl[-1]) / ctl[-1])
        assert told.form_band is form_band(ctl[-1] - atl[-1])
        assert good(told.ramp).value == ctl[-1] - ctl[-8]
        assert good(told.week_load).value == math.fsum(of[-7:])
        for figure, form in (
            (told.acwr_coupled, acwr_coupled),
            (told.acwr_uncoupled, acwr_uncoupled),
            (told.acwr_ewma, acwr_ewma),
        ):
            match form(of):
                case Success(ratio):
                    assert good(figure).value == ratio
                case Failure(reason):
                    assert refused(figure) == reason
        same = good(monotony_strain(of[-7:]))
        if math.isfinite(same.monotony):
            assert good(told.monotony).value == same.monotony  # type: ignore[union-attr]
            assert good(told.strain).value == same.strain  # type: ignore[union-attr]

    @given(st.lists(loads.filter(bool), min_size=1, max_size=80))
    def test_its_quality_grows_with_the_days_lived(self, of: list[float]) -> None:
        history = trained(of)
        told = good(training_on(history, history.end).ctl)
        assert told.quality == min(1, len(of) / 42)
        assert told.n_valid == min(42, len(of))
        assert told.notes == (("warming-up",) if len(of) < 42 else ())

    def test_method_and_window_of_each(self) -> None:
        history = trained([float(n % 9 + 1) for n in range(60)])
        told = training_on(history, history.end)
        said = {name: good(getattr(told, name)) for name in FIGURES}
        assert {name: (one.method, one.window_days) for name, one in said.items()} == {
            "ctl": ("pmc_exp_42", 42),
            "atl": ("pmc_exp_7", 7),
            "tsb": ("pmc_exp_morning", 42),
            "form_percent": ("tsb_share_of_ctl", 42),
            "ramp": ("ctl_less_ctl_7_days_before", 7),
            "week_load": ("sum", 7),
            "monotony": ("foster_ddof_1", 7),
            "strain": ("foster_ddof_1", 7),
            "acwr_coupled": ("acwr_coupled_7_28", 28),
            "acwr_uncoupled": ("acwr_uncoupled_7_21", 28),
            "acwr_ewma": ("acwr_ewma_7_28", 28),
        }
        assert {one.formula_version for one in said.values()} == {"activity-2"}
        display = ("for-display-only", "says-nothing-about-injuries")
        assert {name for name, one in said.items() if one.notes == display} == {
            "acwr_coupled",
            "acwr_uncoupled",
            "acwr_ewma",
        }

    def test_its_doubts(self) -> None:
        bits = [POWER] * 60
        bits[-3], bits[-20] = POWER | INCOMPLETE, PACE
        history = trained([10.0, 20.0] * 30, bits)
        told = training_on(history, history.end)
        assert good(told.ctl).notes == ("mixed-methods", "incomplete-days")
        assert good(told.ctl).quality == 41 / 42
        assert good(told.week_load).notes == ("incomplete-days",)
        assert good(told.week_load).n_valid == 6
        assert good(told.week_load).quality == 6 / 7

    def test_a_steep_ramp_says_so(self) -> None:
        steep = "above-the-common-ceiling-of-8-a-week"
        for load, noted in ((92.3, True), (92.1, False)):
            history = trained([40.0] * 60 + [load] * 7)
            ramp = good(training_on(history, history.end).ramp)
            assert (ramp.value > 8, steep in ramp.notes) == (noted, noted)

    @given(st.integers(1, 27))
    def test_too_few_days_are_told_apart(self, days: int) -> None:
        history = trained([10.0] * days)
        told = training_on(history, history.end)
        for figure in (told.acwr_coupled, told.acwr_uncoupled, told.acwr_ewma):
            assert refused(figure) == TooFew("days of load", days, 28)
        if days < 7:
            assert refused(told.monotony) == TooFew("days of load", days, 7)
            assert refused(told.strain) == TooFew("days of load", days, 7)
        if days < 8:
            assert refused(told.ramp) == TooFew("days of CTL", days, 8)

    def test_without_a_session_every_number_is_missing(self) -> None:
        for history in (None, trained([])):
            told = training_on(history, FIRST_DAY)
            assert {refused(getattr(told, name)) for name in FIGURES} == {Missing("sessions")}
            assert told.form_band is None

    def test_what_was_before_a_long_gap_does_not_count(self) -> None:
        gap = [0.0] * 200
        whole = trained([90.0] * 50 + gap + [50.0], [POWER] * 50 + [0] * 200 + [PACE])
        told = training_on(whole, whole.end)
        assert good(told.ctl).n_valid == 1
        assert good(told.ctl).notes == ("warming-up",)


class TestAct41:
    """ACT-41. Where every day of a week was alike monotony and strain are told as the greatest there is, and where there was no load as undefined."""

    @given(loads.filter(bool), st.integers(7, 60))
    def test_alike(self, load: float, days: int) -> None:
        history = trained([load] * days)
        told = training_on(history, history.end)
        for one in (good(told.monotony), good(told.strain)):
            assert isinstance(one, Unbounded)
            notes = ("warming-up",) if days < 42 else ()
            assert one.quality == pytest.approx(min(1, days / 42))
            assert one == Unbounded("foster_ddof_1", "activity-2", 7, 7, one.quality, notes)

    def test_no_load(self) -> None:
        history = trained([50.0] + [0.0] * 7)
        told = training_on(history, history.end)
        assert refused(told.monotony) == Undefined("monotony", "no load")
        assert refused(told.strain) == Undefined("monotony", "no load")


class TestAct42:
    """ACT-42. Every scheme of zones is told for a day by the thresholds of that day, or with the threshold it lacks."""

    @given(thresholds())
    def test_each_by_its_threshold(self, values: Thresholds) -> None:
        physique = physique_on(FIRST_DAY, values, MAN)
        sheet = zones_on(FIRST_DAY, physique)
        assert physique.hr_max is not None
        highest, lthr, rest = physique.hr_max.bpm, values.lthr, values.hr_rest
        assert lthr is not None
        notes = () if values.hr_max else ("estimated",)
        by_lthr = tuple(
            SchemeZones(one, zones_of(one, lthr.bpm))
            for one in (
                Scheme.FRIEL_5,
                Scheme.FRIEL_CYCLING,
                Scheme.FRIEL_RUNNING,
                Scheme.COGGAN_HR,
            )
        )
        karvonen = (
            Failure(Missing("hr_rest_bpm")) if rest is None else karvonen_zones(rest.bpm, highest)
        )
        assert sheet.heart_rate == (
            SchemeZones(Scheme.HR_MAX, zones_of(Scheme.HR_MAX, highest), notes),
            SchemeZones(Scheme.KARVONEN, karvonen, notes),
            *by_lthr,
        )
        ftp, pace = values.ftp, values.threshold_pace
        assert sheet.power.zones == (
            Failure(Missing("ftp_w")) if ftp is None else zones_of(Scheme.COGGAN_POWER, ftp.watts)
        )
        assert sheet.pace.zones == (
            Failure(Missing("threshold_pace_s_per_km"))
            if pace is None
            else pace_zones(pace.seconds)
        )

    def test_whose_maximal_heart_rate_it_is(self) -> None:
        def told(by: HrMaxBy, bpm: int) -> Derived:
            physique = Physique(FULL, Sex.MALE, HeartRate(bpm * 1_000), by)
            return good(zones_on(FIRST_DAY, physique).hr_max_bpm)

        given_, seen, guess = (
            told(HrMaxBy.GIVEN, 190),
            told(HrMaxBy.OBSERVED, 191),
            told(HrMaxBy.TANAKA, 182),
        )
        assert [one.value for one in (given_, seen, guess)] == [190, 191, 182]
        assert [one.method for one in (given_, seen, guess)] == [
            "given",
            "observed_p99_5",
            "tanaka",
        ]
        assert [one.quality for one in (given_, seen, guess)] == [1, 0.75, 0.5]
        assert [one.window_days for one in (given_, seen, guess)] == [1, 365, 1]
        assert [one.notes for one in (given_, seen, guess)] == [(), (), ("estimated",)]
        assert given_.n_valid == 1

    def test_without_any_threshold_each_says_what_it_lacks(self) -> None:
        sheet = zones_on(FIRST_DAY, Physique(Thresholds(), None, None, None))
        assert refused(sheet.hr_max_bpm) == Missing("hr_max_bpm")
        lacking = [refused(one.zones) for one in (sheet.power, *sheet.heart_rate, sheet.pace)]
        assert lacking == [
            Missing("ftp_w"),
            Missing("hr_max_bpm"),
            Missing("hr_rest_bpm"),
            *[Missing("lthr_bpm")] * 4,
            Missing("threshold_pace_s_per_km"),
        ]
        rested = Physique(Thresholds(hr_rest=HeartRate(50_000)), None, None, None)
        (_, karvonen, *_) = zones_on(FIRST_DAY, rested).heart_rate
        assert refused(karvonen.zones) == Missing("hr_max_bpm")
