"""Nights as Polar tells them, in its API and in its account export.

Rule 1: a clock without a day is of the night it stands in: from noon on it is the evening before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    Stage,
    StageSpan,
)
from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.days import date_in, midnight_of
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields, span_s
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, days_after

__all__ = (
    "MAKER",
    "read_exported_night",
    "read_exported_recovery",
    "read_night",
    "read_recharge",
)

MAKER: Final = Maker(source_of("polar"))
_NOON_S: Final = 43_200.0
_STAGES: Final[dict[float | None, Stage]] = {
    0: Stage.AWAKE,
    1: Stage.REM,
    2: Stage.LIGHT,
    3: Stage.LIGHT,
    4: Stage.DEEP,
    5: Stage.ASLEEP,
}
# The names of states, whose style changes; N1 and N2 are light, and mostly told as one.
_STATES: Final = {
    **dict.fromkeys(("WAKE", "AWAKE"), Stage.AWAKE),
    "REM": Stage.REM,
    **dict.fromkeys(("NONREM1", "NONREM2", "NONREM12", "LIGHTNONREM", "LIGHT"), Stage.LIGHT),
    **dict.fromkeys(("NONREM3", "DEEPNONREM", "DEEP"), Stage.DEEP),
    **dict.fromkeys(("UNKNOWN", "UNRECOGNIZED"), Stage.ASLEEP),
}
_LETTERS: Final = re.compile(r"[^A-Z0-9]")
_CHANGES_MOST: Final = 3_000
_NOT_TAKEN: Final = (
    "sleep_score",
    "sleep_charge",
    "sleep_rating",
    "sleep_goal",
    "sleep_cycles",
    "continuity",
    "continuity_class",
    *(f"{which}_interruption_duration" for which in ("total", "short", "long")),
    *(f"group_{what}_score" for what in ("duration", "solidity", "regeneration")),
)

# Since when, and what; None where that cannot be told.
Change = tuple[Instant | None, Stage | None]


def read_night(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a night of the API."""
    written = record.text("sleep_start_time")
    start = of_iso(written, profile, "sleep_start_time")
    end = of_iso(record.text("sleep_end_time"), profile, "sleep_end_time")
    changes: list[Change] = []
    match start:
        case Success(began):
            for clock, value in record.pairs("hypnogram"):
                at, stage = _in_night(began, written, clock), _STAGES.get(value)
                if at is None or stage is None:
                    given = f"{clock}: {value}"
                    yield MAKER.misshapen(place, "sleep", "hypnogram", given, "a clock and a stage")
                changes.append((None if at is None else max(at.at, began.at), stage))
            for clock, value in record.pairs("heart_rate_samples"):
                at = _in_night(began, written, clock)
                if at is not None:
                    yield MAKER.sample(place, Metric.HEART_RATE, Success(at), value)
        case Failure():
            pass
    parts = [
        record.number(name)
        for name in ("light_sleep", "deep_sleep", "rem_sleep", "unrecognized_sleep_stage")
    ]
    known = [part for part in parts if part is not None]
    slept_s = sum(known) if known else None
    yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=_spans(changes, end))
    unplaced.add_all(record, _NOT_TAKEN, place)


def read_exported_night(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a night of the account export."""
    hypnogram = record.within("sleepResult").within("hypnogram")
    start = of_iso(hypnogram.text("sleepStart"), profile, "sleepStart")
    end = of_iso(hypnogram.text("sleepEnd"), profile, "sleepEnd")
    slept_s = span_s(record.within("evaluation").text("asleepDuration"))
    changes: list[Change] = []
    match start:
        case Success(began):
            for value in hypnogram.many("sleepStateChanges"):
                change = Fields(value)
                written = change.get("offsetFromStart")
                after_s = span_s(written) if isinstance(written, str) else None
                after_s = change.number("offsetFromStart") if after_s is None else after_s
                state = change.text("state")
                stage = _STATES.get(_LETTERS.sub("", state.upper()))
                if after_s is None or stage is None:
                    yield MAKER.misshapen(place, "sleep", "state", state, "a stage of sleep")
                changes.append((None if after_s is None else stepped(began, after_s).at, stage))
        case Failure():
            pass
    yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=_spans(changes, end))
    unplaced.add_all(record, ("sleepScore", "sleepScoreResult"), place)


def read_recharge(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a nightly recharge of the API: what a device computed, and its series."""
    match date_in(record.text("date")):
        case Failure(error):
            yield NotTaken(place, "night", error)
        case Success(day):
            yield from _recovery(
                place,
                midnight_of(day.isoformat(), profile),
                record.number("heart_rate_variability_avg"),
                record.number("breathing_rate_avg"),
            )
            series = (("hrv_samples", Metric.HRV_RMSSD), ("breathing_samples", Metric.RESPIRATION))
            for name, metric in series:
                for clock, value in record.pairs(name):
                    seconds = clock_s(clock)
                    if seconds is None:
                        yield MAKER.misshapen(place, metric.value, name, clock, "a clock")
                        continue
                    eve = days_after(day, -1) if seconds >= _NOON_S else day
                    at = at_clock(eve, seconds, profile)
                    yield MAKER.sample(place, metric, at, value)
    names = ("heart_rate_avg", "beat_to_beat_avg", "nightly_recharge_status", "ans_charge")
    unplaced.add_all(record, (*names, "ans_charge_status"), place)


def read_exported_recovery(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a nightly recovery of the account export; a breath is told as its length."""
    match date_in(record.text("night"), "night"):
        case Failure(error):
            yield NotTaken(place, "night", error)
        case Success(day):
            breath_ms = record.number("meanNightlyRecoveryRespirationInterval")
            rmssd = record.number("meanNightlyRecoveryRMSSD", "meanNightlyRecoveryRmssd")
            breaths = 60_000 / breath_ms if breath_ms and breath_ms > 0 else None
            yield from _recovery(place, midnight_of(day.isoformat(), profile), rmssd, breaths)
    unplaced.add_all(record, ("meanNightlyRecoveryRRI", "ansStatus", "ansRate"), place)


def _recovery(
    place: Place, at: Result[When, BadTime], rmssd_ms: float | None, breaths: float | None
) -> Iterator[Found]:
    if rmssd_ms:
        yield MAKER.reading(place, "hrv", at, Hrv.of_rmssd_ms(rmssd_ms))
    if breaths:
        yield MAKER.reading(place, "respiration", at, Respiration.of_per_min(breaths))


def _in_night(began: When, written: str, clock: str) -> When | None:
    """The first moment after a night began that the wall it was written on shows this clock.

    The offset of UTC itself tells no wall, so the clock of the start is read as it was written.
    """
    seconds, start_s = clock_s(clock), clock_s(written[11:19])
    if seconds is None or start_s is None:
        return None
    # A clock of whole minutes may stand just before the second a night began.
    after_s = seconds - start_s
    return stepped(began, after_s if after_s > -60 else after_s + 86_400)


def _spans(changes: list[Change], end: Result[When, BadTime]) -> tuple[StageSpan, ...]:
    """Let each stage last until the next begins, the last until waking.

    One nobody knows is left out; where nobody knows when a change was, none has an end.
    """
    timed = [(at, stage) for at, stage in changes[:_CHANGES_MOST] if at is not None]
    match end:
        case Success(woke) if len(timed) == len(changes[:_CHANGES_MOST]):
            ordered = sorted(timed, key=lambda change: change[0])
            ends = [*(at for at, _ in ordered), woke.at][1:]
            return tuple(
                StageSpan(stage, at, min(until, woke.at))
                for (at, stage), until in zip(ordered, ends, strict=False)
                if stage is not None and at < min(until, woke.at)
            )
        case Success() | Failure():
            return ()
