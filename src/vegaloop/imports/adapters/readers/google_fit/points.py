"""Google Fit's points: a data source with its points, as the API answers and the takeout writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.biometrics import (
    BodyFat,
    Glucose,
    Metric,
    Value,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.eating import drink
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_ms
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.google_fit.asleep import Asleep
from vegaloop.imports.adapters.readers.google_fit.words import (
    AUTOMATIC,
    SLEEPING,
    SPORTS,
    STAGES,
    package_of,
    source_in,
)
from vegaloop.imports.domain.found import Found, Misshapen, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("GooglePoints",)

_PREFIX: Final = "com.google."
_LISTS: Final = ("Data Points", "point")
_SEGMENTS: Final = ("sleep.segment", "activity.segment")
_SUMS: Final = {
    "step_count.delta": Metric.STEPS,
    "distance.delta": Metric.DISTANCE,
    "heart_minutes": Metric.INTENSITY_TIME,
    "floor_change": Metric.FLOORS,
}
_SAMPLES: Final = {
    "heart_rate.bpm": Metric.HEART_RATE,
    "oxygen_saturation": Metric.OXYGEN,
    "respiratory_rate": Metric.RESPIRATION,
}
_RESTING: Final = ("from_bmr", "bmr")
_ML_PER_L: Final = 1_000.0


@final
class GooglePoints:
    """Reads them."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return "google_fit"

    def fits(self, value: object) -> bool:
        """Tell by the name of the data source."""
        if not isinstance(value, dict):
            return False
        whole = Fields(value)
        named = whole.get("dataSourceId", "Data Source")
        has_points = whole.has("minStartTimeNs") or whole.has("Data Points") or whole.has("point")
        return isinstance(named, str) and named.startswith(("raw:", "derived:")) and has_points

    def is_frame(self, value: object) -> bool:
        """Tell points that each stand alone: those of a sleep are put together."""
        whole = Fields(value)
        named = whole.text("dataSourceId", "Data Source").split(":")[1]
        kinds = {named, *(Fields(one).text("dataTypeName") for one in whole.many(*_LISTS))}
        return not any(kind.endswith(_SEGMENTS) for kind in kinds)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one point after the other; stages of a sleep are put together at the end."""
        return _points(document, arrival)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the points."""
        return beside(value, _LISTS)


def _points(document: Document, arrival: Arrival) -> Iterator[Found]:
    whole = Fields(document.value)
    data_source = whole.text("dataSourceId", "Data Source")
    is_takeout = "Data Points" in whole
    asleep = Asleep()
    for item, one in enumerate(whole.many(*_LISTS), 1):
        point, place = Fields(one), arrival.place(line=document.line, item=item)
        origin = point.text("originDataSourceId") or data_source
        kind = (point.text("dataTypeName") or data_source.split(":")[1]).removeprefix(_PREFIX)
        start = _ns(point, "startTimeNanos", arrival.profile)
        end = _ns(point, "endTimeNanos", arrival.profile)
        values = _values(point)
        if kind == "sleep.segment":
            asleep.add(origin, STAGES.get(_whole(values)), start, end, place)
        elif kind == "activity.segment" and _whole(values) in SLEEPING:
            asleep.add(origin, SLEEPING[_whole(values)], start, end, place)
        elif kind == "activity.segment":
            yield from _segment(
                _whole(values), origin, (start, end), place, from_api=not is_takeout
            )
        else:
            yield _point(kind, origin, values, (start, end), place)
    yield from asleep.found()


def _point(
    kind: str,
    origin: str,
    values: list[float | None],
    span: tuple[Result[When, BadTime], Result[When, BadTime]],
    place: Place,
) -> Found:
    maker, (start, end) = Maker(source_in(origin)), span
    value = values[0] if values else None
    if kind in _SUMS:
        return maker.sample(place, _SUMS[kind], start, value, seconds_between(start, end) or 0.0)
    if kind in _SAMPLES:
        return maker.sample(place, _SAMPLES[kind], end, value)
    if kind in {"calories.expended", "calories.bmr"}:
        if not origin.endswith(_RESTING):
            return maker.unsupported(place, "total energy")
        length_s = seconds_between(start, end) or 0.0
        return maker.sample(place, Metric.RESTING_ENERGY, start, value, length_s)
    if value is None:
        known = kind in _READINGS or kind in {"blood_pressure", "hydration"}
        return maker.unsupported(place, UNMEASURED if known else spoken(kind))
    match kind:
        case "weight":
            return maker.reading(place, kind, end, weight_of(value, kind))
        case "body.fat.percentage":
            return maker.reading(place, "body_fat", end, BodyFat.of_percent(value, kind))
        case "body.temperature":
            return maker.reading(place, "temperature", end, body_temperature_of(value))
        case "blood_glucose":
            return maker.reading(place, "glucose", end, Glucose.of_mmol_l(value, kind))
        case "blood_pressure":
            return maker.reading(place, kind, end, _pressure(values))
        case "hydration":
            return drink(place, maker.source, end, value * _ML_PER_L)
        case _:
            return maker.unsupported(place, spoken(kind))


_READINGS: Final = ("weight", "body.fat.percentage", "body.temperature", "blood_glucose")


def _segment(
    activity: int,
    origin: str,
    span: tuple[Result[When, BadTime], Result[When, BadTime]],
    place: Place,
    *,
    from_api: bool,
) -> Iterator[Found]:
    """Read an activity somebody did on purpose; the takeout has it as a session as well."""
    maker = Maker(source_in(origin))
    if not from_api or activity not in SPORTS or package_of(origin) == AUTOMATIC:
        yield maker.unsupported(place, "activity segment")
        return
    told = Told(elapsed_s=seconds_between(*span))
    sport, start = SPORTS[activity], span[0]
    workout = Workout(sport=sport, start=start, told=told, source=maker.source)
    yield from recordings_of(place, workout)


def _pressure(values: list[float | None]) -> Result[Value, Misshapen | OutOfRange]:
    match values:
        case [float() as systolic, float() as diastolic, *_]:
            return pressure_of(systolic, diastolic)
        case _:
            return Failure(Misshapen("value", "", "two pressures"))


def _values(point: Fields) -> list[float | None]:
    """The numbers of a point, which the takeout wraps once more."""
    held = (Fields(one) for one in point.many("value", "fitValue"))
    inner = (one.within("value") if "value" in one else one for one in held)
    return [one.number("fpVal", "intVal") for one in inner]


def _whole(values: list[float | None]) -> int:
    value = values[0] if values else None
    return -1 if value is None else int(value)


def _ns(point: Fields, name: str, profile: Profile) -> Result[When, BadTime]:
    """Read nanoseconds since 1970, which no float holds exactly."""
    text = point.text(name)
    if not (text.isascii() and text.isdecimal()) or len(text) > 20:
        return Failure(Misshapen(name, text[:60], "nanoseconds since 1970"))
    return of_epoch_ms(int(text) / 1_000_000, profile, name)
