"""Readings, valid by construction, and a biometrics service over memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, final

from hypothesis import strategies as st

from tests.support import NOW, CountedIds, PinnedClock, at, good, somebody
from vegaloop.biometrics import (
    MANUAL,
    Biometrics,
    BloodPressure,
    BodyFat,
    CheckIn,
    Girths,
    Glucose,
    Hrv,
    Instrument,
    NewReading,
    Respiration,
    RestingHeartRate,
    RrIntervals,
    Scale,
    Sleep,
    SpO2,
    SpO2Night,
    Stage,
    StageSpan,
    Strain,
    Temperature,
    Weight,
    sleep_of,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomIds
from vegaloop.kernel.identity import DeviceId, PersonId, SourceId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Mass
from vegaloop.kernel.signal import NoSignal, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone, day_of, days_from, moment_in

TODAY: Final = day_of(NOW.date())
PARIS: Final = TimeZone("Europe/Paris")
BORN: Final = dt.date(1990, 5, 1)
WATCH: Final = SourceId("watch")
RING: Final = SourceId("ring")


@final
class KnownProfiles(Profiles):
    """Everybody is like this."""

    def __init__(self, profile: Profile | None = None) -> None:
        self.known = profile or Profile(birth_date=BORN, home_zone=PARIS)

    def profile(self, person: PersonId) -> Profile:
        """Tell what everybody is like."""
        return self.known


@final
class KnownStrain(Strain):
    """Everybody is as strained as this, every morning."""

    def __init__(self, strain: float | None = None) -> None:
        self.known = strain

    def strains(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Mapping[LocalDate, float]:
        """Tell how strained everybody is."""
        return {} if self.known is None else dict.fromkeys(days_from(start, end), self.known)


def biometrics_in_memory(
    profile: Profile | None = None, strain: float | None = None, clock: PinnedClock | None = None
) -> Biometrics:
    """Join biometrics over memory."""
    return Biometrics(
        MemoryCharts(Revisions()),
        clock or PinnedClock(),
        CountedIds(),
        KnownProfiles(profile),
        KnownStrain(strain),
    )


def biometrics_over(charts: Charts) -> Biometrics:
    """Join biometrics over a store that others use as well."""
    return Biometrics(charts, PinnedClock(), RandomIds(), KnownProfiles(None), KnownStrain(None))


def morning_of_day(days_ago: int, minutes: int = 0) -> Moment:
    """The moment 06:00 in UTC so many days ago, on the wall of Paris."""
    given = (
        NOW.replace(hour=6, minute=0) - dt.timedelta(days=days_ago) + dt.timedelta(minutes=minutes)
    )
    return moment_in(at(given), PARIS)


def hrv(days_ago: int, rmssd_ms: float, source: SourceId = WATCH) -> NewReading:
    """A variability on a morning."""
    return NewReading(morning_of_day(days_ago), good(Hrv.of_rmssd_ms(rmssd_ms)), source)


def resting(days_ago: int, bpm: float, source: SourceId = WATCH) -> NewReading:
    """A resting heart rate on a morning."""
    value = RestingHeartRate(good(HeartRate.of_bpm(bpm)))
    return NewReading(morning_of_day(days_ago), value, source)


def weigh_in(days_ago: int, weight_kg: float, source: SourceId = MANUAL) -> NewReading:
    """A weigh-in on a morning."""
    return NewReading(morning_of_day(days_ago), Weight(good(Mass.of_kg(weight_kg))), source)


def skin(days_ago: int, celsius: float, scale: Scale = Scale.SKIN) -> NewReading:
    """A temperature on a morning."""
    value = good(Temperature.of_celsius(scale, celsius))
    return NewReading(morning_of_day(days_ago), value, WATCH)


def slept(
    days_ago: int,
    asleep_minutes: float,
    in_bed_minutes: int = 600,
    *,
    source: SourceId = WATCH,
    measured: bool = True,
    nap: bool = False,
) -> NewReading:
    """A sleep that ended on a morning; a nap ends in the afternoon."""
    moment = morning_of_day(days_ago, 600 if nap else 0)
    start = at(moment.at - dt.timedelta(minutes=in_bed_minutes))
    asleep = good(Duration.of_minutes(asleep_minutes))
    value = good(sleep_of(start, moment.at, slept=asleep, measured=measured, nap=nap))
    return NewReading(moment, value, source)


def breathed(days_ago: int, per_min: float, source: SourceId = WATCH) -> NewReading:
    """The breaths a minute of a night."""
    return NewReading(morning_of_day(days_ago), good(Respiration.of_per_min(per_min)), source)


def oxygen(days_ago: int, *percent: float | None, source: SourceId = WATCH) -> NewReading:
    """The oxygen of a night, one sample a minute."""
    return NewReading(morning_of_day(days_ago), good(SpO2Night.of_percent(60, percent)), source)


def checked_in(days_ago: int, answers: CheckIn, minutes: int = 0) -> NewReading:
    """A check-in on a morning."""
    return NewReading(morning_of_day(days_ago, minutes), answers)


sources = st.sampled_from([MANUAL, WATCH, RING])
# A few minutes of a few days, so that readings meet; one of them is the night of a clock change.
instants = st.builds(
    lambda days, minutes: at(
        NOW.replace(hour=1, minute=0) - dt.timedelta(days=days) + dt.timedelta(minutes=minutes)
    ),
    st.integers(1, 12) | st.sampled_from([300, 145]),
    st.integers(-2, 2) | st.sampled_from([-61, -60, 240]),
)
zones = st.sampled_from([PARIS, TimeZone("UTC"), TimeZone("Pacific/Kiritimati")])
moments = st.builds(moment_in, instants, zones)

hrvs = st.integers(3_000, 300_000).map(Hrv)
weights = st.integers(60_000, 62_000).map(lambda g: Weight(good(Mass.of_grams(g))))
plausible = st.one_of(
    hrvs,
    st.integers(25_000, 240_000).map(lambda x: RestingHeartRate(HeartRate(x))),
    weights,
    st.builds(BodyFat, st.integers(2_000, 60_000), st.sampled_from(Instrument)),
    st.builds(
        Girths,
        st.none() | st.integers(200, 800).map(Distance),
        st.integers(400, 2_500).map(Distance),
        st.none() | st.integers(500, 2_500).map(Distance),
    ),
    st.builds(Temperature, st.just(Scale.SKIN), st.integers(28_000, 42_000)),
    st.builds(Temperature, st.just(Scale.DEVIATION), st.integers(-5_000, 5_000)),
    st.builds(BloodPressure, st.integers(110, 150), st.integers(50, 90)),
    st.integers(70_000, 100_000).map(SpO2),
    st.integers(4_000, 60_000).map(Respiration),
    st.builds(
        SpO2Night,
        st.integers(1, 600),
        st.lists(st.integers(70_000, 100_000), min_size=2, max_size=9).map(lambda n: (*n, None)),
    ),
    st.integers(1_100, 33_300).map(Glucose),
    st.builds(
        CheckIn,
        *([st.none() | st.integers(1, 5)] * 5),
        st.booleans(),
        st.booleans(),
    ),
)
implausible = st.one_of(
    st.integers(300_001, 900_000).map(Hrv),
    st.integers(240_001, 900_000).map(lambda x: RestingHeartRate(HeartRate(x))),
    st.integers(90, 300).map(lambda kg: Weight(good(Mass.of_kg(kg * 10)))),
    st.integers(60_001, 100_000).map(BodyFat),
    st.builds(Temperature, st.just(Scale.BODY), st.integers(42_001, 90_000)),
    st.builds(BloodPressure, st.integers(60, 80), st.integers(80, 120)),
    st.integers(0, 69_999).map(SpO2),
    st.integers(60_001, 200_000).map(Respiration),
    st.builds(SpO2Night, st.integers(1, 600), st.just((95_000, None, 60_000))),
    st.integers(33_301, 900_000).map(Glucose),
)


@st.composite
def sleeps(draw: st.DrawFn, end: Instant) -> Sleep:
    """A sleep that ended then, by stages or by minutes."""
    lengths = draw(st.lists(st.integers(1, 90), min_size=1, max_size=8))
    start = at(end - dt.timedelta(minutes=sum(lengths)))
    if draw(st.booleans()):
        asleep = Duration(draw(st.integers(0, sum(lengths))) * 60_000_000)
        measured, nap, free = draw(st.tuples(*[st.booleans()] * 3))
        return good(sleep_of(start, end, slept=asleep, measured=measured, nap=nap, free=free))
    spans = []
    reached = start
    for length in lengths:
        until = at(reached + dt.timedelta(minutes=length))
        spans.append(StageSpan(draw(st.sampled_from(Stage)), reached, until))
        reached = until
    return good(sleep_of(start, end, stages=spans))


beats = st.lists(st.integers(250_000, 2_100_000), min_size=30, max_size=60).map(
    lambda rr: RrIntervals((800_000, 810_000, *rr))
)


@st.composite
def new_readings(draw: st.DrawFn, implausible_too: bool = True) -> NewReading:
    """Something to record, of any kind."""
    moment = draw(moments)
    kinds = [plausible, sleeps(moment.at)]
    if implausible_too:
        kinds += [implausible, beats]
    device = draw(st.none() | st.uuids().map(DeviceId))
    return NewReading(moment, draw(st.one_of(*kinds)), draw(sources), device)


def with_readings(new: Sequence[NewReading]) -> tuple[Biometrics, PersonId]:
    """A service in which somebody recorded this."""
    biometrics, me = biometrics_in_memory(), somebody()
    good(biometrics.record_all(me, new))
    return biometrics, me


def signal_of(biometrics: Biometrics, person: PersonId, name: SignalName) -> Signal | NoSignal:
    """One of a person's signals today."""
    (found,) = [one for one in biometrics.signals(person, TODAY) if one.name is name]
    return found


def sent(biometrics: Biometrics, person: PersonId, name: SignalName) -> Signal:
    """One of a person's signals today, which must be there."""
    found = signal_of(biometrics, person, name)
    assert isinstance(found, Signal)
    return found
