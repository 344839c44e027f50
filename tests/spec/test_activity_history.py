"""The rules of daily loads laid out day by day, and of what a morning rests on."""

from __future__ import annotations

import datetime as dt
import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import FIRST_DAY, close, daily, history, loads
from tests.support import good, refused
from vegaloop.activity.domain.figure import Figure
from vegaloop.activity.domain.form import form_on
from vegaloop.activity.domain.formulas.fitness import exp_alpha
from vegaloop.activity.domain.load import OWN_UNITS, LoadMethod
from vegaloop.activity.domain.load_history import LoadHistory, fitness, history_of, week_load
from vegaloop.activity.domain.load_year import INCOMPLETE, DayLoad, LoadYear, Mark, Tally, day_load
from vegaloop.activity.domain.readiness_signals import signals_of
from vegaloop.activity.domain.training import Training, training_on
from vegaloop.activity.formulas import (
    acwr_uncoupled,
    load_balance,
)
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import NoSignal, Signal
from vegaloop.kernel.time import UTC_ZONE, LocalDate, day_span, days_after

COUNTED = [method for method in LoadMethod if method not in OWN_UNITS]
# The load of a day and how it was found: no session, one with a load, one without, or both.
marks = st.sampled_from([(0.0, 0), (40.0, 1), (0.0, 1), (0.0, INCOMPLETE), (20.0, 1 | INCOMPLETE)])
MORNING = day_span(FIRST_DAY, UTC_ZONE).start


def laid_out(of: list[tuple[float, int]]) -> LoadHistory:
    return LoadHistory(FIRST_DAY, [load for load, _ in of], [bits for _, bits in of], len(of))


def figures_of(training: Training) -> tuple[Figure, ...]:
    """What is told as soon as anything is known."""
    return training.ctl, training.atl, training.tsb


class TestAct15:
    """ACT-15. Below fourteen days of history activity gives no signal, and from then on quality grows with history until 42 days."""

    @given(st.lists(loads, max_size=13))
    def test_none_below_fourteen_days(self, of: list[float]) -> None:
        published = signals_of(history(of), MORNING)
        assert len(published) == 3
        assert all(isinstance(one, NoSignal) for one in published)

    @pytest.mark.parametrize("before", [1e-300, 1e-12, 1e-3, 1.0])
    def test_after_weeks_of_next_to_nothing(self, before: float) -> None:
        *_, spike, _ = signals_of(history([before] * 28 + [900.0] * 7), MORNING)
        assert isinstance(spike, Signal)
        assert spike.value <= 1_000

    @given(st.lists(loads.filter(bool), min_size=14, max_size=80))
    def test_quality(self, of: list[float]) -> None:
        given_ = [one for one in signals_of(history(of), MORNING) if isinstance(one, Signal)]
        assert {one.quality for one in given_} == {min(1.0, len(of) / 42)}
        assert len(given_) >= (3 if len(of) >= 28 else 2) - (
            not isinstance(acwr_uncoupled(of), Success)
        )
        assert all(0 <= one.n_valid <= one.window_days for one in given_)

    def test_without_a_session_there_is_none(self) -> None:
        assert all(isinstance(one, NoSignal) for one in signals_of(None, MORNING))


class TestAct16Scale:
    """P11 of the formula book."""

    @given(
        st.lists(st.floats(40, 400), min_size=130, max_size=200), st.sampled_from([0.5, 2.0, 4.0])
    )
    def test_the_scale_of_loads_does_not_matter(self, of: list[float], k: float) -> None:
        one, other = (
            signals_of(history(of), MORNING),
            signals_of(history([x * k for x in of]), MORNING),
        )
        for a, b in zip(one, other, strict=True):
            assert isinstance(a, Signal)
            assert isinstance(b, Signal)
            assert close(a.value, b.value)

    @given(st.floats(0, 200), st.floats(0, 200))
    def test_load_balance_is_a_share_of_fitness(self, ctl: float, atl: float) -> None:
        assert close(good(load_balance(ctl, atl)) * max(ctl, 10) / 100, ctl - atl)


class TestAct20:
    """ACT-20. From the first session on a day without one has a load of zero, and a day with a session that has no load says that it is incomplete."""

    @given(
        st.dictionaries(
            st.integers(0, 1_200).map(lambda n: days_after(FIRST_DAY, n)),
            loads,
            min_size=1,
            max_size=30,
        ),
        st.integers(0, 60),
    )
    def test_years_lay_out_day_by_day(self, days: dict[LocalDate, float], more: int) -> None:
        years = [
            LoadYear(year).with_days(
                {day: DayLoad(load) for day, load in days.items() if day.year == year}
            )
            for year in {day.year for day in days}
        ]
        end = days_after(max(days), more + 1)
        laid = history_of(years, min(days), min(days), end)
        assert laid.end == end
        assert laid.from_beginning
        assert [days.get(days_after(laid.start, n), 0.0) for n in range(len(laid))] == list(
            laid.loads
        )

    @given(st.sets(st.sampled_from(COUNTED)), st.booleans())
    def test_marks_come_back(self, methods: set[LoadMethod], complete: bool) -> None:
        mark = Mark(tuple(m for m in LoadMethod if m in methods), complete=complete)
        leap_day = LocalDate(dt.date(2024, 12, 31))
        year = LoadYear(2024).with_days({leap_day: DayLoad(1.0, mark)})
        laid = history_of([year], leap_day, leap_day, days_after(leap_day, 1))
        assert laid.mark(0) == mark
        assert laid.methods(7) == mark.methods
        assert laid.incomplete_days(7) == (not complete)

    def test_a_session_without_a_load_makes_its_day_incomplete(self) -> None:
        known = Tally(FIRST_DAY, Duration(1), None, 10.0, LoadMethod.RPE, None)
        unknown = Tally(FIRST_DAY, Duration(1), None, None, None, None)
        assert day_load([known, unknown, known]) == DayLoad(
            20.0, Mark((LoadMethod.RPE,), complete=False)
        )
        assert day_load([]) == DayLoad(0.0)


class TestAct23:
    """ACT-23. CTL and ATL start from the mean load of the first 28 days, a day not lived yet being none, follow one recurrence from there until a history begins anew, and are called warming up below 42 days."""

    @given(daily)
    def test_it_is_one_recurrence(self, of: list[float]) -> None:
        seed = sum(of[:28]) / 28
        for tau, states in zip((42, 7), fitness(history(of)), strict=True):
            alpha, before = exp_alpha(tau), [seed, *states]
            assert len(states) == len(of)
            for load, last, now in zip(of, before, states, strict=False):
                assert close(now, last + alpha * (load - last))

    @given(loads, st.integers(28, 200))
    def test_constant_load_stays_what_it_is(self, load: float, days: int) -> None:
        assert all(close(x, load) for states in fitness(history([load] * days)) for x in states)

    @given(loads, st.lists(st.just(0.0), max_size=27))
    def test_the_first_day_is_not_its_load(self, first: float, rest: list[float]) -> None:
        for tau, states in zip((42, 7), fitness(history([first, *rest])), strict=True):
            assert states[0] <= first * (1 / 28 + exp_alpha(tau)) + 1e-9

    @given(st.lists(loads, min_size=28, max_size=200), st.lists(loads, max_size=50))
    def test_what_comes_later_changes_nothing(self, of: list[float], later: list[float]) -> None:
        shorter, longer = fitness(history(of)), fitness(history(of + later))
        assert (longer.ctl[: len(of)], longer.atl[: len(of)]) == shorter

    @given(daily, daily)
    def test_what_was_cut_off_could_not_be_told(
        self, often: list[float], more: list[float]
    ) -> None:
        of = (often * 5 * 365)[: 5 * 365]
        whole, cut = fitness(history(more + of)), fitness(history(of, lived=len(more + of)))
        assert all(close(a[-1], b[-1]) for a, b in zip(whole, cut, strict=True))


class TestAct27:
    """ACT-27. After more than 126 days without a session a history begins anew with the next one, and no value of a day from then on depends on what was before."""

    @given(
        st.lists(loads, min_size=1, max_size=60),
        st.integers(127, 7_000),
        st.lists(loads, min_size=1, max_size=60),
    )
    def test_nothing_before_a_long_gap_counts(
        self, old: list[float], gap: int, new: list[float]
    ) -> None:
        whole, alone = stretches(old, gap, new), stretches([], 0, new)
        assert whole.latest == LoadHistory(
            days_after(FIRST_DAY, len(old) + gap),
            array("d", new),
            array("H", [1] * len(new)),
            len(new),
        )
        for both, one in zip(fitness(whole), fitness(alone), strict=True):
            assert both[-len(new) :] == one
        assert signals_of(whole, MORNING) == signals_of(alone, MORNING)
        told = good(form_on(whole, whole.end))
        assert (told.history_days, told.warming_up) == (len(new), len(new) < 42)

    @given(
        st.lists(loads, min_size=1, max_size=60),
        st.integers(0, 126),
        st.lists(loads, min_size=1, max_size=60),
    )
    def test_a_shorter_one_is_rest(self, old: list[float], gap: int, new: list[float]) -> None:
        whole = stretches(old, gap, new)
        assert whole.latest is whole
        assert fitness(whole) == fitness(history([*old, *[0.0] * gap, *new]))

    @given(st.lists(loads, min_size=1, max_size=60), st.integers(0, 7_000))
    def test_a_gap_that_lasts_is_no_new_beginning(self, old: list[float], gap: int) -> None:
        assert stretches(old, gap, []).latest.days_lived == len(old) + gap


def stretches(old: list[float], gap: int, new: list[float]) -> LoadHistory:
    of, bits = [*old, *[0.0] * gap, *new], [*[1] * len(old), *[0] * gap, *[1] * len(new)]
    return LoadHistory(FIRST_DAY, array("d", of), array("H", bits), len(of))


class TestAct162:
    """ACT-162. Where sessions are and none of them has a load no number that is made of loads is told, but that the load is missing: of a day, of a week, and of all there is; a day without a session is zero."""

    @given(st.lists(marks, min_size=1, max_size=60))
    def test_of_all_there_is(self, of: list[tuple[float, int]]) -> None:
        laid = laid_out(of)
        is_known = not any(laid.bits) or any(bits & ~INCOMPLETE for bits in laid.bits)
        told = [
            isinstance(form_on(laid, laid.end), Success),
            *(isinstance(one, Success) for one in figures_of(training_on(laid, laid.end))),
        ]
        assert all(told) == any(told) == is_known
        lacking = {one.reason for one in signals_of(laid, MORNING) if isinstance(one, NoSignal)}
        assert (lacking == {Missing("training_load")}) == (not is_known)

    @given(st.lists(marks, min_size=1, max_size=60), st.integers(0, 9))
    def test_of_a_week(self, of: list[tuple[float, int]], ago: int) -> None:
        laid = laid_out(of)
        end = max(0, len(of) - 7 * ago)
        week = list(zip(laid.loads, laid.bits, strict=True))[max(0, end - 7) : end]
        trained = [bits for _, bits in week if bits]
        match week_load(laid, ago):
            case Failure(reason):
                assert not week or (trained and set(trained) == {INCOMPLETE})
                assert reason == Missing(
                    "training_load" if week else f"sessions before {FIRST_DAY}"
                )
            case Success(load):
                assert week
                assert load == math.fsum(one for one, _ in week)
                assert trained.count(INCOMPLETE) < len(trained) or not trained
        assert refused(week_load(None, ago)) == Missing("sessions")

    def test_rest_between_known_days_is_zero(self) -> None:
        laid = laid_out([(50.0, 1), *[(0.0, 0)] * 14])
        assert good(week_load(laid)) == good(week_load(laid, 1)) == 0
        assert good(form_on(laid, laid.end)).ctl > 0
