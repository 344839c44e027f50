"""The rules of the readiness score: caps, confidence, and what there is no number for."""

from __future__ import annotations

import datetime as dt
import functools
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.readiness import (
    NEAR,
    ORDINARY,
    OVERREACHED,
    PART_OF,
    RESTED,
    TODAY,
    answer,
    anything,
    enough,
    enough_and_one,
    evidence_of,
    instants,
    replaced,
    sexes,
    signal_with,
    signals_in,
    values_of,
)
from tests.support import at, good, refused
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import Signal, SignalName
from vegaloop.readiness import (
    CapName,
    Evidence,
    InsufficientEvidence,
    Morning,
    Requirement,
    score,
)
from vegaloop.readiness.domain.evidence import counted_in, weighed
from vegaloop.readiness.domain.model import PARTS, Area
from vegaloop.readiness.domain.sums import Sum, merged, sum_of


class TestReady14:
    """READY-14. Caps only lower a score, and taking away what triggers one never lowers it."""

    @given(enough())
    def test_the_score_is_the_lowest_of_raw_and_caps(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        assert readiness.score == min([readiness.raw, *(cap.most for cap in readiness.caps)])

    @given(enough())
    def test_getting_well_never_lowers(self, evidence: Evidence) -> None:
        slept, given_ = max(1.0, evidence.sleep_ratio or 0.0), good(score(evidence)).score
        well = Evidence(evidence.day, evidence.published, evidence.sex, sleep_ratio=slept)
        assert good(score(well)).score >= given_

    @pytest.mark.parametrize(
        ("ratio", "signal", "capped"),
        [(0.516, 0.439, False), (0.48, 0.6, True), (None, 0.45, True), (None, 0.5, False)],
    )
    def test_a_short_night_is_told_from_a_broken_one(
        self, ratio: float | None, signal: float, capped: bool
    ) -> None:
        published = evidence_of(ORDINARY | {"sleep_last": signal}).published
        caps = good(score(Evidence(TODAY, published, sleep_ratio=ratio))).caps
        assert [cap.name for cap in caps] == [CapName.ACUTE_SLEEP_LOSS] * capped

    @pytest.mark.parametrize(
        ("values", "sex", "caps"),
        [
            ({"temperature": 1.0, "rhr": 2.0}, Sex.FEMALE, [CapName.FEVER_PATTERN]),
            ({"temperature": 0.99, "rhr": 2.0}, Sex.FEMALE, []),
            ({"temperature": 1.0, "rhr": 1.99}, Sex.FEMALE, []),
            ({"energy_availability": 19.9}, Sex.FEMALE, [CapName.SEVERE_LOW_ENERGY_AVAILABILITY]),
            ({"energy_availability": 20.0}, Sex.FEMALE, []),
            ({"energy_availability": 14.9}, Sex.MALE, [CapName.SEVERE_LOW_ENERGY_AVAILABILITY]),
            ({"energy_availability": 15.0}, Sex.MALE, []),
            ({"energy_availability": 1.0}, None, []),
            ({"sleep_last": 0.49}, Sex.MALE, [CapName.ACUTE_SLEEP_LOSS]),
            ({"sleep_last": 0.5}, Sex.MALE, []),
        ],
    )
    def test_their_limits(
        self, values: dict[str, float], sex: Sex | None, caps: list[CapName]
    ) -> None:
        readiness = good(score(evidence_of(ORDINARY | values, sex)))
        assert [cap.name for cap in readiness.caps] == caps

    def test_doubtful_intake_starves_nobody(self) -> None:
        evidence = evidence_of(ORDINARY | {"energy_availability": 5.0})
        energy = next(
            one for one in signals_in(evidence) if one.name is SignalName.ENERGY_AVAILABILITY
        )
        doubtful = replaced(evidence, energy, signal_with(energy, quality=0.69))
        assert good(score(doubtful)).caps == ()


class TestReady15:
    """READY-15. Confidence grows with every quality, and no value changes it."""

    @given(enough_and_one(), st.data())
    def test_confidence(self, given_: tuple[Evidence, Signal], data: st.DataObject) -> None:
        evidence, signal = given_
        surer = signal_with(signal, quality=data.draw(st.floats(signal.quality, 1)))
        other = signal_with(signal, value=data.draw(values_of(PART_OF[signal.name])))
        before = answer(evidence).confidence
        assert answer(replaced(evidence, signal, surer)).confidence >= before
        assert answer(replaced(evidence, signal, other)).confidence == before

    def test_its_levels_and_the_width_they_show(self) -> None:
        without = {"load_balance": -10.0, "hrv": 0.0}
        some = without | {"rhr": 0.0, "sleep_last": 0.95}
        levels = [good(score(evidence_of(v))).level.value for v in (without, some, ORDINARY)]
        assert levels == ["low", "medium", "high"]
        assert good(score(evidence_of(ORDINARY))).half_width == pytest.approx(5)
        assert good(score(evidence_of(without))).half_width == pytest.approx(5 + 25 * 0.61)
        assert good(score(evidence_of(without))).coverage == pytest.approx(0.39)


class TestReady16:
    """READY-16. Too little evidence gives no number, whatever the values."""

    @given(anything())
    def test_exactly_when_a_requirement_is_unmet(self, evidence: Evidence) -> None:
        names = {one.part.name for one in counted_in(weighed(evidence))}
        found = answer(evidence)
        unmet = {
            Requirement.NIGHT: not names & {"hrv", "rhr", "sleep_last"},
            Requirement.LOAD: "load_balance" not in names,
            Requirement.CONFIDENCE: found.confidence < 0.35,
        }
        expected = tuple(requirement for requirement, is_unmet in unmet.items() if is_unmet)
        given_ = found.unmet if isinstance(found, InsufficientEvidence) else ()
        assert given_ == expected

    def test_nothing_at_all(self) -> None:
        insufficient = refused(score(Evidence(TODAY, ())))
        assert insufficient.unmet == tuple(Requirement)
        assert len(insufficient.missing) == len(PARTS)
        assert insufficient.as_of is None
        assert (insufficient.confidence, insufficient.coverage) == (0, 0)

    @given(anything())
    def test_the_load_was_observed_at_no_moment(self, evidence: Evidence) -> None:
        found = answer(evidence)
        seen = [
            one.part.area is not Area.ACTIVITY and one.signal.observed_at
            for one in counted_in(weighed(evidence))
        ]
        if isinstance(found, InsufficientEvidence):
            assert found.as_of == max(filter(None, seen), default=None)

    def test_evidence_that_meets_everything_is_not_insufficient(self) -> None:
        with pytest.raises(ValueError, match="not insufficient"):
            InsufficientEvidence(TODAY, (), 1.0, 1.0, (), None, "readiness-1")


class TestReady17:
    """READY-17. When a signal was observed changes nothing but what the answer says about time."""

    @given(enough_and_one(), instants)
    def test_time(self, given_: tuple[Evidence, Signal], seen: dt.datetime) -> None:
        evidence, signal = given_
        moved = replaced(evidence, signal, signal_with(signal, seen=at(seen)))
        before, after = good(score(evidence)), good(score(moved))
        assert after.as_of == max(
            one.observed_at for one in signals_in(moved) if _counts(one, after)
        )
        assert _timeless(before) == _timeless(after)


class TestReady18:
    """READY-18. An ordinary day scores 68 to 80, a rested one at least 88, an overreached one at most 45 and a feverish one at most 30."""

    @given(sexes)
    def test_calibration(self, sex: Sex) -> None:
        feverish = RESTED | {"temperature": 1.2, "rhr": 2.4}
        assert 68 <= good(score(evidence_of(ORDINARY, sex))).score <= 80
        assert good(score(evidence_of(RESTED, sex))).score >= 88
        assert good(score(evidence_of(OVERREACHED, sex))).score <= 45
        assert good(score(evidence_of(feverish, sex))).score <= 30


class TestReady19:
    """READY-19. The contributions of one area add up to its subtotal, and the sums of areas merge in any grouping."""

    @given(enough())
    def test_subtotals(self, evidence: Evidence) -> None:
        readiness = good(score(evidence))
        for subtotal in readiness.subtotals:
            parts = [
                one.contribution for one in readiness.contributions if one.area is subtotal.area
            ]
            assert sum(parts) == pytest.approx(subtotal.contribution, abs=1e-6)
        assert {one.area for one in readiness.subtotals} == {
            one.area for one in readiness.contributions
        }

    @given(enough(), st.data())
    def test_any_grouping_gives_the_same_raw_score(
        self, evidence: Evidence, data: st.DataObject
    ) -> None:
        counted = list(counted_in(weighed(evidence)))
        cuts = sorted(data.draw(st.sets(st.integers(0, len(counted)))))
        groups = [counted[low:high] for low, high in itertools.pairwise([0, *cuts, len(counted)])]
        sums = [sum_of(group) for group in data.draw(st.permutations(groups))]
        from_the_right = functools.reduce(lambda late, early: early + late, reversed(sums), Sum())
        assert merged(sums).raw == pytest.approx(sum_of(counted).raw, abs=NEAR)
        assert from_the_right.raw == pytest.approx(sum_of(counted).raw, abs=NEAR)

    @given(enough(), enough())
    def test_merging_commutes(self, one: Evidence, other: Evidence) -> None:
        left, right = (sum_of(counted_in(weighed(e))) for e in (one, other))
        assert left + right == right + left
        assert left + Sum() == left


def _timeless(morning: Morning) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(morning)
    contributions = plain.pop("contributions")
    assert isinstance(contributions, list | tuple)
    for one in contributions:
        one.pop("observed_at")
    plain.pop("as_of")
    return {**plain, "contributions": contributions}


def _counts(signal: Signal, morning: Morning) -> bool:
    return not any(gap.name is signal.name for gap in morning.missing)
