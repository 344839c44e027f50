"""Everything biometrics can say about one morning, and the signals readiness reads off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.check_in import QUESTIONS, CheckIn, Flag
from vegaloop.biometrics.domain.days import sleep_days
from vegaloop.biometrics.domain.hrv import WINDOW_DAYS as HRV_WINDOW_DAYS
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import SleepNeed
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.resting import WINDOW_DAYS as RESTING_WINDOW_DAYS
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.sleep import (
    DEBT_DAYS,
    LastNight,
    SleepDebt,
    bases_of,
    last_night,
    sleep_debt,
)
from vegaloop.biometrics.domain.statuses import hrv_on, resting_on, temperature_on
from vegaloop.biometrics.domain.temperature import (
    WINDOW_DAYS as TEMPERATURE_WINDOW_DAYS,
)
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate, days_after

A = TypeVar("A")

# The oldest night of a debt needs the naps of the day before it.
_WINDOW_DAYS: Final = (
    (Kind.HRV, HRV_WINDOW_DAYS),
    (Kind.RESTING_HEART_RATE, RESTING_WINDOW_DAYS),
    (Kind.SLEEP, DEBT_DAYS + 1),
    (Kind.TEMPERATURE, TEMPERATURE_WINDOW_DAYS),
    (Kind.CHECK_IN, 1),
)


@final
class Answers(Struct, frozen=True):
    """The newest check-in of a morning, and when it was given."""

    check_in: CheckIn
    answered_at: Instant


@final
class Morning(Struct, frozen=True):
    """What is known of a person on the morning of a day."""

    day: LocalDate
    hrv: Result[HrvStatus, NoNumber]
    resting: Result[RestingStatus, NoNumber]
    last_night: Result[LastNight, NoNumber]
    sleep_debt: Result[SleepDebt, NoNumber]
    temperature: Result[TemperatureStatus, NoNumber]
    answers: Answers | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What the person reports that morning."""
        return () if self.answers is None else self.answers.check_in.flags

    @property
    def signals(self) -> tuple[Published, ...]:
        """Each signal of biometrics once, given or not (book R2, R3)."""
        return (
            _published(SignalName.HRV, self.hrv, _hrv_signal),
            _published(SignalName.RHR, self.resting, _resting_signal),
            _published(SignalName.SLEEP_LAST, self.last_night, _night_signal),
            _published(SignalName.SLEEP_DEBT, self.sleep_debt, _debt_signal),
            _published(SignalName.TEMPERATURE, self.temperature, _temperature_signal),
            _subjective(self.answers),
        )


def looks_back_to(day: LocalDate) -> dict[Kind, LocalDate]:
    """Find the first day of each kind of reading that a morning can rest on."""
    return {kind: days_after(day, 1 - days) for kind, days in _WINDOW_DAYS}


def morning_of(
    day: LocalDate,
    readings: Sequence[Observed],
    profile: Profile,
    strains: Mapping[LocalDate, float],
    needs: Sequence[SleepNeed] = (),
) -> Morning:
    """Work out a morning from the readings of the days up to it, their strain, and set needs."""
    nights = sleep_days(readings)
    bases = bases_of(profile.age_years(day), nights, needs)
    return Morning(
        day=day,
        hrv=hrv_on(day, readings),
        resting=resting_on(day, readings),
        last_night=last_night(nights, day, bases, strains),
        sleep_debt=sleep_debt(nights, day, bases, strains),
        temperature=temperature_on(day, readings),
        answers=_answers(day, readings),
    )


def flags_on(day: LocalDate, readings: Sequence[Observed]) -> tuple[Flag, ...]:
    """Tell what the newest check-in of a day reports."""
    answers = _answers(day, readings)
    return () if answers is None else answers.check_in.flags


def _answers(day: LocalDate, readings: Sequence[Observed]) -> Answers | None:
    given = [
        (r.at, r.source, r.value)
        for r in readings
        if isinstance(r.value, CheckIn) and r.local_date == day
    ]
    if not given:
        return None
    answered_at, _, check_in = max(given, key=_newest_then_source)
    return Answers(check_in, answered_at)


def _newest_then_source(given: tuple[Instant, SourceId, CheckIn]) -> tuple[Instant, SourceId]:
    return given[0], given[1]


def _published(
    name: SignalName, found: Result[A, NoNumber], signal: Callable[[A], Signal]
) -> Published:
    match found:
        case Success(value):
            return signal(value)
        case Failure(reason):
            return NoSignal(name, reason)


def _hrv_signal(s: HrvStatus) -> Signal:
    return Signal(SignalName.HRV, s.balance, s.quality, s.observed_at, s.window_days, s.n_valid)


def _resting_signal(s: RestingStatus) -> Signal:
    return Signal(SignalName.RHR, s.z, s.quality, s.observed_at, s.window_days, s.n_valid)


def _night_signal(s: LastNight) -> Signal:
    return Signal(SignalName.SLEEP_LAST, s.sufficiency, s.quality, s.observed_at, 1, 1)


def _debt_signal(s: SleepDebt) -> Signal:
    return Signal(
        SignalName.SLEEP_DEBT, s.debt_hours, s.quality, s.observed_at, s.window_days, s.n_valid
    )


def _temperature_signal(s: TemperatureStatus) -> Signal:
    return Signal(
        SignalName.TEMPERATURE, s.deviation_c, s.quality, s.observed_at, s.window_days, s.n_valid
    )


def _subjective(answers: Answers | None) -> Published:
    value = None if answers is None else answers.check_in.subjective
    if answers is None or value is None:
        return NoSignal(SignalName.SUBJECTIVE, Missing("check_in"))
    answered = answers.check_in.answered
    quality = answered / QUESTIONS
    return Signal(SignalName.SUBJECTIVE, value, quality, answers.answered_at, 1, answered)
