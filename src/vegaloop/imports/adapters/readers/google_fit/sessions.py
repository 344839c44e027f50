"""The takeout's sessions: an activity or a sleep with its segments, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Stage
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.google_fit.asleep import Asleep
from vegaloop.imports.domain.found import Found, Place

__all__ = ("SESSIONS",)

_MAKER: Final = Maker(source_of("google_fit", "sessions"))
_STAGES: Final = {
    "sleep": Stage.ASLEEP,
    "sleep.light": Stage.LIGHT,
    "sleep.deep": Stage.DEEP,
    "sleep.rem": Stage.REM,
    "sleep.awake": Stage.AWAKE,
    "awake": Stage.AWAKE,
    "out_of_bed": Stage.AWAKE,
}
_NO_SPORT: Final = ("still", "in_vehicle", "unknown", "tilting", "exiting_vehicle")


def _is_session(session: Fields) -> bool:
    return session.has("fitnessActivity", "startTime") and (
        "endTime" in session or "duration" in session
    )


def _read_session(session: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    activity, profile = session.text("fitnessActivity").casefold(), arrival.profile
    if activity in _STAGES:
        yield from _night(session, place, arrival)
        return
    if activity in _NO_SPORT:
        yield _MAKER.unsupported(place, "session of no sport")
        return
    start = of_iso(session.text("startTime"), profile, "startTime")
    end = of_iso(session.text("endTime"), profile, "endTime")
    active = session.text("duration").removesuffix("s")
    sums = {Fields(one).text("metricName"): Fields(one) for one in session.many("aggregate")}

    def total(name: str) -> float | None:
        held = sums.get(f"com.google.{name}")
        return None if held is None else held.number("floatValue", "intValue")

    yield from session.told(place, "activity")
    told = Told(
        elapsed_s=seconds_between(start, end),
        timer_s=Fields({"duration": active}).number("duration"),
        distance_m=total("distance.delta") or None,
        energy_kcal=total("calories.expended") or None,
        mean_rate_bpm=total("heart_rate.bpm"),
    )
    workout = Workout(
        sport=activity,
        start=start,
        told=told,
        source=_MAKER.source,
        external_id=session.text("id"),
        name=session.text("name"),
    )
    yield from recordings_of(place, workout)


def _night(session: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    asleep = Asleep()
    segments = [Fields(one) for one in session.many("segment")] or [session]
    for segment in segments:
        stage = _STAGES.get(segment.text("fitnessActivity").casefold())
        start, end = (
            of_iso(segment.text(name), arrival.profile, name) for name in ("startTime", "endTime")
        )
        asleep.add("::sessions", stage, start, end, place)
    yield from asleep.found()


SESSIONS: Final[tuple[DocumentReader, ...]] = (Items("google_fit", _is_session, _read_session),)
