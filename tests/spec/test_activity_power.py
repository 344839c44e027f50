"""The rules of power second by second: what is bridged, what it weighs, what stress it makes."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.power import Written, long_blocks, powers, rows, scales, written
from tests.support import good, refused
from vegaloop.activity.domain.effort import power_sum_of
from vegaloop.activity.domain.formulas.one_hz import (
    CUT_AT_ANY_GAP,
    Gaps,
    Run,
    at_one_hz,
    joined,
    runs_of,
)
from vegaloop.activity.domain.formulas.stress_power import intensity_factor, tss, variability_index
from vegaloop.activity.domain.formulas.weighted_power import (
    WEIGHTED_GAPS,
    StartUp,
    weighted_power_w,
)
from vegaloop.kernel.evidence import Outside, TooFew
from vegaloop.kernel.quantity import Duration, Energy

near = pytest.approx
every_gaps = st.sampled_from(
    [CUT_AT_ANY_GAP, WEIGHTED_GAPS, Gaps(3, 60, broken_by_pauses=False), Gaps(0, 5)]
)


def plain_seconds(given_: Written) -> list[tuple[int, int, bool]]:
    """Second, number and whether a pause lies before it, of every second with a number."""
    kept: dict[int, tuple[int, int, int]] = {}  # First and last time of the second, last number.
    for time, number in zip(given_.times_ms, given_.numbers, strict=True):
        if 0 <= number <= 1_500 and not any(a < time < b for a, b in given_.pauses_ms):
            second = math.floor(time / 1_000 + 0.5)
            first = kept[second][0] if second in kept else time
            kept[second] = (first, time, number)
    found, last = [], 0
    for second, (first, time, number) in sorted(kept.items()):
        paused = any(last <= a and b <= first for a, b in given_.pauses_ms)
        found.append((second, number, paused))
        last = time
    return found


def plain_blocks(seconds: list[tuple[int, int, bool]], gaps: Gaps) -> list[list[float]]:
    found: list[list[float]] = []
    last = 0
    steps = [b - a for (a, *_), (b, *_) in pairwise(seconds)]
    usual = min(30, statistics.median_low(steps)) if len(steps) >= 9 and gaps.drawn_most_s else 1
    drawn = max(gaps.drawn_most_s, usual - 1)
    for second, number, paused in seconds:
        missing = second - last - 1
        if (
            not found
            or missing > max(gaps.zeros_most_s, drawn)
            or (paused and gaps.broken_by_pauses)
        ):
            found.append([])
        elif missing <= drawn:
            before = found[-1][-1]
            step = (number - before) / (missing + 1)
            found[-1] += [before + step * n for n in range(1, missing + 1)]
        else:
            found[-1] += [0.0] * missing
        found[-1].append(number)
        last = second
    return found


def blocks_of(found: tuple[Run, ...]) -> list[list[float]]:
    return [list(run.values) for run in found]


def placed(given_: Written) -> tuple[Run, ...]:
    return at_one_hz(*given_, least=0, most=1_500)


class TestAct68:
    """ACT-68. A second is what counts, not a sample: of two in one second the later stands, a gap that is short or usual for the device is drawn, a longer one zero, and one too long or a pause cuts."""

    @given(written(), every_gaps)
    def test_the_plain_way(self, given_: Written, gaps: Gaps) -> None:
        assert blocks_of(joined(placed(given_), gaps)) == plain_blocks(plain_seconds(given_), gaps)

    @given(written())
    def test_runs_hold_the_seconds_there_are(self, given_: Written) -> None:
        told = [
            (run.start_s + n, value) for run in placed(given_) for n, value in enumerate(run.values)
        ]
        assert told == [(second, number) for second, number, _ in plain_seconds(given_)]

    @given(rows)
    def test_a_row_is_cut_where_it_is_empty(self, row: list[int | None]) -> None:
        found = runs_of(row)
        laid = [None] * len(row)
        for run in found:
            assert len(run.values) == run.end_s - run.start_s > 0
            laid[run.start_s : run.end_s] = run.values
        assert laid == row
        assert all(a.end_s < b.start_s for a, b in pairwise(found))

    def test_at_each_limit(self) -> None:
        def cut(gap: int, gaps: Gaps = WEIGHTED_GAPS) -> list[list[float]]:
            return blocks_of(joined(runs_of([100, *([None] * gap), 200]), gaps))

        assert cut(1) == [[100, 150, 200]]
        assert cut(3) == [[100, 125, 150, 175, 200]]
        assert cut(4) == [[100, 0, 0, 0, 0, 200]]
        assert cut(30) == [[100, *[0] * 30, 200]]
        assert cut(31) == [[100], [200]]
        assert cut(1, CUT_AT_ANY_GAP) == [[100], [200]]
        assert cut(0, CUT_AT_ANY_GAP) == [[100, 200]]

    @pytest.mark.parametrize(("step", "drawn"), [(5, True), (30, True), (31, False), (60, False)])
    def test_what_a_device_leaves_out_by_habit_is_drawn(self, step: int, drawn: bool) -> None:
        wide = Gaps(3, 100, broken_by_pauses=False)

        def least(samples: int, *others: int) -> float:
            row = [100, *[*[None] * (step - 1), 100] * (samples - 1)]
            (block,) = joined(runs_of([*others, *row]), wide)
            return min(block.values)

        assert (least(10) == 100) is drawn
        assert least(9) == 0
        assert (least(10, *[100] * 8) == 100) is drawn
        assert least(10, *[100] * 9) == 0

    def test_a_habit_is_wider_than_a_narrow_gap(self) -> None:
        row = [100, *[*[None] * 7, 100] * 12]
        assert len(joined(runs_of(row), Gaps(3, 3))) == 1
        assert len(joined(runs_of(row), CUT_AT_ANY_GAP)) == 13
        assert len(joined(runs_of(row), Gaps(0, 3))) == 13

    def test_a_half_second_belongs_to_the_next(self) -> None:
        found = at_one_hz([499, 500, 1_499, 1_500], [1, 2, 3, 4], (), least=0, most=9)
        assert blocks_of(found) == [[1, 3, 4]]
        assert found[0].start_s == 0

    def test_a_pause_cuts_where_nothing_is_missing(self) -> None:
        found = at_one_hz([0, 1_000, 2_000], [1, 2, 3], ((1_000, 2_000),), least=0, most=9)
        assert [(run.start_s, list(run.values), run.after_pause) for run in found] == [
            (0, [1, 2], False),
            (2, [3], True),
        ]
        assert blocks_of(joined(found, WEIGHTED_GAPS)) == [[1, 2], [3]]
        assert blocks_of(joined(found, Gaps(3, 30, broken_by_pauses=False))) == [[1, 2, 3]]
        assert [run.start_s for run in joined(found, WEIGHTED_GAPS)] == [0, 2]
        assert [run.after_pause for run in joined(found, WEIGHTED_GAPS)] == [False, True]


class TestAct6:
    """ACT-6. Weighted power is at least the mean of its windows, scales with power, and no window bridges a break."""

    @given(long_blocks, st.sampled_from(list(StartUp)))
    def test_it_lies_between_the_mean_and_the_greatest(self, of: list[float], by: StartUp) -> None:
        width = {StartUp.FULL_WINDOWS: 30}.get(by, 1)
        windows = [
            sum(of[max(0, n - 30) : n]) / (n if by is StartUp.GROWING_WINDOWS and n < 30 else 30)
            for n in range(width, len(of) + 1)
        ]
        weighted = good(weighted_power_w([of], by))
        assert statistics.fmean(windows) - 1e-6 <= weighted <= max(windows) + 1e-6
        assert weighted**4 == near(statistics.fmean(one**4 for one in windows), rel=1e-9)

    @given(long_blocks, scales, st.sampled_from(list(StartUp)))
    def test_it_scales(self, of: list[float], k: float, by: StartUp) -> None:
        weighted = good(weighted_power_w([of], by))
        assert good(weighted_power_w([[w * k for w in of]], by)) == near(k * weighted)

    @given(powers, st.integers(30, 500))
    def test_steady_power_weighs_what_it_is(self, power: int, seconds: int) -> None:
        for by in (StartUp.FULL_WINDOWS, StartUp.GROWING_WINDOWS):
            assert good(weighted_power_w([[power] * seconds], by)) == near(power)
        assert good(weighted_power_w([[power] * seconds], StartUp.ZERO_PADDED)) <= power + 1e-9

    @given(long_blocks, st.integers(30, 3_000))
    def test_a_steady_end_at_its_own_level_changes_only_the_29_windows_between(
        self, of: list[float], seconds: int
    ) -> None:
        level = good(weighted_power_w([of]))
        longer = good(weighted_power_w([[*of, *[level] * seconds]]))
        between = 29 * max(of) ** 4 / (len(of) - 29 + seconds)
        assert abs(longer**4 - level**4) <= between + 1e-6 * level**4

    @given(st.lists(powers, min_size=1, max_size=6), st.integers(2, 4))
    def test_a_long_steady_block_repeated_is_hardly_another(self, parts: list[int], n: int) -> None:
        block = [float(power) for power in parts for _ in range(300)]
        between = 29 * max(parts) ** 4 * (n - 1) / (len(block) * n - 29)
        once, often = (good(weighted_power_w([block * times])) for times in (1, n))
        assert abs(often**4 - once**4) <= 2 * between + 1e-6 * once**4

    @given(long_blocks, long_blocks)
    def test_blocks_in_any_order_weigh_alike(self, a: list[float], b: list[float]) -> None:
        assert good(weighted_power_w([a, b])) == near(good(weighted_power_w([b, a])))

    @given(long_blocks, st.lists(st.lists(powers, max_size=29), max_size=3))
    def test_what_is_shorter_than_a_window_weighs_nothing(
        self, of: list[float], short: list[list[float]]
    ) -> None:
        assert weighted_power_w([*short, of]) == weighted_power_w([of])
        longest = max(map(len, short), default=0)
        assert refused(weighted_power_w(short)) == TooFew("seconds of power in a row", longest, 30)

    @pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0, -math.inf, 1_000_001.0])
    def test_what_is_no_power_is_outside(self, wrong: float) -> None:
        for given_ in ([[1.0] * 40, [1.0, wrong, 2.0]], [[wrong]]):
            fault = refused(weighted_power_w(given_))
            assert isinstance(fault, Outside)
            assert (fault.what, fault.least, fault.most) == ("power_w", 0, 1e6)
            assert fault.given == wrong or math.isnan(wrong)
        assert good(weighted_power_w([[1e6] * 30])) == near(1e6)

    def test_the_start_ups_of_a_minute(self) -> None:
        of = [0.0] * 15 + [300.0] * 30
        full = [150 + 10 * n for n in range(16)]
        rising = [10 * n for n in range(1, 15)]
        growing = [300 * n / (15 + n) for n in range(1, 15)]
        for by, windows in (
            (StartUp.FULL_WINDOWS, full),
            (StartUp.ZERO_PADDED, [*[0] * 15, *rising, *full]),
            (StartUp.GROWING_WINDOWS, [*[0] * 15, *growing, *full]),
        ):
            mean = statistics.fmean(one**4 for one in windows)
            assert good(weighted_power_w([of], by)) == near(mean**0.25, rel=1e-12)
        assert good(weighted_power_w([of])) == good(weighted_power_w([of], StartUp.FULL_WINDOWS))


class TestAct61:
    """ACT-61. Stress by power is a hundred for an hour at threshold, grows with time and with the square of intensity, and does not change when power and threshold are scaled alike."""

    @given(st.floats(0, 86_400), st.floats(0, 1_000), st.floats(50, 500), scales)
    def test_scaled_alike(self, s: float, power: float, ftp: float, k: float) -> None:
        assert good(tss(s, k * power, k * ftp)) == near(good(tss(s, power, ftp)))
        assert good(tss(2 * s, power, ftp)) == near(2 * good(tss(s, power, ftp)))
        assert good(tss(s, 2 * power, ftp)) == near(4 * good(tss(s, power, ftp)))
        assert good(tss(0, power, ftp)) == 0

    @given(st.floats(0, 1_000), st.floats(1, 1_000))
    def test_quotients(self, power: float, by: float) -> None:
        assert good(intensity_factor(power, by)) == power / by
        assert good(variability_index(power, by)) == power / by
        assert good(tss(3_600, power, by)) == near(100 * (power / by) ** 2)

    def test_where_they_are_declared(self) -> None:
        assert refused(intensity_factor(200, 0.999)) == Outside("ftp_w", 0.999, 1, 1e6)
        assert refused(intensity_factor(-1, 200)) == Outside("weighted_w", -1, 0, 1e6)
        assert refused(variability_index(200, 0.999)) == Outside("mean_w", 0.999, 1, 1e6)
        assert refused(variability_index(1_000_001, 1)) == Outside("weighted_w", 1_000_001, 0, 1e6)
        assert refused(tss(-1, 200, 200)) == Outside("duration_s", -1, 0, 6e7)
        assert refused(tss(60, 200, 0)) == Outside("ftp_w", 0, 1, 1e6)
        assert good(tss(6e7, 1e6, 1e6)) == near(6e7 / 36)
        assert good(variability_index(1, 1)) == 1


def test_the_power_of_a_session_is_summed_over_what_was_measured() -> None:
    found = power_sum_of(runs_of([*[200] * 40, *[None] * 31, *[100] * 5]))
    assert found is not None
    assert (found.measured, found.work) == (Duration(45_000_000), Energy(8_500))
    assert found.weighted_w == near(200)
    assert power_sum_of(runs_of([200] * 29)) is None
