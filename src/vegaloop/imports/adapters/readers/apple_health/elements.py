"""The elements of an export, and who takes each.

Rule 1: records in a correlation are said again outside of it, but for foods and pressures they are
not looked at there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from vegaloop.activity import Channel
from vegaloop.imports.adapters.readers.apple_health.names import short
from vegaloop.imports.adapters.readers.apple_health.records import Records
from vegaloop.imports.adapters.readers.apple_health.routes import Point, number_of, position
from vegaloop.imports.adapters.readers.apple_health.totals import Workout

__all__ = ("Export",)

_WORKOUTS_MOST: Final = 100_000
_PARTS_MOST: Final = 10_000
_METADATA_MOST: Final = 200
_CHARACTERISTIC: Final = "HKCharacteristicTypeIdentifier"
_CHARACTERISTICS: Final = {
    "BloodType": "blood type",
    "FitzpatrickSkinType": "skin type",
    "CardioFitnessMedicationsUse": "medications",
    "WheelchairUse": "wheelchair use",
}


@final
class Export:
    """Takes the elements of an export; `workouts` are for its end."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.workouts: list[Workout] = []
        self._workout: Workout | None = None
        self._part: Workout | None = None
        self._correlation = ""
        self.begins: dict[str, Callable[[dict[str, str]], None]] = {
            "Record": records.record,
            "MetadataEntry": self._metadata,
            "InstantaneousBeatsPerMinute": records.beat,
            "Correlation": self._begin_correlation,
            "Workout": self._begin_workout,
            "WorkoutStatistics": self._statistics,
            "WorkoutEvent": self._event,
            "WorkoutActivity": self._begin_part,
            "FileReference": self._file,
            "Me": self._me,
            "Location": self._location,
        }
        for name in (
            "HealthData",
            "ExportDate",
            "HeartRateVariabilityMetadataList",
            "WorkoutRoute",
        ):
            self.begins[name] = _nothing
        self.ends = records.ends
        self.ends["Correlation"] = self._end_correlation
        self.ends["Workout"] = self._end_workout
        self.ends["WorkoutActivity"] = self._end_part

    def other(self, name: str, attributes: dict[str, str]) -> None:
        """Count what there is no room for."""
        self.records.count_unsupported(name)

    def _me(self, attributes: dict[str, str]) -> None:
        """Take birth and sex, and name what is set that nothing holds."""
        born = attributes.get(f"{_CHARACTERISTIC}DateOfBirth", "")
        sex = attributes.get(f"{_CHARACTERISTIC}BiologicalSex", "")
        self.records.of_person(born, sex.removeprefix("HKBiologicalSex"))
        for key, what in _CHARACTERISTICS.items():
            said = attributes.get(_CHARACTERISTIC + key, "")
            if said not in ("", "None") and not said.endswith("NotSet"):
                self.records.count_unsupported(what)

    def _metadata(self, attributes: dict[str, str]) -> None:
        key, workout = attributes.get("key"), self._part or self._workout
        if workout is not None:
            if key and len(workout.metadata) < _METADATA_MOST:
                workout.metadata.setdefault(key, attributes.get("value", ""))
        elif key:
            self.records.metadata(key, attributes.get("value", ""))

    def _begin_correlation(self, attributes: dict[str, str]) -> None:
        self._correlation = short(attributes.get("type", ""))
        self.records.open_correlation(self._correlation, attributes)
        self.begins["Record"] = self.records.child

    def _end_correlation(self) -> None:
        self.records.close_correlation()
        self.begins["Record"] = self.records.record

    def _begin_workout(self, attributes: dict[str, str]) -> None:
        source = self.records.source(attributes.get("sourceName", ""))
        self._workout = Workout(place=self.records.here(), source=source, said=attributes)

    def _end_workout(self) -> None:
        workout = self._workout
        if workout is not None and len(self.workouts) < _WORKOUTS_MOST:
            if len(workout.parts) == 1:  # The only one is all of it.
                (part,) = workout.parts
                workout.statistics = part.statistics | workout.statistics
                workout.metadata = part.metadata | workout.metadata
            self.workouts.append(workout)
        self._workout = self._part = None

    def _statistics(self, attributes: dict[str, str]) -> None:
        workout = self._part or self._workout
        if workout is not None and len(workout.statistics) < _METADATA_MOST:
            workout.statistics.setdefault(short(attributes.get("type", "")), attributes)

    def _event(self, attributes: dict[str, str]) -> None:
        if self._workout is not None and len(self._workout.events) < _PARTS_MOST:
            self._workout.events.append(attributes)

    def _begin_part(self, attributes: dict[str, str]) -> None:
        whole = self._workout
        if whole is not None:
            self._part = Workout(place=self.records.here(), source=whole.source, said=attributes)
            if len(whole.parts) < _PARTS_MOST:
                whole.parts.append(self._part)

    def _end_part(self) -> None:
        self._part = None

    def _file(self, attributes: dict[str, str]) -> None:
        if self._workout is not None and len(self._workout.routes) < _METADATA_MOST:
            self._workout.routes.append(attributes.get("path", ""))

    def _location(self, attributes: dict[str, str]) -> None:
        at = self.records.times.at(attributes.get("date", ""))
        if self._workout is None or at is None:
            return
        self._workout.points.append(Point(at[0] * 1_000, _values(attributes)))


def _values(attributes: dict[str, str]) -> dict[Channel, float]:
    values = position(attributes.get("latitude"), attributes.get("longitude"))
    altitude, speed = number_of(attributes.get("altitude")), number_of(attributes.get("speed"))
    if altitude is not None:
        values[Channel.ALTITUDE] = altitude
    if speed is not None and speed >= 0:
        values[Channel.SPEED] = speed
    return values


def _nothing(attributes: dict[str, str]) -> None:
    """Take nothing of an element that only stands around others."""
