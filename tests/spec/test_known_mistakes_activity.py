"""Mistakes that other programs make with training load, and that ours does not.

Each test says the mistake in its docstring; the list is that of the defects found in other
programs' sources and of what their users complained about.
"""

from __future__ import annotations

import datetime as dt
import math

import pytest

from tests.strategies.activity import FIRST_DAY, ShelfReader, history, recording_of
from tests.strategies.training_log import FULL, LONG_AGO, ME, TODAY, a_ride, ago, an_activity, kept
from tests.support import at, good, refused
from vegaloop.activity import (
    ImportFile,
    LoadHistory,
    LoadMethod,
    Rpe,
    Session,
    Sport,
    Thresholds,
    Unbounded,
)
from vegaloop.activity.domain.form import METHOD, form_on
from vegaloop.activity.domain.formulas.fitness import exp_alpha
from vegaloop.activity.domain.heart import time_at_rates
from vegaloop.activity.domain.load import OWN_UNITS
from vegaloop.activity.domain.load_history import fitness
from vegaloop.activity.domain.training import training_on
from vegaloop.activity.formulas import (
    Alpha,
    alpha_of,
    coefficients,
    hrss,
    monotony,
    trimp_banister,
)
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.time import LocalDate, days_after


def heart_of(*bpm: int) -> Session:
    """A session of one beat rate a second, by somebody with every threshold."""
    reader = ShelfReader()
    activity = an_activity(reader=reader)
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    data = reader.lay(b"file", recording_of(beats_each_second=[*bpm], start=at(ago(1))))
    (imported,) = good(activity.import_file(ME, ImportFile(data=data))).sessions
    return imported.session


@pytest.mark.parametrize("sex", Sex)
def test_an_hour_at_the_lactate_threshold_is_a_hundred(sex: Sex) -> None:
    """Score an hour at LTHR by duration · rate · reserve / LTHR, so that it makes 80 to 85."""
    for lthr, rest, highest in ((165, 50, 190), (150, 60, 185), (178, 40, 200)):
        by = coefficients(sex)
        impulse = good(trimp_banister(60, lthr, rest, highest, by))
        assert good(hrss(impulse, lthr, rest, highest, by)) == pytest.approx(100)


def test_an_impulse_is_no_stress() -> None:
    """Take TRIMP, whose unit is its own, for stress, and sum it with stress."""
    session = heart_of(*[165] * 3_601)
    counted = session.loads.counted
    assert counted is not None
    assert counted.method is LoadMethod.HEART_RATE
    assert counted.value == pytest.approx(100)
    impulse = session.loads.by(LoadMethod.TRIMP)
    assert impulse is not None
    assert abs(impulse - counted.value) > 30
    assert {LoadMethod.TRIMP, LoadMethod.SRPE, LoadMethod.EDWARDS, LoadMethod.LUCIA} == OWN_UNITS


def test_without_measurement_there_is_no_load() -> None:
    """Give a session without heart rate 36 an hour, and call it its load."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    session = kept(activity, a_ride(3)).session
    assert session.loads.counted is None
    assert [one.reason for one in session.loads.lacking] == [Missing("rpe")]
    (day,) = activity.load_series(ME, session.local_date, days_after(session.local_date, 1))
    assert (day.load, day.complete) == (None, False)


def test_the_share_of_a_day_is_named_and_pinned() -> None:
    """Use 1/42 in one place and 1 - e^(-1/42) in another, and say neither."""
    assert exp_alpha(42) == pytest.approx(0.0235283133)
    assert exp_alpha(7) == pytest.approx(0.1331221002)
    assert good(alpha_of(42, Alpha.ONE_OVER_TAU)) == pytest.approx(0.0238095238)
    assert good(alpha_of(42, Alpha.SPAN)) == pytest.approx(0.0465116279)
    assert METHOD == "pmc_exp_morning"
    told = training_on(history([10.0] * 60), days_after(FIRST_DAY, 60))
    assert (good(told.ctl).method, good(told.atl).method) == ("pmc_exp_42", "pmc_exp_7")


def test_a_first_day_is_not_a_fitness() -> None:
    """Seed CTL and ATL with the load of the first day: one race, and somebody is fit."""
    ctl, atl = fitness(history([300.0]))
    assert ctl[0] == pytest.approx(300 / 28 * (1 - exp_alpha(42)) + 300 * exp_alpha(42))
    assert ctl[0] < 20
    assert atl[0] < 60


def test_form_is_that_of_the_evening_before() -> None:
    """Take today's session off the form that was to say whether to do it."""
    of = [50.0] * 60
    hard_day = [*of, 400.0]
    morning = good(form_on(history(of), days_after(FIRST_DAY, 60)))
    ctl, atl = fitness(history(hard_day))
    assert morning.tsb == ctl[-2] - atl[-2]
    assert morning.tsb == pytest.approx(0)
    assert ctl[-1] - atl[-1] < -30
    next_morning = good(form_on(history(hard_day), days_after(FIRST_DAY, 61)))
    assert next_morning.tsb == ctl[-1] - atl[-1]


def test_days_that_are_alike_are_not_without_monotony() -> None:
    """Call the monotony of seven equal days zero, because their deviation is."""
    assert good(monotony([80.0] * 7)) == math.inf
    assert refused(monotony([0.0] * 7)) == Undefined("monotony", "no load")
    told = training_on(history([80.0] * 50), days_after(FIRST_DAY, 50))
    assert isinstance(good(told.monotony), Unbounded)
    assert isinstance(good(told.strain), Unbounded)


def test_a_strength_session_counts_once() -> None:
    """Count a strength session by its heart rate and by its rating: an eighth of all load."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    lifting = a_ride(2, sport=Sport.TRAINING, rpe=Rpe(60), average_heart_rate=HeartRate(120_000))
    session = kept(activity, lifting).session
    counted = session.loads.counted
    assert counted is not None
    assert counted.method is LoadMethod.HEART_RATE
    assert session.loads.by(LoadMethod.SRPE) == 360
    assert session.loads.by(LoadMethod.RPE) is None
    assert session.loads.by(LoadMethod.RPE_PROVISIONAL) is None
    (day,) = activity.load_series(ME, session.local_date, days_after(session.local_date, 1))
    assert day.load == counted.value


def test_a_strength_session_with_a_rating_alone_has_a_load() -> None:
    """Have no load for what no sensor measures."""
    session = kept(an_activity(), a_ride(2, sport=Sport.TRAINING, rpe=Rpe(70))).session
    counted = session.loads.counted
    assert counted is not None
    assert counted.value == pytest.approx(100)
    assert counted.estimated


def test_a_mean_is_not_a_minimum() -> None:
    """Keep the average heart rate of a session as its lowest."""
    session = heart_of(*[100] * 300, *[160] * 301)
    assert session.facts.effort.mean_heart_rate_bpm == pytest.approx(130)


def test_samples_are_not_seconds() -> None:
    """Take each sample for a second: a device that writes every fifth has a fifth of the load."""
    every_fifth = time_at_rates([n * 5_000 for n in range(721)], [150] * 721, [])
    each = time_at_rates([n * 1_000 for n in range(3_601)], [150] * 3_601, [])
    assert every_fifth == each == ((150_000, 3_600_000),)


def test_a_load_that_changes_is_told() -> None:
    """Change every load when FTP changes, and say nothing: fitness fell by 40 percent overnight."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, Thresholds(ftp=Power(200_000))))
    session = kept(activity, a_ride(3, average_power=Power(200_000))).session
    good(activity.set_thresholds(ME, LONG_AGO, Thresholds(ftp=Power(250_000))))
    (change,) = activity.load_changes(ME)
    assert change.session == session.id
    assert change.cause == "thresholds"
    assert change.before is not None
    assert change.after is not None
    assert (change.before.value, change.after.value) == (
        pytest.approx(100),
        pytest.approx(64),
    )


def test_todays_threshold_is_not_that_of_last_year() -> None:
    """Rate a ride of last year by what somebody is capable of today."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, Thresholds(ftp=Power(200_000))))
    session = kept(activity, a_ride(30, average_power=Power(200_000))).session
    good(activity.set_thresholds(ME, days_after(TODAY, -10), Thresholds(ftp=Power(300_000))))
    again = good(activity.activity(ME, session.id)).session
    assert again.loads == session.loads
    assert activity.load_changes(ME) == ()


def test_a_day_without_a_session_is_rest_and_no_gap() -> None:
    """Average over the days that were trained on alone, so that rest makes nobody fresher."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    for days in (50, 20):
        kept(activity, a_ride(days, average_power=Power(250_000)))
    series = activity.load_series(ME, LONG_AGO, TODAY)
    assert len(series) == 50
    assert [day.load > 0 for day in series].count(True) == 2
    assert series[-1].ctl < series[30].ctl


def test_energy_of_a_session_leaves_out_what_rest_costs() -> None:
    """Add a session's gross energy to a day's need that has the rest of the same hour in it."""
    activity = an_activity()
    ride = a_ride(1, average_power=Power(200_000))
    kept(activity, ride)
    (day,) = activity.exertion(ME, days_after(TODAY, -1), TODAY, 70)
    gross = Energy(720_000).kcal / 0.22
    assert day.net_energy_kcal == pytest.approx(gross - 70)


def test_every_screen_has_one_form() -> None:
    """Compute form in two places, so that two screens disagree."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    for days in range(1, 60, 2):
        kept(activity, a_ride(days, average_power=Power(200_000 + days * 1_000)))
    form, training = good(activity.form(ME, TODAY)), activity.training(ME, TODAY)
    *_, last = activity.load_series(ME, LONG_AGO, TODAY)
    assert form.ctl == good(training.ctl).value == last.ctl
    assert form.atl == good(training.atl).value == last.atl
    assert form.tsb == good(training.tsb).value
    assert form.acwr == good(training.acwr_uncoupled).value
    assert form.ramp == good(training.ramp).value


def test_kilometres_are_not_metres() -> None:
    """Read a run of ten kilometres as one of ten metres, or of ten thousand kilometres."""
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    run = a_ride(
        1, sport=Sport.RUNNING, distance=Distance(10_000_000), elapsed=Duration(2_700_000_000)
    )
    counted = kept(activity, run).session.loads.counted
    assert counted is not None
    assert counted.value == pytest.approx(75)  # 270 s a kilometre for three quarters of an hour.


def test_form_needs_no_season() -> None:
    """Begin fitness anew with each calendar year, so that January finds nobody fit."""
    start = LocalDate(dt.date(2025, 11, 1))
    of = LoadHistory(start, [60.0] * 90, [1] * 90, 90)
    ctl, _ = fitness(of)
    assert all(value == pytest.approx(60) for value in ctl)
