"""The formulas of biometrics, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    RING,
    TODAY,
    WATCH,
    biometrics_in_memory,
    morning_of_day,
    slept,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    BodyOnDay,
    CheckIn,
    Glucose,
    Hrv,
    LeanMethod,
    NewReading,
    Outcome,
    RrIntervals,
    Scale,
    SpO2,
    Temperature,
    TrendMethod,
)
from vegaloop.biometrics.domain.body import bmi, body_on, fat_free_mass_kg, lbm_boer
from vegaloop.biometrics.domain.rr import (
    BEATS_MOST,
    artefact_quality,
    ln_rmssd,
    pnn50,
    rmssd,
    rr_range_filter,
    sdnn,
)
from vegaloop.biometrics.domain.samples import mad_scaled, mean, median, sample_sd
from vegaloop.biometrics.domain.sleep import (
    DEBT_HOURS_MOST,
    SleepDay,
    next_debt_hours,
    sleep_debt,
    sleep_debt_hours,
    sleep_efficiency,
    sleep_need_hours,
    sufficiency,
)
from vegaloop.biometrics.domain.weight import trend_ewma, trend_local_level
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import days_after

rr = st.lists(st.integers(300, 1_900).map(float), min_size=3, max_size=60)
hours = st.floats(0, 14)
needs = st.floats(4, 9)


def _summed(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    day = 0.0
    summed = []
    for step, weight_kg in steps:
        day += step
        summed.append((day, weight_kg))
    return summed


series = st.lists(st.tuples(st.floats(0.01, 30), st.floats(40, 160)), min_size=1, max_size=30).map(
    _summed
)


class TestBio12:
    """BIO-12. RMSSD stays the same when every interval grows by one length or their order is reversed, scales with them, and is at most twice SDNN."""

    @given(rr_ms=rr, more=st.integers(-200, 200), factor=st.floats(0.5, 2))
    def test_it_does(self, rr_ms: list[float], more: int, factor: float) -> None:
        usual = good(rmssd(rr_ms))
        assert good(rmssd([one + more for one in rr_ms])) == pytest.approx(usual)
        assert good(rmssd(rr_ms[::-1])) == pytest.approx(usual)
        assert good(rmssd([one * factor for one in rr_ms])) == pytest.approx(usual * factor)
        assert usual <= 2 * good(sdnn(rr_ms)) + 1e-9

    @given(rr_ms=rr, data=st.data())
    def test_sdnn_knows_no_order(self, rr_ms: list[float], data: st.DataObject) -> None:
        assert good(sdnn(data.draw(st.permutations(rr_ms)))) == good(sdnn(rr_ms))

    def test_a_steady_heart_has_none(self) -> None:
        steady = good(rmssd([800.0, 800.0, 800.0]))
        assert steady == 0
        assert isinstance(refused(ln_rmssd(steady)), TooFew)
        assert good(ln_rmssd(math.e)) == 1

    def test_too_few_beats_tell_nothing(self) -> None:
        assert refused(rmssd([800.0])) == TooFew("adjacent_rr_pairs", 0, 1)
        assert refused(sdnn([800.0, None])) == TooFew("rr_intervals", 1, 2)
        assert refused(pnn50([None])) == TooFew("rr_intervals", 0, 1)


class TestBio13:
    """BIO-13. A beat out of range breaks both its pairs: nothing is differenced across it."""

    @given(before=rr, wrong=st.integers(2_001, 9_000).map(float), after=rr)
    def test_the_steps_are_those_of_the_parts(
        self, before: list[float], wrong: float, after: list[float]
    ) -> None:
        kept = rr_range_filter([*before, wrong, *after])
        assert kept[len(before)] is None
        assert len(kept) == len(before) + 1 + len(after)
        steps = [b - a for part in (before, after) for a, b in itertools.pairwise(part)]
        assert good(rmssd(kept)) == pytest.approx(math.sqrt(mean([s * s for s in steps])))

    def test_a_beat_alone_between_two_faults_counts_in_no_pair(self) -> None:
        assert isinstance(refused(rmssd(rr_range_filter([800, 2_500, 810, 100, 790]))), TooFew)


class TestBio14:
    """BIO-14. A variability with more than 5 % of its beats removed is worth 0.7, and with more than 10 % it is quarantined."""

    @given(beats=st.integers(40, 200), faults=st.integers(0, 15))
    def test_it_is(self, beats: int, faults: int) -> None:
        # The faults stand at the end, so that the pairs before them stay.
        given_ = [800_000 + 20_000 * (i % 2) for i in range(beats)] + [2_500_000] * faults
        share = faults / (beats + faults)
        recorded = good(
            biometrics_in_memory().record(
                somebody(), NewReading(morning_of_day(0), RrIntervals(tuple(given_)), WATCH)
            )
        )
        hrv = recorded.reading.value
        assert isinstance(hrv, Hrv)
        assert hrv.artefact_share == share
        assert hrv.quality == (0.7 if share > 0.05 else 1)
        assert (recorded.outcome is Outcome.QUARANTINED) == (share > 0.10)

    def test_the_limits_themselves_are_good(self) -> None:
        assert artefact_quality(0.05) == 1
        assert artefact_quality(0.051) == 0.7

    def test_a_recording_shorter_than_a_minute_is_quarantined(self) -> None:
        short = RrIntervals(tuple(800_000 + 20_000 * (i % 2) for i in range(29)))
        new = NewReading(morning_of_day(0), short, WATCH)
        recorded = good(biometrics_in_memory().record(somebody(), new))
        assert recorded.outcome is Outcome.QUARANTINED


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
        debt = sleep_debt_hours(nights)
        assert 0 <= debt <= DEBT_HOURS_MOST
        place %= len(nights)
        need, asleep = nights[place]
        if asleep is not None:
            better = [*nights[:place], (need, asleep + more), *nights[place + 1 :]]
            assert sleep_debt_hours(better) <= debt + 1e-9

    def test_a_usual_night_owes_nothing_new(self) -> None:
        assert next_debt_hours(0, 8, 8) == 0
        assert next_debt_hours(10, 8, 8) == 9


class TestBio21:
    """BIO-21. Strain adds at most half an hour to what a night needs, and naps of the day before take from it, never more than half."""

    @given(base=needs, strain=st.none() | st.floats(-3, 3), naps=hours)
    def test_it_does(self, base: float, strain: float | None, naps: float) -> None:
        need = sleep_need_hours(base, strain, naps)
        assert base / 2 <= need <= base + 0.5
        assert sleep_need_hours(base, strain, naps + 1) <= need
        if strain is not None:
            assert need <= sleep_need_hours(base, strain + 1, naps)

    def test_a_nap_shortens_the_next_night(self) -> None:
        biometrics, me = biometrics_in_memory(strain=1.0), somebody()
        good(biometrics.record_all(me, [slept(1, 60, 90, nap=True), slept(0, 420)]))
        night = good(biometrics.morning(me, TODAY).last_night)
        assert night.need_minutes == 480 + 30 - 60

    def test_older_people_need_less(self) -> None:
        profile = Profile(birth_date=TODAY.replace(year=1950))
        biometrics, me = biometrics_in_memory(profile), somebody()
        good(biometrics.record(me, slept(0, 420)))
        assert good(biometrics.morning(me, TODAY).last_night).need_minutes == 450


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
            (sleep_need_hours(base, strains.get(days_after(start, n)), 0), asleep)
            for n, asleep in enumerate(slept_hours)
        ]
        match sleep_debt(nights, TODAY, base, strains):
            case Success(debt):
                assert debt.debt_hours == pytest.approx(sleep_debt_hours(needs_and_asleep))
            case Failure(reason):
                assert reason == Missing("sleep")
                assert all(asleep is None for asleep in slept_hours[-14:])

    def test_what_last_night_fell_short_is_what_is_owed(self) -> None:
        biometrics, me = biometrics_in_memory(strain=1.0), somebody()
        good(biometrics.record(me, slept(0, 420)))
        morning = biometrics.morning(me, TODAY)
        assert good(morning.last_night).need_minutes == 510
        assert good(morning.sleep_debt).debt_hours == pytest.approx(1.5)


class TestBio22:
    """BIO-22. Efficiency lies between 0 and 1, and a broken night counts for at most 15 % less than what was slept."""

    @given(asleep=st.floats(0, 2_000), in_bed=st.floats(0.1, 2_000), ratio=st.floats(0, 2))
    def test_it_does(self, asleep: float, in_bed: float, ratio: float) -> None:
        efficiency = good(sleep_efficiency(asleep, in_bed))
        assert 0 <= efficiency <= 1
        assert 0.85 * ratio - 1e-9 <= sufficiency(ratio, efficiency) <= ratio + 1e-9

    @given(ratio=st.floats(0.01, 2), worse=st.floats(0, 1), better=st.floats(0, 1))
    def test_a_better_night_never_counts_less(
        self, ratio: float, worse: float, better: float
    ) -> None:
        worse, better = sorted((worse, better))
        assert sufficiency(ratio, worse) <= sufficiency(ratio, better)

    def test_no_time_in_bed_has_none(self) -> None:
        assert isinstance(refused(sleep_efficiency(0, 0)), Undefined)


class TestBio26:
    """BIO-26. A weight trend lies between the least and the greatest of its weigh-ins, shifts and scales with them, and does not look ahead."""

    @given(days_and_kg=series, shift=st.floats(-20, 20), factor=st.floats(0.5, 2))
    def test_smoothed(
        self, days_and_kg: list[tuple[float, float]], shift: float, factor: float
    ) -> None:
        trend = trend_ewma(days_and_kg)
        weights = [kg for _, kg in days_and_kg]
        for n, level in enumerate(trend, 1):
            assert min(weights[:n]) - 1e-9 <= level <= max(weights[:n]) + 1e-9
        moved = trend_ewma([(day, kg * factor + shift) for day, kg in days_and_kg])
        assert moved == pytest.approx([level * factor + shift for level in trend])
        assert trend_ewma(days_and_kg[:-1]) == trend[:-1]

    @given(days_and_kg=series, shift=st.floats(-20, 20))
    def test_filtered(self, days_and_kg: list[tuple[float, float]], shift: float) -> None:
        filtered = trend_local_level(days_and_kg)
        weights = [kg for _, kg in days_and_kg]
        for n, (level, variance) in enumerate(filtered, 1):
            assert min(weights[:n]) - 1e-9 <= level <= max(weights[:n]) + 1e-9
            assert variance > 0
        moved = trend_local_level([(day, kg + shift) for day, kg in days_and_kg])
        assert [kg for kg, _ in moved] == pytest.approx([kg + shift for kg, _ in filtered])
        assert trend_local_level(days_and_kg[:-1]) == filtered[:-1]

    @given(weights=st.lists(st.floats(40, 160), min_size=2, max_size=30), cut=st.integers(1, 29))
    def test_a_day_later_it_goes_on_from_where_it_was(self, weights: list[float], cut: int) -> None:
        daily = [(float(day), kg) for day, kg in enumerate(weights)]
        cut = min(cut, len(daily) - 1)
        first = trend_ewma(daily[:cut])
        assert first + trend_ewma(daily[cut:], first[-1]) == pytest.approx(trend_ewma(daily))

    def test_nothing_has_no_trend(self) -> None:
        assert trend_ewma([]) == ()
        assert trend_local_level([]) == ()
        assert trend_local_level([(0, None)]) == ()
        assert trend_local_level([], prior_kg=70) == ()

    def test_a_linear_loss_is_followed_nine_days_late(self) -> None:
        trend = trend_ewma([(float(day), 100 - 0.1 * day) for day in range(300)])
        assert trend[-1] - (100 - 0.1 * 299) == pytest.approx(0.9, abs=1e-6)

    def test_both_methods_are_named(self) -> None:
        assert [method.value for method in TrendMethod] == ["ewma", "local_level"]


class TestBio27:
    """BIO-27. What is not fat comes from measured body fat before the formula, and is unknown where neither can tell."""

    @given(weight_kg=st.floats(45, 120), percent=st.floats(2, 60), sex=st.sampled_from(Sex))
    def test_measured_goes_first(self, weight_kg: float, percent: float, sex: Sex) -> None:
        profile = Profile(sex=sex, height=Distance(1_750))
        body = body_on(profile, weight_kg, percent, TODAY)
        assert body.lean_method is LeanMethod.BODY_FAT
        assert body.fat_free_mass_kg == fat_free_mass_kg(weight_kg, percent)
        assert 0.4 * weight_kg - 1e-9 <= (body.fat_free_mass_kg or 0) <= 0.98 * weight_kg + 1e-9

    @given(weight_kg=st.floats(55, 120), sex=st.sampled_from(Sex))
    def test_the_formula_needs_sex_and_height(self, weight_kg: float, sex: Sex) -> None:
        height = Distance(1_750)
        known = body_on(Profile(sex=sex, height=height), weight_kg, None, TODAY)
        assert known.lean_method is LeanMethod.BOER
        assert known.fat_free_mass_kg == good(lbm_boer(sex, weight_kg, 1.75))
        for profile in (Profile(sex=sex), Profile(height=height)):
            body = body_on(profile, weight_kg, None, TODAY)
            assert (body.fat_free_mass_kg, body.lean_method) == (None, None)

    def test_outside_its_bodies_it_says_nothing(self) -> None:
        assert isinstance(refused(lbm_boer(Sex.FEMALE, 20, 0.9)), Undefined)
        tiny = body_on(Profile(sex=Sex.FEMALE, height=Distance(900)), 20, None, TODAY)
        assert (tiny.fat_free_mass_kg, tiny.lean_method) == (None, None)
        assert isinstance(refused(bmi(70, 0)), Undefined)
        assert body_on(Profile(height=Distance(0)), 70, None, TODAY).bmi_kg_m2 is None

    def test_a_body_is_put_together_from_readings(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        assert biometrics.body(me, TODAY) == BodyOnDay()
        fat = good(BodyFat.of_percent(20))
        good(biometrics.record(me, NewReading(morning_of_day(3), fat)))
        assert biometrics.body(me, TODAY) == BodyOnDay(body_fat_percent=20)


class TestSamples:
    """Medians and spreads know no order, and shift and scale as the numbers do."""

    @given(
        values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30),
        data=st.data(),
        shift=st.floats(-100, 100),
    )
    def test_they_do(self, values: list[float], data: st.DataObject, shift: float) -> None:
        other = data.draw(st.permutations(values))
        for figure in (mean, median, sample_sd, mad_scaled):
            assert figure(other) == pytest.approx(figure(values))
        moved = [value + shift for value in values]
        assert median(moved) == pytest.approx(median(values) + shift, abs=1e-9)
        assert mad_scaled(moved) == pytest.approx(mad_scaled(values), abs=1e-9)
        assert sample_sd([values[0]]) == 0


class TestValues:
    """A value that cannot be is refused by its reader and cannot be built."""

    @pytest.mark.parametrize("given_", [-1.0, 1e9, math.nan, math.inf])
    def test_readers_refuse(self, given_: float) -> None:
        for error in (
            refused(Hrv.of_rmssd_ms(given_)),
            refused(BodyFat.of_percent(given_)),
            refused(SpO2.of_percent(given_)),
            refused(Glucose.of_mmol_l(given_)),
            refused(Temperature.of_celsius(Scale.BODY, given_ * 1_000)),
        ):
            assert isinstance(error, OutOfRange)
        (fault,) = refused(RrIntervals.of_ms([800, given_]))
        assert fault.field == "rr_ms[1]"

    def test_a_recording_has_an_end(self) -> None:
        (fault,) = refused(RrIntervals.of_ms([800.0] * (BEATS_MOST + 1)))
        assert fault == OutOfRange("rr_ms.length", BEATS_MOST + 1, 0, BEATS_MOST)
        with pytest.raises(ValueError, match="so many"):
            RrIntervals((800_000,) * (BEATS_MOST + 1))

    @pytest.mark.parametrize(
        "build",
        [
            lambda: Hrv(-1),
            lambda: Hrv(1, beats=1, artefacts=2),
            lambda: BodyFat(-1),
            lambda: SpO2(100_001),
            lambda: Glucose(-1),
            lambda: Temperature(Scale.SKIN, 100_001),
            lambda: BloodPressure(-1, 80),
            lambda: BloodPressure(120, 1_001),
            lambda: RrIntervals((-1,)),
            lambda: CheckIn(mood=6),
        ],
    )
    def test_constructors_assert(self, build: object) -> None:
        with pytest.raises(ValueError, match=r"cannot be|between|from 1"):
            build()  # type: ignore[operator]  # Each one is a constructor call.

    def test_readers_read(self) -> None:
        assert good(Glucose.of_mmol_l(5.5)).mmol_l == 5.5
        assert good(SpO2.of_percent(97.5)).percent == 97.5
        assert good(Temperature.of_celsius(Scale.SKIN, -0.25)).celsius == -0.25
        assert good(RrIntervals.of_ms([800.5])).rr_ms == (800.5,)
        assert RING != SourceId("watch") == WATCH
