"""Mistakes that others made with goals, trends and days, and that this code does not make."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    AT_LEAST_5,
    BEGUN,
    FALLING,
    FAT,
    STEPS,
    TODAY,
    TREND,
    WEIGHT,
    FixedMeasures,
    FixedProfiles,
    a_forecast,
    a_series,
    a_streak,
    an_appraisal,
    goal_of,
    goals_service,
    numbers,
    positive,
)
from tests.support import PinnedClock, good, refused, somebody
from vegaloop.goals import (
    AmendGoal,
    Expected,
    Maintain,
    MaintainProgress,
    Reach,
    Sense,
    SetGoal,
    Streak,
    StreakProgress,
    Terms,
)
from vegaloop.goals.domain.outlook import forecast_on
from vegaloop.goals.domain.progress import progress_on
from vegaloop.goals.formulas import reach_share, recent_adherence, required_rate
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import TimeZone, day_of, days_after

NEAR = pytest.approx


def test_a_slope_is_over_the_days_between_and_not_over_the_days_counted() -> None:
    """A trend of 28 weights was divided by 28, though 27 days lie between the first and the last."""
    values = a_series([80 - 2.7 * n / 27 for n in range(28)], TODAY)
    assert a_forecast(values, Reach(80, 70), BEGUN).slope_per_day == NEAR(-0.1)


def test_a_day_nobody_weighed_on_is_no_measurement() -> None:
    """Weights drawn between two weigh-ins were counted as measured, and made a trend look sure."""
    weekly = tuple(one for one in FALLING if (TODAY - one.day).days % 7 == 0)
    way = goal_of(Reach(80, 70), BEGUN)
    assert refused(forecast_on(way, Summing.MEAN, weekly, TODAY)) == TooFew(
        "points in 28 days", 4, 10
    )
    sparse = FALLING[::2]
    assert a_forecast(sparse, Reach(80, 70), BEGUN).n_valid == 14


def test_an_old_value_is_not_carried_into_today() -> None:
    """The last weight of last year was shown as the weight of today."""
    old = a_series([78.0, *[None] * 85], TODAY)
    way = goal_of(Reach(80, 70), days_after(TODAY, -300))
    assert refused(progress_on(way, Summing.MEAN, old, TODAY)) == Missing(WEIGHT.name)


@given(numbers, positive, positive)
def test_losing_is_a_way_as_well_as_gaining(start: float, way: float, more: float) -> None:
    """The progress of a loss was negative, or full from the first day on."""
    down, up = (good(reach_share(start, start + to, start)) for to in (-way, way))
    assert down == up == 0
    assert good(reach_share(start, start - way, start - way / 2)) == 0.5
    assert good(reach_share(start, start - way, start + more)) == 0
    assert good(reach_share(start, start - way, start - way - more)) == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_flying_breaks_no_streak(zone: str) -> None:
    """Days were cut anew in the zone of today, and a long streak ended at an airport."""
    me, profiles, clock = somebody(), FixedProfiles(TimeZone("Europe/Paris")), PinnedClock()
    known = FixedMeasures({STEPS.name: a_series([9.0] * 40, days_after(TODAY, 3))})
    goals = goals_service(known, None, clock, profiles)
    walk = SetGoal(me, STEPS.name, Terms("", AT_LEAST_5), days_after(TODAY, -30))
    mine = good(goals.set_goal(walk)).goal.id
    profiles.zone = TimeZone(zone)
    found = good(good(goals.goal(me, mine)).progress)
    assert isinstance(found, StreakProgress)
    assert found.current == found.longest >= 29


def test_a_leap_day_is_a_day() -> None:
    """A year was 365 days, and what lay behind 29 February was off by one."""
    leap, after = day_of(dt.date(2028, 2, 29)), day_of(dt.date(2028, 3, 1))
    start = day_of(dt.date(2028, 2, 27))
    values = a_series([9.0] * 4, after)
    found = good(progress_on(goal_of(AT_LEAST_5, start), Summing.SUM, values, after))
    assert isinstance(found, StreakProgress)
    assert found.current == (after - start).days == 3
    missed = tuple(one for one in values if one.day != leap)
    broken = good(progress_on(goal_of(AT_LEAST_5, start), Summing.SUM, missed, after))
    assert isinstance(broken, StreakProgress)
    assert broken.current == 0
    down = a_series([80 - n / 8 for n in range(28)], day_of(dt.date(2028, 2, 20)))
    way = goal_of(Reach(80, 75, days_after(after, 30)), down[0].day)
    arrival = good(forecast_on(way, Summing.MEAN, down, down[-1].day)).arrival
    assert isinstance(arrival, Expected)
    assert arrival.on == day_of(dt.date(2028, 3, 4))


@pytest.mark.parametrize("ahead", [1, 7, 14, 100])
def test_the_day_of_arrival_is_that_day(ahead: int) -> None:
    """A rounded division named the day before, or the day after."""
    values = a_series([80 - n / 8 for n in range(28)], TODAY)
    found = a_forecast(values, Reach(80, 80 - (27 + ahead) / 8), BEGUN)
    assert isinstance(found.arrival, Expected)
    assert found.arrival.on == days_after(TODAY, ahead)


def test_a_goal_may_still_be_met_on_its_due_day() -> None:
    """The due day itself was over when it began."""
    assert 0 <= good(an_appraisal(Reach(80, 70, TODAY), FALLING).chance).value <= 1
    past = an_appraisal(Reach(80, 70, days_after(TODAY, -1)), FALLING)
    refused(past.chance)


@given(numbers, numbers, st.integers(1, 52))
def test_a_rate_a_week_is_seven_times_one_a_day(now: float, target: float, weeks: int) -> None:
    """Kilograms a day were held against a limit of kilograms a week."""
    assert good(required_rate(now, target, 7 * weeks)) * weeks == NEAR(target - now, abs=1e-9)


def test_what_was_not_recorded_is_neither_zero_nor_a_success() -> None:
    """A day without an entry was a day without a drink, and a night without a watch one of no sleep."""
    quiet = goal_of(Streak(0.0, Sense.AT_MOST), days_after(TODAY, -7))
    dry = good(progress_on(quiet, Summing.SUM, (), TODAY))
    assert isinstance(dry, StreakProgress)
    assert dry.current == 0
    nights = a_series([480, None, 480, None], days_after(TODAY, -1))
    slept = goal_of(Maintain(480, 30), days_after(TODAY, -4))
    found = good(progress_on(slept, Summing.MEAN, nights, TODAY))
    assert isinstance(found, MaintainProgress)
    assert (found.share, found.adherence.due) == (1, 2)


def test_today_is_not_lost_before_it_is_over() -> None:
    """A streak was shown as broken every morning, until the first walk of the day."""
    assert a_streak([True] * 12, today=None).current == 12
    assert a_streak([True] * 12, today=1.0).current == 12


def test_the_first_day_does_not_decide_for_months() -> None:
    """A moving average was seeded with its first value, which then weighed like a month."""
    assert good(recent_adherence([0.0, 1.0, 1.0])) > 0.65
    assert good(recent_adherence([0.0, *[1.0] * 28])) > 0.98


def test_a_smoothed_weight_is_not_surer_than_a_measured_one() -> None:
    """A line through a smoothed curve fits it well, and its error was taken at its word."""
    smooth = [80.0]
    for one in FALLING[1:]:
        smooth.append(smooth[-1] + 0.1 * (one.value - smooth[-1]))
    values = a_series([*smooth], TODAY)
    raw, trend = (a_forecast(values, Reach(80, 70), BEGUN, one) for one in (WEIGHT, TREND))
    assert trend.slope_se_per_day > 2 * raw.slope_se_per_day


def test_nobody_is_taken_for_a_man_of_seventy_kilograms() -> None:
    """Who had said nothing of themself was given a sex, a height and a weight."""
    unknown = an_appraisal(Reach(20, 8), (), FAT).pace
    assert refused(unknown.floor) == Missing("sex")


def test_a_new_value_is_seen_at_once() -> None:
    """An answer was kept for an hour, whatever was logged in it."""
    me, known = somebody(), FixedMeasures({WEIGHT.name: a_series([80.0], TODAY)})
    goals = goals_service(known)
    mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70))))).goal.id
    known.values[WEIGHT.name] = a_series([75.0], TODAY)
    assert good(good(goals.goal(me, mine)).progress) != good(
        progress_on(goal_of(Reach(80, 70), TODAY), Summing.MEAN, a_series([80.0], TODAY), TODAY)
    )


def test_changing_the_title_changes_nothing_else() -> None:
    """An update without a field wrote that field as empty, and the sums after it were absurd."""
    me, goals = somebody(), goals_service(FixedMeasures({WEIGHT.name: FALLING}))
    before = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("thin", Reach(80, 70)), BEGUN)))
    after = good(goals.amend(AmendGoal(me, before.goal.id, title="fit")))
    assert (after.progress, after.forecast) == (before.progress, before.forecast)
    assert after.appraisal == before.appraisal


def test_every_screen_tells_the_same() -> None:
    """A list, a board and a page each had their own sum, and disagreed."""
    me, goals = somebody(), goals_service(FixedMeasures({WEIGHT.name: FALLING}))
    mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70)), BEGUN)))
    (listed,), (shown,) = goals.goals(me, None, 5), goals.board(me, TODAY)
    alone = good(goals.goal(me, mine.goal.id))
    assert listed.progress == shown.progress == alone.progress == mine.progress
    assert listed.forecast == shown.forecast == alone.forecast == mine.forecast


def test_a_number_says_which_formula_made_it() -> None:
    """A formula changed under people's numbers, and nobody was told."""
    told = an_appraisal(Reach(80, 70, days_after(TODAY, 60)), FALLING)
    figures = (told.chance, told.days_to_target, told.pace.required, told.pace.advised)
    assert {good(one).formula_version for one in figures} == {"goals-4"}
    assert all(good(one).method for one in figures)


def test_a_gap_is_as_long_as_it_is() -> None:
    """Values were counted, not days: the n-th weigh-in lay on the n-th day."""
    values = tuple(
        DayValue(days_after(TODAY, -ago), 80 - (27 - ago) / 8)
        for ago in (27, 26, 25, 20, 19, 14, 9, 5, 4, 0)
    )
    assert a_forecast(values, Reach(80, 70), BEGUN).slope_per_day == NEAR(-1 / 8)
