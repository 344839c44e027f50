"""The rules of the readiness score, for all evidence."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.readiness import (
    NEAR,
    ORDINARY,
    PART_OF,
    TODAY,
    answer,
    anything,
    enough,
    enough_and_one,
    enough_published,
    evidence_of,
    replaced,
    sexes,
    signal_with,
    signals,
    signals_in,
    values_of,
    with_signals,
)
from tests.support import NOW, at, good
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import Signal, SignalName
from vegaloop.readiness import (
    Area,
    Evidence,
    Gap,
    Morning,
    NotTrusted,
    score,
)
from vegaloop.readiness.domain.curve import Curve
from vegaloop.readiness.domain.model import PARTS, Part


class TestReady1:
    """READY-1. A score lies between 0 and the raw score, and a raw score is at most 100."""

    @given(enough())
    def test_bounds(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        assert 0 <= readiness.score <= readiness.raw <= 100


class TestReady2:
    """READY-2. A better value of one signal never lowers the score."""

    @given(enough_and_one(), st.data())
    def test_monotone(self, given_: tuple[Evidence, Signal], data: st.DataObject) -> None:
        evidence, signal = given_
        part = PART_OF[signal.name]
        other = data.draw(values_of(part))
        better = max if part.curve.more_is_better else min
        improved = signal_with(signal, value=better(signal.value, other))
        after = good(score(replaced(evidence, signal, improved)))
        assert after.score >= good(score(evidence)).score - NEAR

    @pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
    def test_every_curve_meets_its_knots(self, part: Part) -> None:
        for curve in filter(None, (part.curve, part.curve_of_men)):
            assert [curve.at(value) for value, _ in curve.knots] == [s for _, s in curve.knots]
            assert curve.at(-1e6) == curve.knots[0][1]
            assert curve.at(1e6) == curve.knots[-1][1]

    @pytest.mark.parametrize(
        "knots",
        [(), ((0.0, 0.5),), ((0.0, 0.0), (0.0, 1.0)), ((0, 0), (1, 1), (2, 0)), ((0, 0), (1, 2))],
    )
    def test_a_curve_that_turns_cannot_be(self, knots: tuple[tuple[float, float], ...]) -> None:
        with pytest.raises(ValueError, match="ascends"):
            Curve(knots)


class TestReady3:
    """READY-3. The order in which signals arrive changes nothing."""

    @given(anything(), st.data())
    def test_permutation(self, evidence: Evidence, data: st.DataObject) -> None:
        shuffled = tuple(data.draw(st.permutations(evidence.published)))
        assert answer(with_signals(evidence, shuffled)) == answer(evidence)

    @given(enough_and_one(), st.data())
    def test_of_two_with_one_name_the_surer_counts_whichever_comes_first(
        self, given_: tuple[Evidence, Signal], data: st.DataObject
    ) -> None:
        evidence, signal = given_
        twin = data.draw(signals(signal.name))
        before = with_signals(evidence, (twin, *evidence.published))
        after = with_signals(evidence, (*evidence.published, twin))
        assert answer(before) == answer(after)


class TestReady4:
    """READY-4. The same evidence gives the same bytes."""

    @given(anything())
    def test_deterministic(self, evidence: Evidence) -> None:
        again = with_signals(evidence, tuple(evidence.published))
        assert msgspec.json.encode(answer(evidence)) == msgspec.json.encode(answer(again))
        assert answer(evidence).model_version == "readiness-1"


class TestReady5:
    """READY-5. Fifty plus the contributions is the raw score."""

    @given(enough())
    def test_sum(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        total = 50 + sum(one.contribution for one in readiness.contributions)
        assert total == pytest.approx(readiness.raw, abs=1e-6)


class TestReady6:
    """READY-6. A signal of quality zero is worth as much as an absent one."""

    @given(enough_and_one())
    def test_absence(self, given_: tuple[Evidence, Signal]) -> None:
        evidence, signal = given_
        absent = with_signals(
            evidence, tuple(one for one in evidence.published if one is not signal)
        )
        worthless = replaced(evidence, signal, signal_with(signal, quality=0.0))
        one, other = answer(worthless), answer(absent)
        assert [gap.name for gap in one.missing] == [gap.name for gap in other.missing]
        assert _without_reasons(one) == _without_reasons(other)

    def test_its_reason_is_that_nobody_stands_behind_it(self) -> None:
        evidence = evidence_of(ORDINARY)
        last = signals_in(evidence)[-1]
        without = replaced(evidence, last, signal_with(last, quality=0.0))
        gap = Gap(SignalName.PROTEIN, Area.NUTRITION, NotTrusted("protein", 60))
        assert gap in good(score(without)).missing


class TestReady7:
    """READY-7. A signal as good as the raw score leaves it where it is, and never lowers the confidence."""

    @given(enough_published(), st.floats(0.01, 1))
    def test_neutral(self, published: tuple[Signal, ...], quality: float) -> None:
        without = tuple(one for one in published if one.name is not SignalName.SUBJECTIVE)
        before = good(score(Evidence(TODAY, without, Sex.MALE)))
        # The curve of the check-in is the identity, so its value is its sub-score.
        added = Signal(SignalName.SUBJECTIVE, before.raw / 100, quality, at(NOW), 1, 1)
        after = good(score(Evidence(TODAY, (*without, added), Sex.MALE)))
        assert after.raw == pytest.approx(before.raw, abs=NEAR)
        assert after.confidence >= before.confidence

    @given(enough_and_one())
    def test_no_signal_lowers_the_confidence(self, given_: tuple[Evidence, Signal]) -> None:
        evidence, signal = given_
        without = with_signals(
            evidence, tuple(one for one in evidence.published if one is not signal)
        )
        assert answer(evidence).confidence >= answer(without).confidence - NEAR


class TestReady8:
    """READY-8. Scaling every quality alike leaves the raw score and scales the confidence."""

    @given(sexes, st.data(), st.floats(0.5, 1))
    def test_scaling(self, sex: Sex, data: st.DataObject, factor: float) -> None:
        sure = st.floats(0.8, 1)
        published = tuple(data.draw(signals(name, sure)) for name in SignalName)
        fainter = tuple(signal_with(one, quality=one.quality * factor) for one in published)
        before = good(score(Evidence(TODAY, published, sex)))
        after = good(score(Evidence(TODAY, fainter, sex)))
        assert after.raw == pytest.approx(before.raw, abs=NEAR)
        assert after.confidence == pytest.approx(factor * before.confidence, abs=NEAR)


class TestReady9:
    """READY-9. The raw score lies between the worst and the best sub-score."""

    @given(enough())
    def test_between(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        scores = [100 * one.score for one in readiness.contributions]
        assert min(scores) - NEAR <= readiness.raw <= max(scores) + NEAR


class TestReady10:
    """READY-10. One signal moves the raw score by no more than its share of the weight."""

    @given(enough_and_one(), st.data())
    def test_lipschitz(self, given_: tuple[Evidence, Signal], data: st.DataObject) -> None:
        evidence, signal = given_
        moved = signal_with(signal, value=data.draw(values_of(PART_OF[signal.name])))
        before, after = (good(score(one)) for one in (evidence, replaced(evidence, signal, moved)))
        total = sum(one.weight_used for one in before.contributions)
        for old, new in zip(before.contributions, after.contributions, strict=True):
            if old.name is signal.name:
                share = 100 * old.weight_used / total * abs(new.score - old.score)
                assert abs(after.raw - before.raw) <= share + NEAR


def _without_reasons(morning: Morning) -> dict[str, object]:
    return {k: v for k, v in msgspec.structs.asdict(morning).items() if k != "missing"}


def _counts(signal: Signal, morning: Morning) -> bool:
    return not any(gap.name is signal.name for gap in morning.missing)
