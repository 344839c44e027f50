"""Nights: what was needed, owed, and how they were. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import TODAY, WATCH, biometrics_in_memory, slept
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics.domain.need import Base, Bases, Origin
from vegaloop.biometrics.domain.sleep import SleepDay, sleep_debt, sufficiency
from vegaloop.biometrics.formulas import (
    awake_after_waking_min,
    base_need_hours,
    next_debt_hours,
    recommended_sleep_hours,
    sleep_debt_hours,
    sleep_efficiency,
    sleep_latency_min,
    sleep_need_hours,
    training_strain,
    waso_min,
)
from vegaloop.kernel.evidence import Missing, Outside, Undefined
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import days_after

hours = st.floats(0, 14)
needs = st.floats(4, 9)
epochs = st.lists(st.sampled_from([True, False]), min_size=1, max_size=60)


class TestBio20:
    """BIO-20. More sleep never owes more, and a debt lies between 0 and 20 hours."""

    @given(
        nights=st.lists(st.tuples(needs, st.none() | hours), min_size=1, max_size=40),
        place=st.integers(0, 39),
        more=hours,
    )
    def test_it_holds_for_every_night(
        self, nights: list[tuple[float, float | None]], place: int, more: float
    ) -> None:
        debt = good(sleep_debt_hours(nights))
        assert 0 <= debt <= 20
        place %= len(nights)
        need, asleep = nights[place]
        if asleep is not None:
            better = [*nights[:place], (need, asleep + more), *nights[place + 1 :]]
            assert good(sleep_debt_hours(better)) <= debt + 1e-9

    def test_a_usual_night_owes_nothing_new(self) -> None:
        assert good(next_debt_hours(0, 8, 8)) == 0
        assert good(next_debt_hours(10, 8, 8)) == 9
        assert good(next_debt_hours(10, 8, 6.5)) == 10.5

    def test_it_ends_at_both_ends(self) -> None:
        assert good(next_debt_hours(1, 8, 10)) == 0
        assert good(next_debt_hours(20, 8, 5.5)) == 20
        assert good(next_debt_hours(20, 8, 6.5)) == 19.5

    def test_it_starts_from_nothing(self) -> None:
        assert good(sleep_debt_hours([])) == 0
        assert good(sleep_debt_hours([(8, 7), (8, None), (7.5, 7)])) == pytest.approx(0.81 + 0.5)


class TestBio21:
    """BIO-21. Strain adds at most half an hour to what a night needs, and naps of the day before take from it, never more than half."""

    @given(base=needs, strain=st.none() | st.floats(-3, 3), naps=hours)
    def test_it_does(self, base: float, strain: float | None, naps: float) -> None:
        need = good(sleep_need_hours(base, strain, naps))
        assert base / 2 <= need <= base + 0.5
        assert good(sleep_need_hours(base, strain, naps + 1)) <= need
        if strain is not None:
            assert need <= good(sleep_need_hours(base, strain + 1, naps))

    @pytest.mark.parametrize(
        ("strain", "naps", "need"),
        [
            (None, 0, 8),
            (0.5, 0, 8.25),
            (1, 0, 8.5),
            (2, 0, 8.5),
            (-1, 1, 7),
            (1, 4.5, 4),
            (0, 5, 4),
        ],
    )
    def test_to_the_minute(self, strain: float | None, naps: float, need: float) -> None:
        assert good(sleep_need_hours(8, strain, naps)) == need

    def test_a_nap_shortens_the_next_night(self) -> None:
        biometrics, me = biometrics_in_memory(strain=1.0), somebody()
        good(biometrics.record_all(me, [slept(1, 60, 90, nap=True), slept(0, 420)]))
        night = good(biometrics.morning(me, TODAY).last_night)
        assert night.need_minutes == 480 + 30 - 60
        assert night.method == "base-by-age/strain/naps-of-the-day-before"

    def test_older_people_need_less(self) -> None:
        profile = Profile(birth_date=TODAY.replace(year=1950))
        biometrics, me = biometrics_in_memory(profile), somebody()
        good(biometrics.record(me, slept(0, 420)))
        assert good(biometrics.morning(me, TODAY).last_night).need_minutes == 450

    def test_from_their_birthday_on(self) -> None:
        assert [good(base_need_hours(age)) for age in (18, 64, 65, 90)] == [8, 8, 7.5, 7.5]

    def test_strain_is_how_far_fatigue_exceeds_fitness(self) -> None:
        assert good(training_strain(40, 50)) == 0.25
        assert good(training_strain(40, 30)) == 0
        assert good(training_strain(40, 90)) == 1
        assert refused(training_strain(0, 50)) == Undefined(
            "training_strain", "no fitness to compare with"
        )
        assert refused(training_strain(-1, 0)) == Outside("ctl", -1, 0, 1e6)
        assert refused(training_strain(1, -0.5)) == Outside("atl", -0.5, 0, 1e6)
        assert good(training_strain(1e6, 1e6)) == 0
        assert isinstance(refused(training_strain(1e6 + 1, 0)), Outside)
        assert isinstance(refused(training_strain(1, 1e6 + 1)), Outside)


class TestBio22:
    """BIO-22. Efficiency lies between 0 and 1, and a broken night counts for at most 15 % less than what was slept."""

    @given(in_bed=st.floats(0.1, 2_000), share=st.floats(0, 1), ratio=st.floats(0, 2))
    def test_it_does(self, in_bed: float, share: float, ratio: float) -> None:
        efficiency = good(sleep_efficiency(share * in_bed, in_bed))
        assert 0 <= efficiency <= 1
        assert efficiency == pytest.approx(share)
        assert 0.85 * ratio - 1e-9 <= sufficiency(ratio, efficiency) <= ratio + 1e-9

    @given(ratio=st.floats(0.01, 2), worse=st.floats(0, 1), better=st.floats(0, 1))
    def test_a_better_night_never_counts_less(
        self, ratio: float, worse: float, better: float
    ) -> None:
        worse, better = sorted((worse, better))
        assert sufficiency(ratio, worse) <= sufficiency(ratio, better)

    def test_between_65_and_85_percent_it_counts_in_between(self) -> None:
        told = [sufficiency(2, e) for e in (0.5, 0.65, 0.85, 0.9)]
        assert told == pytest.approx([1.7, 1.7, 2, 2])
        assert sufficiency(1, 0.75) == pytest.approx(0.925)

    def test_elsewhere_there_is_none(self) -> None:
        assert refused(sleep_efficiency(0, 0)) == Undefined("sleep_efficiency", "no time in bed")
        assert refused(sleep_efficiency(0, -1)) == Outside("in_bed_min", -1, 0, 2_880)
        assert refused(sleep_efficiency(0, 2_881)) == Outside("in_bed_min", 2_881, 0, 2_880)
        assert refused(sleep_efficiency(481, 480)) == Outside("asleep_min", 481, 0, 480)
        assert refused(sleep_efficiency(-1, 480)) == Outside("asleep_min", -1, 0, 480)
        assert good(sleep_efficiency(2_880, 2_880)) == 1


class TestBio34:
    """BIO-34. A night is owed against its own need: the strain of its morning counts in the debt as it counts that morning."""

    @given(
        base=needs,
        slept_hours=st.lists(st.none() | hours, min_size=1, max_size=20),
        strained=st.dictionaries(st.integers(0, 19), st.floats(0, 1)),
    )
    def test_the_debt_is_made_of_the_needs_of_the_mornings(
        self, base: float, slept_hours: list[float | None], strained: dict[int, float]
    ) -> None:
        start = days_after(TODAY, 1 - len(slept_hours))
        nights = {
            days_after(start, n): SleepDay(WATCH, asleep * 60, 1_000, 0, True, at(NOW))
            for n, asleep in enumerate(slept_hours)
            if asleep is not None
        }
        strains = {days_after(start, n): strain for n, strain in strained.items()}
        needs_and_asleep = [
            (good(sleep_need_hours(base, strains.get(days_after(start, n)), 0)), asleep)
            for n, asleep in enumerate(slept_hours)
        ]
        match sleep_debt(nights, TODAY, Bases(Success(Base(base, Origin.AGE))), strains):
            case Success(debt):
                assert debt.debt_hours == pytest.approx(good(sleep_debt_hours(needs_and_asleep)))
                assert debt.n_valid == sum(one is not None for one in slept_hours[-14:])
                assert debt.quality == debt.n_valid / 14
            case Failure(reason):
                assert reason == Missing("sleep")
                assert all(asleep is None for asleep in slept_hours[-14:])

    def test_what_last_night_fell_short_is_what_is_owed(self) -> None:
        biometrics, me = biometrics_in_memory(strain=1.0), somebody()
        good(biometrics.record(me, slept(0, 420)))
        morning = biometrics.morning(me, TODAY)
        assert good(morning.last_night).need_minutes == 510
        assert good(morning.sleep_debt).debt_hours == pytest.approx(1.5)


class TestBio70:
    """BIO-70. Latency, what was slept, the time awake between the first and the last sleep, and the time awake after it add up to the time in bed."""

    @given(in_bed=epochs, epoch_min=st.sampled_from([0.5, 1, 5]))
    def test_they_add_up(self, in_bed: list[bool], epoch_min: float) -> None:
        asleep = epoch_min * sum(in_bed)
        parts = [
            one(in_bed, epoch_min) for one in (sleep_latency_min, waso_min, awake_after_waking_min)
        ]
        if asleep:
            assert sum(map(good, parts)) + asleep == epoch_min * len(in_bed)
        else:
            names = ("sleep_latency", "waso", "awake_after_waking")
            assert [refused(one) for one in parts] == [Undefined(one, "no sleep") for one in names]

    def test_an_unknown_epoch_is_neither(self) -> None:
        night = [None, False, None, True, None, False, True, False, None, False]
        assert good(sleep_latency_min(night, 2)) == 6
        assert good(waso_min(night, 2)) == 2
        assert good(awake_after_waking_min(night, 2)) == 4

    @pytest.mark.parametrize("epoch_min", [math.nan, math.inf, 0, -1, 2_880.1])
    def test_an_epoch_has_a_length(self, epoch_min: float) -> None:
        for one in (sleep_latency_min, waso_min, awake_after_waking_min):
            assert isinstance(refused(one([True], epoch_min)), Outside)


class TestBio71:
    """BIO-71. The recommended sleep of an adult is 7 to 9 hours, and 7 to 8 from 65 years on."""

    @given(age=st.integers(18, 120))
    def test_it_is(self, age: int) -> None:
        assert good(recommended_sleep_hours(age)) == ((7, 8) if age >= 65 else (7, 9))

    def test_at_the_limits(self) -> None:
        told = [good(recommended_sleep_hours(age)) for age in (18, 64, 65, 120)]
        assert told == [(7, 9), (7, 9), (7, 8), (7, 8)]

    def test_of_children_nothing_is_said(self) -> None:
        assert refused(recommended_sleep_hours(17)) == Outside("age_years", 17, 18, 120)
        assert refused(recommended_sleep_hours(121)) == Outside("age_years", 121, 18, 120)
