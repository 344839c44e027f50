"""Everything biometrics can say about one morning, and the signals readiness reads off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.check_in import QUESTIONS, CheckIn, Flag
from vegaloop.biometrics.domain.days import hrv_days, resting_days, sleep_days, temperature_days
from vegaloop.biometrics.domain.hrv import WINDOW_DAYS as HRV_WINDOW_DAYS
from vegaloop.biometrics.domain.hrv import HrvStatus, hrv_status
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.quality import best_of
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.resting import WINDOW_DAYS as RESTING_WINDOW_DAYS
from vegaloop.biometrics.domain.resting import RestingStatus, resting_status
from vegaloop.biometrics.domain.sleep import (
    DEBT_DAYS,
    LastNight,
    SleepDebt,
    base_need_hours,
    last_night,
    sleep_debt,
)
from vegaloop.biometrics.domain.temperature import (
    WINDOW_DAYS as TEMPERATURE_WINDOW_DAYS,
)
from vegaloop.biometrics.domain.temperature import TemperatureStatus, temperature_status
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")

KINDS: Final = (
    Kind.HRV,
    Kind.RESTING_HEART_RATE,
    Kind.SLEEP,
    Kind.TEMPERATURE,
    Kind.CHECK_IN,
)
# The oldest night of a debt needs the naps of the day before it.
WINDOW_DAYS: Final = 1 + max(
    HRV_WINDOW_DAYS, RESTING_WINDOW_DAYS, DEBT_DAYS, TEMPERATURE_WINDOW_DAYS
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


def morning_of(
    day: LocalDate, readings: Sequence[Observed], profile: Profile, strain: float | None
) -> Morning:
    """Work out a morning from the readings of the days up to it."""
    nights = sleep_days(readings)
    base_hours = base_need_hours(profile.age_years(day))
    return Morning(
        day=day,
        hrv=hrv_on(day, readings),
        resting=best_of(
            [resting_status(source, days, day) for source, days in _sorted(resting_days(readings))],
            lambda status: status.quality,
            "resting_heart_rate",
        ),
        last_night=last_night(nights, day, base_hours, strain),
        sleep_debt=sleep_debt(nights, day, base_hours),
        temperature=best_of(
            [
                temperature_status(source, scale, days, day)
                for (source, scale), days in _sorted(temperature_days(readings))
            ],
            lambda status: status.quality,
            "temperature",
        ),
        answers=_answers(day, readings),
    )


def hrv_on(day: LocalDate, readings: Sequence[Observed]) -> Result[HrvStatus, NoNumber]:
    """Work out where variability stands on a morning, by the source that knows best."""
    return best_of(
        [hrv_status(source, days, day) for source, days in _sorted(hrv_days(readings))],
        lambda status: status.quality,
        "hrv",
    )


K = TypeVar("K", bound=tuple[str, str] | str)


def _sorted(sources: dict[K, A]) -> list[tuple[K, A]]:
    """Fix the order of the sources, so that ties fall the same way each time."""
    return [(key, sources[key]) for key in sorted(sources)]


def flags_on(day: LocalDate, readings: Sequence[Observed]) -> tuple[Flag, ...]:
    """Tell what the newest check-in of a day reports."""
    answers = _answers(day, readings)
    return () if answers is None else answers.check_in.flags


def _answers(day: LocalDate, readings: Sequence[Observed]) -> Answers | None:
    given = [
        Answers(r.value, r.at)
        for r in readings
        if r.local_date == day and isinstance(r.value, CheckIn)
    ]
    return max(given, key=_answered_at, default=None)


def _answered_at(answers: Answers) -> Instant:
    return answers.answered_at


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
