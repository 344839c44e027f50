"""What stands in for missing seconds, and sessions put together. Each class quotes its rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good
from vegaloop.activity.domain.analysis_power import CURVE_METHOD, WEIGHTED_METHOD
from vegaloop.activity.domain.formulas.mean_maximal import CURVE_GAPS, mean_maximal_power_w
from vegaloop.activity.domain.formulas.one_hz import Gaps, joined, runs_of
from vegaloop.activity.domain.formulas.stress_power import tss
from vegaloop.activity.domain.formulas.weighted_power import WEIGHTED_GAPS, weighted_power_w
from vegaloop.activity.domain.peaks import powers_of

seconds = st.integers(30, 20_000)
watts = st.integers(1, 1_500).map(float)


def by_the_book(row: Sequence[float | None], gaps: Gaps) -> list[list[float]]:
    """Join a row as A6 and A13 say: a line over a short gap, zeros over a longer one, then a cut."""
    found: list[list[float]] = []
    last = 0
    for second, value in enumerate(row):
        if value is None:
            continue
        missing = second - last - 1
        if not found or missing > gaps.zeros_most_s:
            found.append([value])
        else:
            before = found[-1][-1]
            step = (value - before) / (missing + 1) if missing <= gaps.drawn_most_s else 0
            start = before if missing <= gaps.drawn_most_s else 0
            found[-1] += [start + step * n for n in range(1, missing + 1)]
            found[-1].append(value)
        last = second
    return found


def in_production(row: Sequence[float | None], gaps: Gaps) -> list[list[float]]:
    return [list(run.values) for run in joined(runs_of(row), gaps)]


class TestAct130:
    """ACT-130. The stress of sessions at a constant intensity is that of the one they make when put together."""

    @given(seconds, seconds, watts, watts)
    def test_it_is(self, one: int, other: int, power: float, ftp: float) -> None:
        parts = good(tss(one, power, ftp)) + good(tss(other, power, ftp))
        assert good(tss(one + other, power, ftp)) == pytest.approx(parts, rel=1e-12)

    @given(st.integers(30, 400), st.integers(30, 400), watts, watts)
    def test_second_by_second(self, one: int, other: int, power: float, ftp: float) -> None:
        first, second = [power] * one, [power] * other
        told = [
            good(tss(len(block), good(weighted_power_w([block])), ftp))
            for block in (first, second, first + second)
        ]
        assert told[2] == pytest.approx(told[0] + told[1], rel=1e-9)


class TestAct131:
    """ACT-131. What stands in for missing seconds is named in the method of what rests on it, and what a device leaves out by habit is a line here where the book has zeros."""

    def test_the_words(self) -> None:
        assert WEIGHTED_GAPS.word == "gaps-line-3s-zero-30s-habit-line-29s"
        assert CURVE_GAPS.word == "gaps-line-3s-zero-3600s-habit-line-29s"
        assert f"weighted_power_full_windows/{WEIGHTED_GAPS.word}" == WEIGHTED_METHOD
        assert f"mean_maximal/{CURVE_GAPS.word}" == CURVE_METHOD

    def test_a_device_that_writes_every_fifth_second(self) -> None:
        row = [200.0 if n % 5 == 0 else None for n in range(301)]
        ours, book = in_production(row, WEIGHTED_GAPS), by_the_book(row, WEIGHTED_GAPS)
        assert ours == [[200.0] * 301]
        assert book == [[200.0, *[0.0, 0.0, 0.0, 0.0, 200.0] * 60]]
        assert good(weighted_power_w(ours)) == pytest.approx(200)
        assert good(weighted_power_w(book)) == pytest.approx(40)
        assert [one.watts for one in powers_of(runs_of(row))][-1] == 200
        held = mean_maximal_power_w(by_the_book(row, CURVE_GAPS), (300,))[0]
        assert good(held) == pytest.approx(40)

    @given(st.lists(st.integers(1, 40), max_size=4), watts, st.sampled_from([0, 1]))
    def test_of_one_that_writes_every_second_it_is_the_book_s(
        self, gaps: list[int], power: float, more: int
    ) -> None:
        row: list[float | None] = [power] * 40
        for missing in gaps:
            row += [*[None] * missing, *[power + more * missing] * 40]
        for policy in (WEIGHTED_GAPS, CURVE_GAPS):
            assert in_production(row, policy) == by_the_book(row, policy)
