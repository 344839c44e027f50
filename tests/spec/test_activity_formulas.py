"""The rules of loads and form as formulas, for all numbers."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from array import array

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import FIRST_DAY, beats, daily, factors, loads, watts
from tests.support import good
from vegaloop.activity.domain.form import acwr_uncoupled, form_on, load_balance, monotony
from vegaloop.activity.domain.heart import (
    BANISTER,
    hrss,
    hrtss_avg,
    mean_rate_bpm,
    time_at_rates,
    trimp_banister,
    trimp_of_times,
)
from vegaloop.activity.domain.load import LoadMethod, srpe_load
from vegaloop.activity.domain.load_history import (
    LoadHistory,
    exp_alpha,
    fitness,
    history_of,
    smoothed,
)
from vegaloop.activity.domain.load_year import DayLoad, LoadYear, Mark, Tally, day_load
from vegaloop.activity.domain.power import at_one_hz, rtss, stss, tss, weighted_power_w
from vegaloop.activity.domain.readiness_signals import signals_of
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.signal import NoSignal, Signal
from vegaloop.kernel.time import UTC_ZONE, LocalDate, day_span, days_after

steady = st.lists(watts, min_size=30, max_size=200)
sexes = st.sampled_from(list(Sex))
alphas = st.sampled_from([exp_alpha(7), exp_alpha(42)])
MORNING = day_span(FIRST_DAY, UTC_ZONE).start


def close(a: float | None, b: float | None, rel: float = 1e-9) -> bool:
    assert a is not None
    assert b is not None
    return math.isclose(a, b, rel_tol=rel, abs_tol=1e-9)


def history(of: list[float], lived: int | None = None) -> LoadHistory:
    return LoadHistory(FIRST_DAY, of, [0] * len(of), len(of) if lived is None else lived)


def at_seconds(given: list[int], pauses: list[tuple[int, int]] = []) -> list[list[float]]:  # noqa: B006
    times = [n * 1_000 for n in range(len(given))]
    return [list(block) for block in at_one_hz(times, given, pauses)]


class TestAct6:
    """ACT-6. Weighted power is at least the mean of its windows, scales with power, and no window bridges a break."""

    @given(steady)
    def test_it_lies_between_the_mean_and_the_greatest_of_its_windows(self, of: list[int]) -> None:
        windows = [statistics.fmean(of[n - 30 : n]) for n in range(30, len(of) + 1)]
        weighted = weighted_power_w([of])
        assert weighted is not None
        assert statistics.fmean(windows) - 1e-6 <= weighted <= max(windows) + 1e-6

    @given(steady, factors)
    def test_it_scales(self, of: list[int], k: float) -> None:
        weighted = weighted_power_w([of])
        assert weighted is not None
        assert close(weighted_power_w([[w * k for w in of]]), k * weighted)

    @given(watts, st.integers(30, 500))
    def test_steady_power_weighs_what_it_is(self, power: int, seconds: int) -> None:
        assert close(weighted_power_w([[power] * seconds]), power)

    @given(steady, steady)
    def test_blocks_in_any_order_weigh_alike(self, a: list[int], b: list[int]) -> None:
        assert close(weighted_power_w([a, b]), weighted_power_w([b, a]))

    @given(st.lists(watts, max_size=29))
    def test_less_than_a_window_has_none(self, of: list[int]) -> None:
        assert weighted_power_w([of]) is None

    @given(steady, st.integers(1, 60), steady)
    def test_gaps_are_bridged_filled_or_break(self, a: list[int], gap: int, b: list[int]) -> None:
        blocks = at_seconds([*a, *([-1] * gap), *b])
        if gap > 30:
            assert blocks == [a, b]
            return
        (block,) = blocks
        between = block[len(a) : len(a) + gap]
        assert block == [*a, *between, *b]
        low, high = sorted((a[-1], b[0]))
        assert (
            all(low - 1e-9 <= w <= high + 1e-9 for w in between) if gap <= 3 else not any(between)
        )

    @given(steady, steady)
    def test_a_pause_breaks(self, a: list[int], b: list[int]) -> None:
        pause = ((len(a) - 1) * 1_000, len(a) * 1_000)
        assert at_seconds([*a, *b], [pause]) == [a, b]

    @given(steady, st.lists(watts, min_size=1, max_size=30), steady)
    def test_what_is_written_in_a_pause_is_dropped(
        self, a: list[int], idle: list[int], b: list[int]
    ) -> None:
        pause = ((len(a) - 1) * 1_000, (len(a) + len(idle)) * 1_000)
        assert at_seconds([*a, *idle, *b], [pause]) == [a, b]

    def test_two_samples_of_one_second_leave_the_later(self) -> None:
        (block,) = at_one_hz([0, 1_000, 1_400, 2_000], [100, 200, 250, 300], [])
        assert list(block) == [100, 250, 300]


class TestAct7:
    """ACT-7. An hour at threshold is a stress of 100 by every method, and stress never falls when a session is longer or harder."""

    @given(st.floats(1, 500))
    def test_an_hour_at_threshold(self, threshold: float) -> None:
        assert close(tss(3_600, threshold, threshold), 100)
        assert close(rtss(3_600, threshold * 3_600, threshold), 100)
        assert close(stss(3_600, threshold * 3_600, threshold), 100)
        assert close(hrtss_avg(3_600, threshold, threshold), 100)

    @given(st.integers(100, 180), sexes)
    def test_an_hour_at_lthr(self, lthr: int, sex: Sex) -> None:
        trimp = trimp_banister(60, lthr, 50, 190, BANISTER[sex])
        assert trimp is not None
        assert close(hrss(trimp, lthr, 50, 190, BANISTER[sex]), 100)

    @given(st.floats(0, 50_000), st.floats(0, 50_000), st.floats(0, 900), st.floats(0, 900))
    def test_longer_or_harder_is_never_less(self, s: float, t: float, p: float, q: float) -> None:
        short, long, easy, hard = min(s, t), max(s, t), min(p, q), max(p, q)
        for formula in (tss, hrtss_avg):
            less, more = formula(short, easy, 200), formula(long, hard, 200)
            assert less is not None
            assert more is not None
            assert 0 <= less <= more

    def test_outside_its_domain_there_is_none(self) -> None:
        assert tss(3_600, 200, 0) is None
        assert tss(-1, 200, 200) is None
        assert hrtss_avg(3_600, 150, 0) is None
        assert hrss(50, 50, 50, 190, BANISTER[Sex.MALE]) is None
        assert rtss(0, 100, 3) == 0

    @given(st.floats(301, 1e6))
    def test_intensity_is_capped(self, power: float) -> None:
        assert close(tss(3_600, power, 200), 225)


class TestAct8:
    """ACT-8. The impulse of heart rate is additive over time, never negative, and at least that of the mean rate."""

    @given(st.lists(beats, min_size=2, max_size=100), sexes)
    def test_at_least_that_of_the_mean(self, of: list[int], sex: Sex) -> None:
        times = time_at_rates([n * 1_000 for n in range(len(of))], of, [])
        mean = mean_rate_bpm(times)
        assert mean is not None
        by_parts = trimp_of_times(times, 40, 200, BANISTER[sex])
        minutes = sum(ms for _, ms in times) / 60_000
        by_mean = trimp_banister(minutes, mean, 40, 200, BANISTER[sex])
        assert by_parts is not None
        assert by_mean is not None
        assert by_parts >= by_mean - 1e-9 >= -1e-9

    @given(st.floats(0, 600), st.floats(0, 600), beats, sexes)
    def test_additive(self, a: float, b: float, bpm: int, sex: Sex) -> None:
        parts = [trimp_banister(t, bpm, 50, 190, BANISTER[sex]) for t in (a, b)]
        whole = trimp_banister(a + b, bpm, 50, 190, BANISTER[sex])
        assert close(whole, math.fsum(part for part in parts if part is not None))

    @given(st.integers(1, 50), st.floats(0, 100), sexes)
    def test_at_rest_or_below_there_is_none_of_it(self, bpm: int, t: float, sex: Sex) -> None:
        assert trimp_banister(t, bpm, 50, 190, BANISTER[sex]) == 0

    @given(beats, sexes)
    def test_it_is_undefined_without_reserve(self, rest: int, sex: Sex) -> None:
        assert trimp_banister(60, 150, rest, rest, BANISTER[sex]) is None
        assert trimp_of_times(((150_000, 1),), rest, rest, BANISTER[sex]) is None

    @given(st.lists(beats, min_size=2, max_size=60))
    def test_time_at_each_rate_sums_to_the_time(self, of: list[int]) -> None:
        times = time_at_rates([n * 1_000 for n in range(len(of))], of, [])
        assert sum(ms for _, ms in times) == (len(of) - 1) * 1_000
        assert [rate for rate, _ in times] == sorted({bpm * 1_000 for bpm in of[:-1]})

    def test_no_time_has_no_mean(self) -> None:
        assert mean_rate_bpm(()) is None


class TestAct10:
    """ACT-10. Time in which the timer stood still or the sensor was away is in no load."""

    @given(st.integers(1, 3_600), st.integers(1, 10_000))
    def test_a_pause_is_not_counted(self, before: int, pause: int) -> None:
        end = before + pause + 10
        times = [n * 1_000 for n in (*range(before + 1), *range(before + pause, end))]
        counted = time_at_rates(
            times, [150] * len(times), [(before * 1_000, (before + pause) * 1_000)]
        )
        assert sum(ms for _, ms in counted) == (before + 9) * 1_000

    @given(st.lists(beats, min_size=2, max_size=50), st.integers(31, 5_000))
    def test_a_long_gap_is_not_counted(self, of: list[int], gap: int) -> None:
        times = [n * 1_000 for n in range(len(of))]
        apart = [*times, *(times[-1] + gap * 1_000 + time for time in times)]
        counted = time_at_rates(apart, [*of, *of], [])
        assert sum(ms for _, ms in counted) == 2 * (len(of) - 1) * 1_000

    @given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30))
    def test_pauses_within_a_step_are_taken_off(self, first: int, second: int, more: int) -> None:
        pauses = [(0, first * 1_000), (first * 1_000, (first + second) * 1_000)]
        end = (first + second + more) * 1_000
        counted = time_at_rates(
            [0, end, end + 1_000], [100, 100, 0], [p for p in pauses if p[1] > p[0]]
        )
        assert counted == ((100_000, more * 1_000),)


class TestAct12:
    """ACT-12. CTL and ATL are linear in the loads, stay within them, and go on from where they stopped."""

    @given(st.lists(st.tuples(loads, loads), min_size=1), alphas)
    def test_linear(self, pairs: list[tuple[float, float]], alpha: float) -> None:
        a, b = smoothed([x for x, _ in pairs], alpha), smoothed([y for _, y in pairs], alpha)
        both = smoothed([x + y for x, y in pairs], alpha)
        assert all(close(x + y, z) for x, y, z in zip(a, b, both, strict=True))

    @given(daily, alphas, loads)
    def test_within_seed_and_loads(self, of: list[float], alpha: float, seed: float) -> None:
        low, high = min(seed, *of), max(seed, *of)
        assert all(low - 1e-9 <= x <= high + 1e-9 for x in smoothed(of, alpha, seed))

    @given(daily, daily, alphas, loads)
    def test_it_goes_on(self, a: list[float], b: list[float], alpha: float, seed: float) -> None:
        first = smoothed(a, alpha, seed)
        assert smoothed([*a, *b], alpha, seed) == first + smoothed(b, alpha, first[-1])

    @given(loads, st.integers(1, 300), alphas)
    def test_constant_load_from_its_own_seed_stays(self, c: float, n: int, alpha: float) -> None:
        assert all(close(x, c) for x in smoothed([c] * n, alpha, c))

    @given(loads, st.integers(1, 300), alphas)
    def test_rest_decays(self, seed: float, n: int, alpha: float) -> None:
        assert close(smoothed([0.0] * n, alpha, seed)[-1], seed * (1 - alpha) ** n)

    def test_half_of_it_is_gone_after_tau_ln_2(self) -> None:
        assert close((1 - exp_alpha(42)) ** (42 * math.log(2)), 0.5)


class TestAct13:
    """ACT-13. The ratio of acute to chronic load is one for constant load, does not change when all loads are multiplied, and is undefined where there was hardly any load before."""

    @given(loads.filter(lambda x: x > 0.01), st.integers(28, 120))
    def test_constant(self, load: float, days: int) -> None:
        assert close(acwr_uncoupled([load] * days), 1)

    @given(st.lists(loads, min_size=28, max_size=120), st.sampled_from([0.25, 0.5, 2.0, 8.0]))
    def test_scale(self, of: list[float], k: float) -> None:
        before, after = acwr_uncoupled(of), acwr_uncoupled([x * k for x in of])
        assert (before is None) == (after is None)
        assert before is None or close(before, after)

    @given(st.lists(loads, min_size=7, max_size=7), st.lists(loads, max_size=27))
    def test_undefined(self, week: list[float], short: list[float]) -> None:
        assert acwr_uncoupled([*([0.0] * 21), *week]) is None
        assert acwr_uncoupled(short) is None

    def test_hardly_any_is_a_tenth_of_the_median(self) -> None:
        assert acwr_uncoupled([*([100.0] * 62), *([9.0] * 21), *([50.0] * 7)]) is None
        assert acwr_uncoupled([*([100.0] * 62), *([11.0] * 21), *([50.0] * 7)]) is not None


class TestAct14:
    """ACT-14. Monotony does not change when all loads are multiplied or the days of the week change places."""

    @given(st.lists(loads, min_size=7, max_size=7), factors, st.randoms(use_true_random=False))
    def test_scale_and_order(self, week: list[float], k: float, chance: st.DataObject) -> None:
        found = monotony(week)
        moved = list(week)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        again = monotony([x * k for x in moved])
        assert (found is None) == (again is None) == (not any(week))
        if found is not None and again is not None:
            assert math.isinf(found) == math.isinf(again) or max(found, again) > 1e6
            assert math.isinf(found) or math.isinf(again) or close(found, again, rel=1e-6)

    @given(loads)
    def test_all_alike(self, load: float) -> None:
        assert monotony([load] * 7) == (math.inf if load else None)
        assert monotony([load]) is None


class TestAct15:
    """ACT-15. Below fourteen days of history activity gives no signal, and from then on quality grows with history until 42 days."""

    @given(st.lists(loads, max_size=13))
    def test_none_below_fourteen_days(self, of: list[float]) -> None:
        published = signals_of(history(of), MORNING)
        assert len(published) == 3
        assert all(isinstance(one, NoSignal) for one in published)

    @given(st.lists(loads.filter(bool), min_size=14, max_size=80))
    def test_quality(self, of: list[float]) -> None:
        given_ = [one for one in signals_of(history(of), MORNING) if isinstance(one, Signal)]
        assert {one.quality for one in given_} == {min(1.0, len(of) / 42)}
        assert len(given_) >= (3 if len(of) >= 28 else 2) - (acwr_uncoupled(of) is None)
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
        assert close(load_balance(ctl, atl) * max(ctl, 10) / 100, ctl - atl)


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

    @given(st.sets(st.sampled_from(list(LoadMethod))), st.booleans())
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


def test_session_rpe_is_rating_times_minutes() -> None:
    assert srpe_load(11, 60) is None
    assert srpe_load(7, -1) is None
    assert srpe_load(7, 60) == 420
