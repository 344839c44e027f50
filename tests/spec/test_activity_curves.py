"""The rules of the mean-maximal curve and of critical power, for all numbers."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.power import (
    blocks,
    critical_w,
    durations,
    line_of,
    reserves_j,
    scales,
)
from tests.support import good, refused
from vegaloop.activity.domain.formulas.critical import (
    DistanceEffort,
    PowerEffort,
    cp2_power_inverse_time,
    cp2_power_w,
    cp2_work_time,
    critical_speed_distance_time,
    lasting_efforts,
    line_through,
    valid_critical_power,
)
from vegaloop.activity.domain.formulas.critical3 import cp3_power_w
from vegaloop.activity.domain.formulas.mean_maximal import (
    CURVE_GAPS,
    SHOWN_DURATIONS_S,
    envelope,
    mean_maximal_power_w,
)
from vegaloop.activity.domain.formulas.one_hz import joined, runs_of
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

near = pytest.approx
NO_LIMIT = Undefined("critical", "it is not between zero and the power of the shortest effort")


def curve(*of: list[float]) -> list[float]:
    """The curve at every whole second there is one."""
    found = mean_maximal_power_w(of, range(1, max(map(len, of)) + 1))
    return [good(one) for one in found]


class TestAct62:
    """ACT-62. A mean-maximal curve is exact to the second, energy over it never falls and is subadditive, a longer recording never lowers it, and only its drawing is made to fall."""

    @given(blocks)
    def test_its_ends(self, of: list[float]) -> None:
        found = curve(of)
        assert found[0] == max(of)
        assert found[-1] == near(math.fsum(of) / len(of))
        assert all(one <= max(of) + 1e-9 for one in found)

    @given(blocks)
    def test_energy(self, of: list[float]) -> None:
        energy = [n * one for n, one in enumerate(curve(of), start=1)]
        assert all(b >= a - 1e-6 for a, b in pairwise(energy))
        for a in range(0, len(energy), 7):
            for b in range(a, len(energy) - a - 1, 5):
                assert energy[a + b + 1] <= energy[a] + energy[b] + 1e-6

    @given(blocks, blocks)
    def test_more_never_lowers_it(self, a: list[float], b: list[float]) -> None:
        for longer in (curve([*a, *b]), curve(a, b)):
            assert all(y >= x - 1e-9 for x, y in zip(curve(a), longer, strict=False))
        assert curve(a, b) == curve(b, a)

    @given(blocks, st.randoms(use_true_random=False))
    def test_order_changes_neither_end(self, of: list[float], chance: st.DataObject) -> None:
        moved = list(of)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        assert curve(moved)[0] == curve(of)[0]
        assert curve(moved)[-1] == near(curve(of)[-1])

    @given(blocks)
    def test_the_drawing_falls(self, of: list[float]) -> None:
        found = curve(of)
        drawn = good(envelope(found))
        assert all(b <= a for a, b in pairwise(drawn))
        assert all(d == max(found[n:]) for n, d in enumerate(drawn))
        assert good(envelope(())) == ()

    @given(st.integers(1, 500), blocks)
    def test_what_is_too_long_says_so(self, more: int, of: list[float]) -> None:
        (found,) = mean_maximal_power_w([of, of[:1]], [len(of) + more])
        assert refused(found) == TooFew("seconds of power in a row", len(of), len(of) + more)
        assert refused(mean_maximal_power_w([], [1])[0]) == TooFew(
            "seconds of power in a row", 0, 1
        )

    def test_what_is_no_duration_and_what_is_no_power(self) -> None:
        none, one = mean_maximal_power_w([[1.0, 2.0]], [0, 1])
        assert refused(none) == Outside("duration_s", 0, 1, 6e7)
        assert good(one) == 2
        for found in mean_maximal_power_w([[1.0, -2.0]], [1, 2]):
            assert refused(found) == Outside("power_w", -2, 0, 1e6)

    def test_up_to_an_hour_of_nothing_is_zeros(self) -> None:
        def longest(gap: int) -> list[int]:
            row = [300, *([None] * gap), 200]
            return [len(run.values) for run in joined(runs_of(row), CURVE_GAPS)]

        assert longest(3_600) == [3_602]
        assert longest(3_601) == [1, 1]
        (block,) = joined(runs_of([300, None, None, None, 300]), CURVE_GAPS)
        assert set(block.values) == {300}
        (block,) = joined(runs_of([300, *[None] * 4, 300]), CURVE_GAPS)
        assert list(block.values) == [300, 0, 0, 0, 0, 300]
        assert not CURVE_GAPS.broken_by_pauses

    def test_the_durations_that_are_shown(self) -> None:
        assert len(SHOWN_DURATIONS_S) == 28
        assert list(SHOWN_DURATIONS_S) == sorted(set(SHOWN_DURATIONS_S))
        assert {1, 5, 15, 30, 60, 120, 180, 300, 600, 1_200, 3_600} <= set(SHOWN_DURATIONS_S)


FITS = (cp2_work_time, cp2_power_inverse_time, valid_critical_power)


class TestAct64:
    """ACT-64. Critical power recovers the line its efforts lie on, scales with power and with time, is told with the error of both numbers, and is refused where efforts are too few or the fit is not one a body could have."""

    @given(durations(), critical_w, reserves_j)
    def test_exact_efforts_are_recovered(self, of: list[int], cp: float, reserve: float) -> None:
        for fit in (cp2_work_time, cp2_power_inverse_time):
            found = good(fit(line_of(of, cp, reserve)))
            assert found.critical == near(cp, rel=1e-6)
            assert found.reserve == near(reserve, rel=1e-6)
            assert (found.critical_se, found.reserve_se) == near((0, 0), abs=0.5)
            assert found.r2 == near(1)

    @given(durations(), critical_w, reserves_j, scales)
    def test_scales(self, of: list[int], cp: float, reserve: float, k: float) -> None:
        efforts = line_of(of, cp, reserve)
        first = good(cp2_work_time(efforts))
        harder = good(cp2_work_time([PowerEffort(t, k * p) for t, p in efforts]))
        longer = good(cp2_work_time([PowerEffort(k * t, p) for t, p in efforts]))
        assert (harder.critical, harder.reserve) == near((k * first.critical, k * first.reserve))
        assert (longer.critical, longer.reserve) == near((first.critical, k * first.reserve))

    @given(durations(), critical_w, reserves_j)
    def test_distance_stands_for_work(self, of: list[int], cp: float, reserve: float) -> None:
        efforts = line_of(of, cp / 60, reserve / 100)
        ways = [DistanceEffort(t, t * speed) for t, speed in efforts]
        by_work, by_way = good(cp2_work_time(efforts)), good(critical_speed_distance_time(ways))
        assert by_way == near(by_work, rel=1e-6, abs=1e-6)

    @given(critical_w, reserves_j, st.floats(1, 7_200), st.floats(1, 7_200))
    def test_the_curve_falls_towards_cp(self, cp: float, w: float, a: float, b: float) -> None:
        short, long = sorted((a, b))
        for power in (cp2_power_w, lambda t, c, w: cp3_power_w(t, c, w, c + 1_000)):
            assert good(power(short, cp, w)) >= good(power(long, cp, w)) > cp
        assert good(cp2_power_w(100, 250, 20_000)) == 450
        assert good(cp3_power_w(0, cp, w, cp + 500)) == near(cp + 500)
        assert good(cp3_power_w(long, cp, w, 5_000)) <= good(cp2_power_w(long, cp, w))

    def test_errors_as_textbooks_compute_them(self) -> None:
        efforts = [PowerEffort(t, p) for t, p in ((180, 361), (300, 322), (720, 280), (1_200, 268))]
        found = good(cp2_work_time(efforts))
        # As scipy.stats.linregress has it, of work over time and of power over 1/t.
        assert found == near(WORK_TIME, rel=1e-9)
        assert good(cp2_power_inverse_time(efforts)) == near(INVERSE_TIME, rel=1e-9)

    @pytest.mark.parametrize("fit", [cp2_work_time, cp2_power_inverse_time])
    def test_too_few(self, fit: type[cp2_work_time]) -> None:
        twice = [PowerEffort(180, 300), PowerEffort(180, 310), PowerEffort(600, 260)]
        assert refused(fit(twice)) == TooFew("efforts of different durations", 2, 3)
        assert refused(fit([])) == TooFew("efforts of different durations", 0, 3)

    @pytest.mark.parametrize(
        ("powers", "fault"),
        [
            ((300, 310, 320), NO_LIMIT),  # Whoever goes on gets stronger.
            ((300, 300, 300), NO_LIMIT),
            ((900, 80, 5), NO_LIMIT),
            ((300, 200, 290), Undefined("reserve", "it is not above zero")),
        ],
    )
    def test_what_no_body_has(self, powers: tuple[float, ...], fault: Undefined) -> None:
        efforts = [PowerEffort(t, p) for t, p in zip((100, 1_000, 10_000), powers, strict=True)]
        assert refused(cp2_work_time(efforts)) == fault

    def test_where_it_is_declared(self) -> None:
        rest = [PowerEffort(300, 300), PowerEffort(600, 270)]
        for fit in (cp2_work_time, cp2_power_inverse_time):
            assert refused(fit([PowerEffort(0.5, 1), *rest])) == Outside("duration_s", 0.5, 1, 6e7)
            assert refused(fit([PowerEffort(60, -1), *rest])) == Outside("power_w", -1, 0, 1e6)
        way = [DistanceEffort(0, -1), DistanceEffort(0, 5)]
        assert refused(critical_speed_distance_time(way)) == Outside("distance_m", -1, 0, 1e8)
        assert refused(critical_speed_distance_time(way[1:])) == Outside("duration_s", 0, 1, 6e7)
        assert refused(cp2_power_w(0.9, 250, 1)) == Outside("duration_s", 0.9, 1, 6e7)
        assert refused(cp2_power_w(1, -1, 1)) == Outside("cp_w", -1, 0, 1e6)
        assert refused(cp2_power_w(1, 1, -1)) == Outside("w_prime_j", -1, 0, 1e6)
        assert refused(cp3_power_w(-1, 250, 2e4, 900)) == Outside("duration_s", -1, 0, 6e7)
        assert refused(cp3_power_w(1, 0.5, 2e4, 900)) == Outside("cp_w", 0.5, 1, 800)
        assert refused(cp3_power_w(1, 801, 2e4, 900)) == Outside("cp_w", 801, 1, 800)
        assert refused(cp3_power_w(1, 250, 499, 900)) == Outside("w_prime_j", 499, 500, 60_000)
        assert refused(cp3_power_w(1, 250, 60_001, 9)) == Outside("w_prime_j", 60_001, 500, 60_000)
        assert refused(cp3_power_w(1, 250, 2e4, 2e6)) == Outside("p_max_w", 2e6, 1, 1e6)
        assert isinstance(refused(cp3_power_w(1, 250, 2e4, 250)), Undefined)
        assert good(cp3_power_w(1, 250, 2e4, 250.5)) > 250

    def test_of_the_efforts_those_of_two_to_twenty_minutes_count(self) -> None:
        efforts = line_of([119, 120, 300, 1_200, 1_201], 250, 20_000)
        assert lasting_efforts(efforts) == tuple(efforts[1:4])
        bent = [PowerEffort(5, 900), PowerEffort(60, 400), *efforts, PowerEffort(7_200, 150)]
        assert good(valid_critical_power(bent)).critical == near(250)

    def test_the_longest_is_three_times_the_shortest(self) -> None:
        assert good(valid_critical_power(line_of([200, 300, 600], 250, 20_000))).critical == near(
            250
        )
        fault = refused(valid_critical_power(line_of([200, 300, 599], 250, 20_000)))
        assert isinstance(fault, Undefined)
        assert fault.why.startswith("the longest")
        assert isinstance(refused(valid_critical_power([])), TooFew)

    def test_efforts_off_the_line_are_refused(self) -> None:
        fault = refused(
            valid_critical_power(
                [PowerEffort(120, 500), PowerEffort(240, 200), PowerEffort(360, 290)]
            )
        )
        assert isinstance(fault, Undefined)
        assert fault.why == "the efforts do not lie on a line"

    def test_a_line(self) -> None:
        found = line_through([0, 1, 2], [1, 2, 6])
        assert (found.slope, found.intercept) == near((2.5, 0.5))
        assert found.r2 == near(1 - 1.5 / 14)
        assert (found.slope_se, found.intercept_se) == near((math.sqrt(0.75), math.sqrt(1.25)))
        assert line_through([0, 1, 2], [5, 5, 5]) == near((0, 5, 0, 0, 1))


WORK_TIME = (251.06179775280899, 20557.921348314616, 0.98595505618, 711.11901629, 0.99996915608)
INVERSE_TIME = (252.8061797752809, 19779.775280898873, 2.48750427827, 744.9590724963, 0.9971710727)
