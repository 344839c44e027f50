"""A workout as a vendor tells it in plain numbers, made a recording.

Rule 1: a zero where nobody can have one (a heart rate, a cadence, a power) is no number.
Rule 2: a number that cannot be is told and left out; without how long it took it is no workout,
and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.activity import (
    Channel,
    Lap,
    Recording,
    Rpe,
    Sport,
    Stream,
    Streams,
    Totals,
    packed_times,
    sport_of,
)
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import FoundRecording, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, Interval

__all__ = (
    "WITHOUT_DURATION",
    "Points",
    "Told",
    "ToldLap",
    "Workout",
    "points_every",
    "recordings_of",
    "rpe_of",
    "streams_of",
    "told_in",
    "totals_of",
)

Q = TypeVar("Q", bound=Struct)
Points: TypeAlias = Mapping[Channel, Sequence[tuple[float, float | None]]]

WHAT: Final = "activity"
WITHOUT_DURATION: Final = "activity without its duration"
_ELAPSED_MOST_S: Final = 40 * 86_400.0
_NAME_MOST: Final = 200
_NOTES_MOST: Final = 4_000
_CENTI: Final = 100
_CADENCE_MOST_RPM: Final = 1_000.0


@final
class Told(Struct, frozen=True, kw_only=True):
    """What a vendor says of a session or a lap, in the units the names say."""

    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    energy_kcal: float | None = None
    mean_rate_bpm: float | None = None
    most_rate_bpm: float | None = None
    mean_power_w: float | None = None
    most_power_w: float | None = None
    cadence_rpm: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None


@final
class ToldLap(Struct, frozen=True):
    """A lap: when it began, where that is known, and its numbers."""

    start: Instant | None
    told: Told


@final
class Workout(Struct, frozen=True, kw_only=True):
    """A workout before it is judged: the vendor's word for its sport, its start and numbers.

    `time_assumed` where only the day was told, `corrected` where the person put it right there.
    """

    sport: str | Sport
    start: Result[When, BadTime]
    told: Told
    source: SourceId
    external_id: str = ""
    name: str = ""
    device: str = ""
    notes: str = ""
    rpe: Rpe | None = None
    laps: tuple[ToldLap, ...] = ()
    pauses: tuple[Interval, ...] = ()
    streams: Streams = Streams()
    modified_at: Instant | None = None
    time_assumed: bool = False
    corrected: bool = False


def told_in(number: Callable[[str], float | None], names: Mapping[str, str]) -> Told:
    """Read the numbers of a session, each under the name it has at a vendor."""
    return Told(**{field: number(name) for field, name in names.items()})


def recordings_of(place: Place, workout: Workout) -> Iterator[FoundRecording | NotTaken]:
    """Make a recording, or say why it cannot be; each number that cannot be is told first."""
    wrong: list[Struct] = []
    totals = totals_of(workout.told, wrong)
    for reason in wrong:
        yield NotTaken(place, WHAT, reason)
    match workout.start:
        case Failure(bad_time):
            yield NotTaken(place, WHAT, bad_time)
        case Success(when):
            if totals is not None:
                yield _recording(place, workout, totals, when)
            elif not wrong:
                yield NotTaken(place, WITHOUT_DURATION, Unsupported(WITHOUT_DURATION))


def rpe_of(said: float | None) -> Rpe | None:
    """How hard it felt, from 1 to 10; vendors write nothing, or 0, where nobody said."""
    return value_in(Rpe.of_cr10(said)) if said else None


def _recording(place: Place, workout: Workout, totals: Totals, when: When) -> FoundRecording:
    said = workout.sport
    sport, sub_sport = (said, None) if isinstance(said, Sport) else sport_of(said)
    assumed = when.zone_assumed
    laps = ((lap.start, totals_of(lap.told, [])) for lap in workout.laps)
    recording = Recording(
        sport=sport,
        sub_sport=sub_sport,
        start=None if assumed else when.at,
        wall_start=when.moment.local.replace(tzinfo=None) if assumed else None,
        utc_offset_s=None if assumed else when.moment.utc_offset_s,
        totals=totals,
        streams=workout.streams,
        name=" ".join(workout.name.split())[:_NAME_MOST] or None,
        laps=tuple(Lap(start, kept) for start, kept in laps if kept is not None),
        pauses=workout.pauses,
    )
    external = workout.external_id or f"{when.at.isoformat()}/{sport.value}"
    device = workout.device or None
    notes = workout.notes.strip()[:_NOTES_MOST] or None
    return FoundRecording(
        place,
        recording,
        workout.source,
        external,
        device,
        notes,
        rpe=workout.rpe,
        modified_at=workout.modified_at,
        time_assumed=workout.time_assumed,
        corrected=workout.corrected,
    )


def totals_of(told: Told, wrong: list[Struct]) -> Totals | None:
    """Judge the numbers, and collect why some cannot be; None without how long it took."""
    elapsed_s = told.timer_s if told.elapsed_s is None else told.elapsed_s
    if not elapsed_s:
        return None
    if not 0 < elapsed_s <= _ELAPSED_MOST_S:
        wrong.append(Misshapen("elapsed_s", f"{elapsed_s:g}", "how many seconds it took"))
        return None
    timer_s = told.timer_s if told.timer_s and 0 < told.timer_s <= elapsed_s else None

    def judged(value: float | None, read: Callable[[float], Result[Q, OutOfRange]]) -> Q | None:
        if value is None:
            return None
        match read(value):
            case Success(quantity):
                return quantity
            case Failure(error):
                wrong.append(error)
                return None

    cadence = told.cadence_rpm
    if cadence is not None and not 0 <= cadence <= _CADENCE_MOST_RPM:
        wrong.append(OutOfRange("cadence_rpm", cadence, 0, _CADENCE_MOST_RPM))
        cadence = None
    return Totals(
        elapsed=Duration(round(elapsed_s * 1_000_000)),
        timer=judged(timer_s, Duration.of_seconds),
        distance=judged(told.distance_m, Distance.of_meters),
        energy=judged(told.energy_kcal, Energy.of_kcal),
        average_heart_rate=judged(told.mean_rate_bpm or None, HeartRate.of_bpm),
        maximum_heart_rate=judged(told.most_rate_bpm or None, HeartRate.of_bpm),
        average_power=judged(told.mean_power_w or None, Power.of_watts),
        maximum_power=judged(told.most_power_w or None, Power.of_watts),
        average_cadence_centi_rpm=round(cadence * _CENTI) if cadence else None,
        ascent=judged(told.ascent_m, Distance.of_meters),
        descent=judged(told.descent_m, Distance.of_meters),
    )


def points_every(
    interval_s: float, values: Sequence[float | None], begin_s: float = 0.0
) -> list[tuple[float, float | None]]:
    """Give each value the seconds it stands at, one each `interval_s`."""
    return [(begin_s + n * interval_s, value) for n, value in enumerate(values)]


def streams_of(points: Points) -> Streams:
    """Lay series side by side: seconds after the start and values in the unit of their channel.

    A moment outside of any session is left out; of two values at one moment the last counts.
    """
    columns = {
        channel: {
            round(second * 1_000): value
            for second, value in series
            if -86_400 <= second <= _ELAPSED_MOST_S
        }
        for channel, series in points.items()
        if any(value is not None for _, value in series)
    }
    times = sorted({ms for column in columns.values() for ms in column})
    return Streams(
        packed_times(times),
        tuple(
            Stream.of_values(channel, (column.get(ms) for ms in times))
            for channel, column in columns.items()
        ),
    )
