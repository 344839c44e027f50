"""Beats lost side by side, and what filters may change. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.beats import hearts, with_ectopic, with_extra, with_missed
from tests.support import good
from vegaloop.biometrics.domain.formulas import artefacts as decisions
from vegaloop.biometrics.formulas import (
    Artefact,
    hampel,
    lipponen_tarvainen,
    rmssd,
    rr_range_filter,
)

numbers = st.integers(-10_000, 10_000).map(float)


class TestBio120:
    """BIO-120. Missed beats are found and put back as many as they were, also with one usual interval or none between them, and so are extra ones one interval apart."""

    @given(heart=hearts(), place=st.integers(6, 80), count=st.integers(2, 3))
    def test_one_usual_interval_between(self, heart: list[float], place: int, count: int) -> None:
        faulty = heart
        for n in reversed(range(count)):
            faulty = with_missed(faulty, place + 3 * n)
        found = good(lipponen_tarvainen(faulty))
        assert found.count(Artefact.MISSED) == count
        assert found.count(Artefact.ECTOPIC) == found.count(Artefact.EXTRA) == 0
        assert len(found.beats) == len(heart)
        assert good(rmssd(found.rr_ms)) == pytest.approx(good(rmssd(heart)), rel=0.25)

    @given(heart=hearts(), place=st.integers(6, 80))
    def test_none_between(self, heart: list[float], place: int) -> None:
        found = good(lipponen_tarvainen(with_missed(with_missed(heart, place + 2), place)))
        assert [(one.index, one.artefact) for one in found.faults] == [
            (place, Artefact.MISSED),
            (place + 1, Artefact.MISSED),
        ]
        assert sum(found.rr_ms) == pytest.approx(sum(heart))

    @given(heart=hearts(), place=st.integers(6, 80), share=st.floats(0.3, 0.45))
    def test_extra_ones(self, heart: list[float], place: int, share: float) -> None:
        cut = with_extra(with_extra(heart, place + 2, share), place, share)
        found = good(lipponen_tarvainen(cut))
        assert found.count(Artefact.EXTRA) == 2
        assert found.count(Artefact.MISSED) == 0
        assert len(found.beats) == len(heart)

    @given(heart=hearts(), place=st.integers(6, 80), share=st.floats(0.25, 0.4))
    def test_what_is_ectopic_stays_so(self, heart: list[float], place: int, share: float) -> None:
        found = good(lipponen_tarvainen(with_ectopic(heart, place, share)))
        assert found.count(Artefact.MISSED) == found.count(Artefact.EXTRA) == 0
        assert len(found.beats) == len(heart)

    @pytest.mark.parametrize(
        ("rr", "limit", "fault"),
        [
            ((800.0, 1_650.0, 800.0), 25.1, Artefact.MISSED),
            ((800.0, 1_650.0, 800.0), 25.0, Artefact.ECTOPIC),
            ((800.0, 1_550.0, 800.0), 25.1, Artefact.MISSED),
            ((800.0, 300.0, 550.0), 50.1, Artefact.EXTRA),
            ((800.0, 300.0, 550.0), 50.0, Artefact.ECTOPIC),
            ((1_600.0, 800.0, 1_600.0), 50.0, None),
            ((1_200.0, 800.0, 1_600.0), 50.0, Artefact.ECTOPIC),
            ((1_600.0, 800.0, 1_200.0), 50.0, Artefact.ECTOPIC),
            ((1_600.0, 800.0), 50.0, Artefact.ECTOPIC),
        ],
    )
    def test_what_looks_ectopic(
        self, rr: tuple[float, ...], limit: float, fault: Artefact | None
    ) -> None:
        none = (0.0,) * 5
        look = decisions.Look(rr, (800.0,) * 3, (limit,) * 3, none, none)
        assert look.behind_ectopic(1) is fault

    @pytest.mark.parametrize(
        ("off", "fault"), [(3.01, Artefact.MISSED), (3.0, None), (-3.01, Artefact.MISSED)]
    )
    def test_far_off_the_median(self, off: float, fault: Artefact | None) -> None:
        rr, steps = (1_600.0,) * 3, (0.0,) * 5
        look = decisions.Look(rr, (800.0,) * 3, (50.0,) * 3, steps, (0.0, off, 0.0))
        assert look.fault_of(1) is fault


class TestBio121:
    """BIO-121. The range filter never makes a recording longer or shorter, and what it keeps it leaves as it was."""

    @given(st.lists(st.none() | st.floats(), max_size=60), st.floats(0, 999), st.floats(0, 3_000))
    def test_it_does(self, rr: list[float | None], least: float, most: float) -> None:
        kept = rr_range_filter(rr, least, most)
        assert len(kept) == len(rr)
        for before, after in zip(rr, kept, strict=True):
            inside = before is not None and least <= before <= most
            assert after == (before if inside else None)


class TestBio122:
    """BIO-122. One outlier more changes no more points of a filtered series than its window holds."""

    @given(st.lists(numbers, min_size=1, max_size=60), st.integers(1, 4), st.data())
    def test_it_does(self, values: list[float], half: int, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(values) - 1))
        spiked = [*values[:place], values[place] + 1e6, *values[place + 1 :]]
        before, after = (good(hampel(of, half)).values for of in (values, spiked))
        changed = [k for k in range(len(values)) if before[k] != after[k]]
        assert len(changed) <= 2 * half + 1
        assert all(abs(k - place) <= half for k in changed)
