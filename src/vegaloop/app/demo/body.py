"""What the demo athlete's watch and scales say, and how the athlete says it feels."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from typing import Final

from vegaloop.app.demo.kitchen import DEMO
from vegaloop.app.demo.season import Day, instant, weekday
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    CheckIn,
    Girths,
    Glucose,
    Hrv,
    NewReading,
    Respiration,
    RestingHeartRate,
    RrIntervals,
    Scale,
    SpO2,
    Stage,
    StageSpan,
    Temperature,
    Value,
    Weight,
    sleep_of,
)
from vegaloop.kernel.quantity import Distance, HeartRate, Mass
from vegaloop.kernel.time import Instant, later, moment_in

_RMSSD_MS: Final = 58.0
_RESTING_BPM: Final = 48.0
_WEIGHT_KG: Final = 61.4
_CYCLE: Final = (  # Minutes of one sleep cycle.
    (Stage.LIGHT, 46),
    (Stage.DEEP, 22),
    (Stage.REM, 20),
    (Stage.AWAKE, 4),
)


def readings(day: Day, fatigue: float, chance: random.Random) -> Iterator[NewReading]:
    """What was measured by the morning of a day; `fatigue` is 0 when fresh and 1 when spent."""
    woke = instant(day.at(6, chance.randrange(20, 55)))
    yield _night(day, woke, chance)
    strain = fatigue + (1.4 if day.ill else 0) + (0.5 if day.underfuelled else 0)
    rmssd_ms = _RMSSD_MS * math.exp(chance.gauss(0, 0.07) - 0.16 * strain)
    own = random.Random(day.ago)  # noqa: S311  # A story, not a secret.
    watch: tuple[Value | RrIntervals, ...] = (
        _beats(rmssd_ms, own) if day.ago < _STRAP_DAYS else Hrv(round(1_000 * rmssd_ms)),
        RestingHeartRate(_bpm(_RESTING_BPM + chance.gauss(0, 0.8) + 2.6 * strain)),
        SpO2(round(1_000 * min(99.0, chance.gauss(96.4, 0.5)))),
        Temperature(Scale.DEVIATION, round(chance.gauss(0, 90)) + (900 if day.ill else 0)),
        Respiration.of_per_min(own.gauss(14.2, 0.3) + (1.6 if day.ill else 0)).unwrap(),
    )
    yield from (_reading(day, woke, value) for value in watch)
    if 0 < day.ago <= _SENSOR_DAYS:
        yield from _glucose(day, own)
    if not day.unlogged:
        yield from (
            _reading(day, later(woke, _MINUTES_10), v) for v in _by_hand(day, strain, chance)
        )


_MINUTES_10: Final = dt.timedelta(minutes=10)


# The last week the beats come from a strap; a sensor was worn for a fortnight.
_STRAP_DAYS: Final = 7
_SENSOR_DAYS: Final = 15
_BEATS: Final = 240


def _beats(rmssd_ms: float, chance: random.Random) -> RrIntervals:
    """Four minutes of beats around 52 a minute, one of which the strap missed."""
    breath, noise = 1.083 * rmssd_ms, 0.308 * rmssd_ms  # Their differences add up to RMSSD.
    beats = [
        1_150 + breath * math.sin(math.tau * n / 5) + chance.gauss(0, noise) for n in range(_BEATS)
    ]
    missed = chance.randrange(60, 180)
    beats[missed : missed + 2] = [sum(beats[missed : missed + 2])]
    return RrIntervals.of_ms(beats).unwrap()


def _glucose(day: Day, chance: random.Random) -> Iterator[NewReading]:
    """A day of a sensor that says every quarter of an hour what is in the tissue."""
    for quarter in range(96):
        hour = quarter / 4
        after_meal = sum(1.6 * math.exp(-(((hour - at) / 0.8) ** 2)) for at in (8.2, 13.3, 19.6))
        mmol_l = 5.1 + after_meal + chance.gauss(0, 0.15)
        at = instant(day.at(quarter // 4, quarter % 4 * 15))
        yield _reading(day, at, Glucose.of_mmol_l(mmol_l).unwrap())


def _by_hand(day: Day, strain: float, chance: random.Random) -> Iterator[Value]:
    if weekday(day) not in {2, 5}:
        drift = 0.006 * (day.ago - 60) + (0.5 if day.ago > 40 else 0)
        yield Weight(Mass(round(1e12 * (_WEIGHT_KG + drift + chance.gauss(0, 0.28)))))
    if weekday(day) == 0:
        yield BodyFat(round(1_000 * (21.5 + 0.01 * day.ago + chance.gauss(0, 0.3))))
        yield Girths(neck=Distance(315), waist=Distance(702), hip=Distance(948))
        yield BloodPressure(round(chance.gauss(112, 4)), round(chance.gauss(69, 3)))
    yield CheckIn(
        fatigue=_answer(2 + 1.5 * strain, chance),
        soreness=_answer(2 + 1.2 * strain, chance),
        mood=_answer(4 - strain, chance),
        stress=_answer(2, chance),
        sleep_quality=_answer(4 - 0.5 * strain, chance),
        ill=day.ill,
    )


def _night(day: Day, woke: Instant, chance: random.Random) -> NewReading:
    hours = chance.gauss(7.7, 0.45) + (0.7 if day.ill else 0) - (1.6 if day.ago in {48, 56} else 0)
    start = later(woke, -dt.timedelta(hours=max(4.5, hours)))
    spans, at = [], start
    while at < woke:
        for stage, minutes in _CYCLE:
            until = min(woke, later(at, dt.timedelta(minutes=minutes * chance.uniform(0.7, 1.3))))
            if at < until:
                spans.append(StageSpan(stage, at, until))
            at = until
    return _reading(day, woke, sleep_of(start, woke, stages=spans).unwrap())


def _reading(day: Day, at: Instant, value: Value | RrIntervals) -> NewReading:
    return NewReading(moment_in(at, day.zone), value, DEMO)


def _bpm(rate: float) -> HeartRate:
    return HeartRate(round(rate) * 1_000)


def _answer(usual: float, chance: random.Random) -> int:
    return max(1, min(5, round(chance.gauss(usual, 0.6))))
