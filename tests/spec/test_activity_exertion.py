"""The rules of what the sessions of a day cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import (
    ShelfReader,
    ratings,
    recording_of,
    remembered,
    thresholds,
)
from tests.strategies.training_log import (
    FULL,
    HOUR,
    LONG_AGO,
    ME,
    PARIS,
    TODAY,
    a_ride,
    an_activity,
    kept,
)
from tests.support import good
from vegaloop.activity import (
    ImportFile,
    LogActivity,
    Rpe,
    Sport,
    Thresholds,
)
from vegaloop.activity.domain.effort import Effort, PowerSum
from vegaloop.activity.domain.exertion import (
    EnergyMethod,
    NetEnergy,
    Wearer,
    moderate_hours,
    net_energy,
)
from vegaloop.activity.domain.met import MET_OF_SPORT
from vegaloop.activity.domain.physique import HrMaxBy, Physique, physique_on
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.session import Words
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.time import days_after


class TestAct19:
    """ACT-19. What the sessions of a day cost is energy above rest, by work, else the device, else heart rate, else the sport, never negative, and moderate hours never exceed the hours trained and are all of them where nothing tells how hard they were."""

    @given(st.lists(remembered(), max_size=6), thresholds(), st.floats(40, 150) | st.none())
    def test_bounds(
        self, commands: list[LogActivity], values: Thresholds, weight_kg: float | None
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, values))
        for command in commands:
            kept(activity, command)
        start, end = days_after(TODAY, -62), days_after(TODAY, 2)
        days = activity.exertion(ME, start, end, weight_kg)
        assert [one.day for one in days] == [days_after(start, n) for n in range(64)]
        trained = good(activity.measured(ME, "activity.duration_minutes", start, end))
        minutes = {one.day: one.value for one in trained}
        for one in days:
            assert 0 <= one.moderate_or_harder_hours <= minutes.get(one.day, 0) / 60 + 1e-9
            assert one.net_energy_kcal is None or one.net_energy_kcal >= 0
            assert minutes.get(one.day) or (one.net_energy_kcal, one.load) == (0, 0)
            assert weight_kg is not None or not minutes.get(one.day) or one.net_energy_kcal is None

    def test_energy_is_by_work_else_the_device_else_heart_rate_else_the_sport(self) -> None:
        man = Physique(FULL, Sex.MALE, FULL.hr_max, HrMaxBy.GIVEN)
        wearer = Wearer(man, 35, 75)
        work = PowerSum(200, HOUR, Energy(720_000))
        device = Energy(500 * 4_184)
        heart = ((150_000, 3_600_000),)
        whole = Effort(duration=HOUR, power=work, energy=device, heart=heart)
        no_work = Effort(duration=HOUR, energy=device, heart=heart)
        no_device = Effort(duration=HOUR, heart=heart)
        nothing = Effort(duration=HOUR)
        assert net_energy(Sport.CYCLING, whole, wearer) == NetEnergy(
            720 / 4.184 / 0.22 - 75, EnergyMethod.WORK
        )
        assert net_energy(Sport.CYCLING, no_work, wearer) == NetEnergy(425, EnergyMethod.DEVICE)
        by_heart = net_energy(Sport.CYCLING, no_device, wearer)
        assert by_heart is not None
        assert by_heart.method is EnergyMethod.HEART_RATE
        assert abs(by_heart.kcal - (882.0 - 75)) < 1
        by_met = NetEnergy((8.0 - 1) * 75, EnergyMethod.MET)
        assert net_energy(Sport.CYCLING, nothing, wearer) == by_met
        assert net_energy(Sport.CYCLING, no_device, Wearer(man, None, 75)) == by_met
        for sport in Sport:
            assert net_energy(sport, whole, Wearer(man, 35, None)) is None
            known = net_energy(sport, nothing, Wearer(man, 35, 75))
            assert (known is None) is (sport not in MET_OF_SPORT)
            assert known is None or known.kcal > 0

    @given(
        st.sampled_from(list(MET_OF_SPORT)),
        st.floats(30, 200),
        st.integers(0, 86_400),
        st.integers(0, 86_400),
    )
    def test_energy_by_the_sport_is_additive_over_time(
        self, sport: Sport, weight_kg: float, one: int, other: int
    ) -> None:
        wearer = Wearer(Physique(Thresholds(), None, None, None), None, weight_kg)

        def kcal(seconds: int) -> float:
            found = net_energy(sport, Effort(duration=Duration(seconds * 1_000_000)), wearer)
            assert found is not None
            return found.kcal

        assert kcal(one + other) == pytest.approx(kcal(one) + kcal(other))

    def test_a_day_says_how_its_energy_was_found(self) -> None:
        activity = an_activity()
        kept(activity, a_ride(average_power=Power(200_000)))
        kept(activity, a_ride(days=1.2, sport=Sport.TRAINING, rpe=Rpe(60)))
        kept(activity, a_ride(days=3, sport=Sport.GENERIC))
        start = days_after(TODAY, -4)
        days = activity.exertion(ME, start, TODAY, 70)
        assert [(one.net_energy_kcal, one.energy_methods) for one in days] == [
            (0, ()),
            (None, ()),
            (0, ()),
            (
                pytest.approx(720 / 4.184 / 0.22 - 70 + 2.5 * 70),
                (EnergyMethod.WORK, EnergyMethod.MET),
            ),
        ]

    @given(remembered(), thresholds() | st.none(), ratings)
    def test_not_knowing_how_hard_is_never_less_than_any_rating(
        self, command: LogActivity, values: Thresholds | None, rating: Rpe
    ) -> None:
        activity = an_activity()
        if values is not None:
            good(activity.set_thresholds(ME, LONG_AGO, values))
        physique = physique_on(TODAY, values or Thresholds(), PARIS)
        session = kept(activity, command).session
        rated, unrated = (
            session.amended(session.sport, Words(None, None, r)) for r in (rating, None)
        )
        least = moderate_hours(rated.bout, physique)
        assert moderate_hours(unrated.bout, physique) >= least

    def test_a_session_nobody_rated_or_measured_is_taken_at_its_word(self) -> None:
        activity = an_activity(Profile())
        kept(activity, a_ride(elapsed=Duration(2 * 3_600_000_000)))
        (day,) = activity.exertion(ME, days_after(TODAY, -1), TODAY, None)
        assert day.moderate_or_harder_hours == 2

    def test_moderate_is_by_heart_rate_else_intensity_else_rating(self) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        man = Physique(FULL, Sex.MALE, FULL.hr_max, HrMaxBy.GIVEN)
        cases = {
            a_ride(average_heart_rate=HeartRate(125_000)): 1.0,
            a_ride(average_heart_rate=HeartRate(115_000)): 0.0,
            a_ride(average_power=Power(150_000)): 1.0,
            a_ride(average_power=Power(130_000)): 0.0,
            a_ride(sport=Sport.SWIMMING, distance=Distance(2_500_000)): 1.0,
            a_ride(sport=Sport.TRAINING, rpe=Rpe(30)): 1.0,
            a_ride(sport=Sport.TRAINING, rpe=Rpe(25)): 0.0,
            a_ride(sport=Sport.TRAINING): 1.0,
        }
        for command, hours in cases.items():
            assert moderate_hours(kept(activity, command).session.bout, man) == hours
        reader = ShelfReader()
        still = recording_of([200] * 40)
        totals = Totals(elapsed=Duration(0))
        data = reader.lay(
            b"0",
            type(still)(sport=still.sport, start=still.start, totals=totals, streams=still.streams),
        )
        other = an_activity(reader=reader)
        good(other.set_thresholds(ME, LONG_AGO, FULL))
        session = good(other.import_file(ME, ImportFile(data=data))).sessions[0].session
        assert moderate_hours(session.bout, man) == 0
