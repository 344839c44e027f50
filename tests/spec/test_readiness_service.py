"""The readiness service: what it asks, and that it keeps nothing."""

from __future__ import annotations

import datetime as dt
from typing import final

import msgspec
import pytest
from hypothesis import given

from tests.strategies.readiness import (
    TODAY,
    anything_published,
    evidence_of,
    signal_with,
    signals_in,
)
from tests.support import NOW, PinnedClock, good, refused, somebody
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles, Sex
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Published, Signals
from vegaloop.kernel.time import LocalDate, TimeZone, days_after
from vegaloop.readiness import (
    Ailment,
    EndsBeforeItStarts,
    Evidence,
    Morning,
    ReadinessService,
    SelfReports,
    TooManyDays,
)

ORDINARY = evidence_of(
    {"load_balance": -10.0, "hrv": 0.0, "rhr": 0.0, "sleep_last": 0.95, "energy_availability": 40.0}
).published


@final
class AlwaysSays(Signals):
    def __init__(self, *published: Published) -> None:
        self._published = published
        self.asked: list[LocalDate] = []

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        self.asked.append(day)
        return self._published


@final
class OneProfile(Profiles):
    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def profile(self, person: PersonId) -> Profile:
        return self._profile


@final
class Reports(SelfReports):
    def __init__(
        self,
        *trend: DayValue,
        ill_on: LocalDate | None = None,
        sleep_ratio: float | None = None,
    ) -> None:
        self._trend = trend
        self._ill_on = ill_on
        self._sleep_ratio = sleep_ratio

    def ailments(self, person: PersonId, day: LocalDate) -> tuple[Ailment, ...]:
        return (Ailment.ILLNESS,) if day == self._ill_on else ()

    def hrv_trend_z(self, person: PersonId, day: LocalDate) -> float | None:
        return next((one.value for one in self._trend if one.day == day), None)

    def sleep_ratio(self, person: PersonId, day: LocalDate) -> float | None:
        return self._sleep_ratio


def a_service(
    *published: Published, reports: Reports | None = None, profile: Profile | None = None
) -> ReadinessService:
    profiles = OneProfile(profile or Profile(sex=Sex.FEMALE))
    half = len(published) // 2
    sources = AlwaysSays(*published[:half]), AlwaysSays(*published[half:])
    return ReadinessService(sources, profiles, reports or Reports(), PinnedClock())


def on(service: ReadinessService, day: LocalDate) -> Morning:
    match service.on(somebody(), day):
        case Success(readiness):
            return readiness
        case Failure(insufficient):
            return insufficient


class TestReady25:
    """READY-25. A morning in a history is the morning asked for alone, and a history has at most 60 of them."""

    @given(anything_published())
    def test_alone_or_together(self, published: tuple[Published, ...]) -> None:
        trend = (DayValue(days_after(TODAY, -2), -0.8), DayValue(days_after(TODAY, -1), -0.9))
        reports = Reports(*trend, ill_on=days_after(TODAY, -3))
        service = a_service(*published, reports=reports)
        start, end = days_after(TODAY, -4), days_after(TODAY, 1)
        mornings = good(service.over(somebody(), start, end))
        assert mornings == tuple(on(service, days_after(start, n)) for n in range(5))

    def test_at_most_sixty(self) -> None:
        service = a_service(*ORDINARY)
        assert len(good(service.over(somebody(), days_after(TODAY, -60), TODAY))) == 60
        assert refused(service.over(somebody(), days_after(TODAY, -61), TODAY)) == TooManyDays(
            61, 60
        )

    def test_none_in_an_empty_span_and_no_span_backwards(self) -> None:
        service, before = a_service(*ORDINARY), days_after(TODAY, -1)
        assert good(service.over(somebody(), TODAY, TODAY)) == ()
        backwards = refused(service.over(somebody(), TODAY, before))
        assert backwards == EndsBeforeItStarts(TODAY, before)


class TestWhatItAsks:
    """The service adds the sex, the ailments and the trend to what the contexts publish."""

    def test_the_trend_of_today_and_of_yesterday(self) -> None:
        yesterday = days_after(TODAY, -1)
        reports = Reports(DayValue(yesterday, -0.6), DayValue(TODAY, -0.6))
        readiness = good(a_service(*ORDINARY, reports=reports).on(somebody(), TODAY))
        assert readiness.advice.code.value == "rest"
        later = good(a_service(*ORDINARY, reports=reports).on(somebody(), days_after(TODAY, 1)))
        assert later.advice.reason.value == "band"

    def test_an_illness_caps_its_day(self) -> None:
        service = a_service(*ORDINARY, reports=Reports(ill_on=TODAY))
        assert good(service.on(somebody(), TODAY)).score == 25
        assert good(service.on(somebody(), days_after(TODAY, 1))).score > 25

    def test_how_long_was_slept_beside_how_well(self) -> None:
        broken = tuple(
            signal_with(one, value=0.45) if one.name == "sleep_last" else one
            for one in signals_in(Evidence(TODAY, ORDINARY))
        )
        long, short = (Reports(sleep_ratio=ratio) for ratio in (0.5, 0.49))
        assert not good(a_service(*broken, reports=long).on(somebody(), TODAY)).caps
        assert good(a_service(*broken, reports=short).on(somebody(), TODAY)).caps
        assert good(a_service(*broken).on(somebody(), TODAY)).caps

    def test_an_unknown_sex(self) -> None:
        readiness = good(a_service(*ORDINARY, profile=Profile()).on(somebody(), TODAY))
        assert "energy_availability" in {gap.name for gap in readiness.missing}

    def test_the_same_question_has_the_same_answer(self) -> None:
        service = a_service(*ORDINARY)
        first, second = (msgspec.json.encode(on(service, TODAY)) for _ in range(2))
        assert first == second

    @pytest.mark.parametrize(
        ("zone", "day"), [("Pacific/Kiritimati", NOW.date()), ("Pacific/Pago_Pago", None)]
    )
    def test_today_is_at_home(self, zone: str, day: dt.date | None) -> None:
        service = a_service(profile=Profile(home_zone=TimeZone(zone)))
        assert service.today(somebody()) == (day or days_after(TODAY, -1))
