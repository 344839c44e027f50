"""Single values of FIT messages, as the domain's quantities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeVar

from vegaloop.activity.domain.recording import Totals
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S, RELATIVE_BELOW
from vegaloop.infrastructure.formats.fit_profile import Lap, Session
from vegaloop.infrastructure.formats.fit_table import Row
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Result, value_in
from vegaloop.kernel.time import Instant, from_epoch_us

__all__ = ("instant", "seconds", "started", "totals", "wall_time", "whole")

_MOST: Final = 0xFFFF_FFFF
A = TypeVar("A")
E = TypeVar("E")


def whole(row: Row, field: int) -> int | None:
    """A count or a number of a thing; None for what no field of FIT's own width can hold."""
    given = row.numbers.get(field)
    return int(given) if given is not None and 0 <= given <= _MOST else None


def seconds(row: Row, field: int) -> float | None:
    """A FIT time of a message: seconds since its epoch, or since the device was started."""
    given = row.numbers.get(field)
    return given if given is not None and 0 <= given <= _MOST else None


def instant(fit_seconds: float | None) -> Instant | None:
    """The instant of a FIT time; None where it counts from when the device was started."""
    if fit_seconds is None or fit_seconds < RELATIVE_BELOW:
        return None
    return from_epoch_us(round((fit_seconds + FIT_EPOCH_S) * 1_000_000))


def wall_time(fit_seconds: float) -> dt.datetime | None:
    """What a wall clock showed at a FIT local time; None if that is no date."""
    at = instant(fit_seconds)
    return at.replace(tzinfo=None) if at and fit_seconds <= _MOST else None


def started(row: Row, of: type[Session] | type[Lap]) -> float | None:
    """When a session or lap began: its start, else its end less what it took."""
    start = seconds(row, of.START)
    end = seconds(row, of.TIMESTAMP)
    if start is not None or end is None:
        return start
    begun = end - row.numbers.get(of.ELAPSED, 0) / 1_000
    return begun if 0 <= begun <= _MOST else None


def totals(row: Row, of: type[Session] | type[Lap], elapsed_ms: float) -> Totals:
    """The totals of a session or a lap; `elapsed_ms` serves where the device gave none."""
    given = row.numbers
    cadence = given.get(of.AVERAGE_CADENCE)
    if cadence is not None:
        cadence += given.get(of.AVERAGE_FRACTIONAL_CADENCE, 0) / 128
    elapsed = given.get(of.ELAPSED, given.get(of.TIMER, elapsed_ms))
    return Totals(
        elapsed=value_in(Duration.of_seconds(elapsed / 1_000)) or Duration(0),
        timer=_read(Duration.of_seconds, given.get(of.TIMER), 1_000),
        distance=_read(Distance.of_meters, given.get(of.DISTANCE), 100),
        energy=_read(Energy.of_kcal, given.get(of.CALORIES)),
        average_heart_rate=_read(HeartRate.of_bpm, given.get(of.AVERAGE_HEART_RATE)),
        maximum_heart_rate=_read(HeartRate.of_bpm, given.get(of.MAXIMUM_HEART_RATE)),
        average_power=_read(Power.of_watts, given.get(of.AVERAGE_POWER)),
        maximum_power=_read(Power.of_watts, given.get(of.MAXIMUM_POWER)),
        average_cadence_centi_rpm=_hundredths(cadence),
        ascent=_read(Distance.of_meters, given.get(of.ASCENT)),
        descent=_read(Distance.of_meters, given.get(of.DESCENT)),
    )


def _read(of: Callable[[float], Result[A, E]], given: float | None, scale: int = 1) -> A | None:
    return None if given is None else value_in(of(given / scale))


def _hundredths(cadence: float | None) -> int | None:
    return round(cadence * 100) if cadence is not None and 0 <= cadence < 1_000_000 else None
