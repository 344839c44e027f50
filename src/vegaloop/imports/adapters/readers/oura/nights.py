"""Nights as Oura tells them: a stage each five minutes, and the heart beside it.

Rule 1: only the night itself tells a resting heart rate, a variability and a breath; of a shorter
sleep only the series are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    Scale,
    Stage,
    StageSpan,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import midnight_of
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in

__all__ = ("MAKER", "deviation_of", "night_readings", "read_night", "read_old_night", "series_of")

MAKER: Final = Maker(source_of("oura"))
_STAGES: Final = {"1": Stage.DEEP, "2": Stage.LIGHT, "3": Stage.REM, "4": Stage.AWAKE}
_STAGE_S: Final = 300.0
_STAGES_MOST: Final = 300  # A day of five minutes each.
_LONG: Final = "long_sleep"
_NOT_A_SLEEP: Final = ("deleted", "rest")
_LEFT_OUT: Final = (
    "readiness",
    "readiness_score_delta",
    "sleep_score_delta",
    "movement_30_sec",
    "efficiency",
    "latency",
    "restless_periods",
    "average_heart_rate",
)
_SAMPLES_MOST: Final = 20_000
_INTERVAL_MOST_S: Final = 86_400.0


def read_night(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a sleep of the API."""
    start = of_iso(record.text("bedtime_start"), profile, "bedtime_start")
    end = of_iso(record.text("bedtime_end"), profile, "bedtime_end")
    kind = record.text("type") or _LONG
    if kind in _NOT_A_SLEEP:
        unplaced.add(f"sleep of type {kind}", place)
    else:
        stages = _stages(record.text("sleep_phase_5_min"), start, end)
        slept_s = record.number("total_sleep_duration")
        nap = kind != _LONG
        yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=stages, nap=nap)
        yield from _unknown_stages(record, "sleep_phase_5_min", place)
    if kind == _LONG:
        yield from night_readings(
            place,
            end,
            record.number("average_hrv"),
            record.number("lowest_heart_rate"),
            record.number("average_breath"),
        )
        readiness = record.within("readiness")
        at = midnight_of(record.get("day"), profile, "day")
        yield from deviation_of(readiness.number("temperature_deviation"), place, at)
    yield from series_of(record.within("heart_rate"), Metric.HEART_RATE, place, profile)
    yield from series_of(record.within("hrv"), Metric.HRV_RMSSD, place, profile)
    unplaced.add_all(record, _LEFT_OUT, place)


def read_old_night(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a sleep of the first version of the API."""
    start = of_iso(record.text("bedtime_start"), profile, "bedtime_start")
    end = of_iso(record.text("bedtime_end"), profile, "bedtime_end")
    stages = _stages(record.text("hypnogram_5min"), start, end)
    longest = record.get("is_longest") is None or record.flag("is_longest")
    slept_s = record.number("total")
    yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=stages, nap=not longest)
    yield from _unknown_stages(record, "hypnogram_5min", place)
    if longest:
        rmssd, lowest = record.number("rmssd"), record.number("hr_lowest")
        yield from night_readings(place, end, rmssd, lowest, record.number("breath_average"))
        yield from deviation_of(record.number("temperature_delta"), place, _woken(end, profile))
    match start:
        case Success(began):
            for name, metric in (("hr_5min", Metric.HEART_RATE), ("rmssd_5min", Metric.HRV_RMSSD)):
                for n, value in enumerate(record.numbers(name)[:_SAMPLES_MOST]):
                    if value:  # Zero where nothing was measured.
                        at = Success(stepped(began, n * _STAGE_S))
                        yield MAKER.sample(place, metric, at, value)
        case Failure():
            pass
    unplaced.add_all(record, ("score",), place)


def series_of(series: Fields, metric: Metric, place: Place, profile: Profile) -> Iterator[Found]:
    """Read values that stand at equal distances from a moment on; null where there is none."""
    values = series.numbers("items")[:_SAMPLES_MOST]
    interval_s = series.number("interval")
    if interval_s is None or not 0 < interval_s <= _INTERVAL_MOST_S or not values:
        return
    match of_iso(series.text("timestamp"), profile, "timestamp"):
        case Failure(error):
            yield MAKER.sample(place, metric, Failure(error), None)
        case Success(began):
            for n, value in enumerate(values):
                if value is not None:
                    yield MAKER.sample(
                        place, metric, Success(stepped(began, n * interval_s)), value
                    )


def night_readings(
    place: Place,
    end: Result[When, BadTime],
    rmssd_ms: float | None,
    lowest_bpm: float | None,
    breaths: float | None,
) -> Iterator[Found]:
    """Read what a night tells of the heart and the breath; zero where nothing was measured."""
    if rmssd_ms:
        yield MAKER.reading(place, "hrv", end, Hrv.of_rmssd_ms(rmssd_ms))
    if lowest_bpm:
        rate = resting_rate_of(lowest_bpm)
        yield MAKER.reading(place, "resting_heart_rate", end, rate)
    if breaths:
        yield MAKER.reading(place, "respiration", end, Respiration.of_per_min(breaths))


def deviation_of(
    celsius: float | None, place: Place, midnight: Result[When, BadTime]
) -> Iterator[Found]:
    """Read how far the skin was from its usual temperature, in the night a day began with."""
    if celsius is not None:
        value = Temperature.of_celsius(Scale.DEVIATION, celsius)
        yield MAKER.reading(place, "temperature", midnight, value)


def _woken(end: Result[When, BadTime], profile: Profile) -> Result[When, BadTime]:
    """The midnight the day of waking began with."""
    woke = value_in(end)
    return end if woke is None else midnight_of(woke.moment.local_date.isoformat(), profile)


def _unknown_stages(record: Fields, field: str, place: Place) -> Iterator[NotTaken]:
    """Tell the stages of a night that nobody knows, each once."""
    letters = record.text(field)[:_STAGES_MOST]
    if unknown := "".join(dict.fromkeys(one for one in letters if one not in _STAGES)):
        yield MAKER.misshapen(place, "sleep", field, unknown, "a digit of each stage, 1 to 4")


def _stages(
    letters: str, start: Result[When, BadTime], end: Result[When, BadTime]
) -> tuple[StageSpan, ...]:
    """Lay stages of five minutes each from the start on; one nobody knows is left out."""
    began, woke = value_in(start), value_in(end)
    spans: list[StageSpan] = []
    if began is None or woke is None:
        return ()
    for n, letter in enumerate(letters[:_STAGES_MOST]):
        stage = _STAGES.get(letter)
        first = stepped(began, n * _STAGE_S).at
        last = min(stepped(began, (n + 1) * _STAGE_S).at, woke.at)
        if stage is None or first >= last:
            continue
        if spans and spans[-1].stage is stage and spans[-1].end == first:
            spans[-1] = StageSpan(stage, spans[-1].start, last)
        else:
            spans.append(StageSpan(stage, first, last))
    return tuple(spans)
