"""Polar: answers of its API, and the documents of its account export.

Rule 1: what a record is, is known by its fields; the name of its file adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import all_but, beside
from vegaloop.imports.adapters.readers.common.record_kinds import ReadRecord, RecordKinds
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.polar.counted import read_activity
from vegaloop.imports.adapters.readers.polar.days import (
    read_beats,
    read_day_of_heart,
    read_fitness,
    read_oxygen,
    read_person,
    read_skin,
    read_temperatures,
    read_user,
)
from vegaloop.imports.adapters.readers.polar.nights import (
    read_exported_night,
    read_exported_recovery,
    read_night,
    read_recharge,
)
from vegaloop.imports.adapters.readers.polar.sports import read_exercise, read_session
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile

__all__ = ("READERS",)


_OF_EXERCISE: Final = (
    "training_load",
    "training_load_pro",
    "running_index",
    "heart_rate_zones",
    "fat_percentage",
    "carbohydrate_percentage",
    "protein_percentage",
)


def _exercise(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    yield from read_exercise(record, place, profile, unplaced)
    unplaced.add_all(record, _OF_EXERCISE, place)


def _session(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    yield from read_session(record, place, profile, unplaced)
    unplaced.add_all(record, ("trainingLoadReport", "loadInformation"), place)


# What a record is, most telling first; None where there is no room for it.
_KINDS: Final = RecordKinds(
    (
        ("sleep", ("sleep_start_time", "sleep_end_time"), read_night),
        ("sleep", ("night", "sleepResult"), read_exported_night),
        ("sleep score", ("night", "sleepScoreResult"), None),
        ("sleep wake", ("night", "sleepWake"), None),
        ("night", ("date", "nightly_recharge_status"), read_recharge),
        ("night", ("date", "beat_to_beat_avg"), read_recharge),
        ("night", ("night", "meanNightlyRecoveryRMSSD"), read_exported_recovery),
        ("night", ("night", "meanNightlyRecoveryRRI"), read_exported_recovery),
        ("heart_rate", ("date", "heart_rate_samples"), read_day_of_heart),
        ("heart_rate", ("date", "deviceId", "samples", "userId"), read_day_of_heart),
        ("hrv", ("date", "devicePpiSamplesList"), read_beats),
        ("hrv", ("ppiSamples",), read_beats),
        ("activity", ("start_time", "start_time_utc_offset", "duration"), _exercise),
        ("training target", ("exercises", "startTime", "done"), None),
        ("activity", ("exportVersion", "exercises", "startTime"), _session),
        ("activity", ("identifier", "exercises", "startTime"), _session),
        ("activity", ("exportVersion", "startTime", "stopTime"), _session),
        ("activity", ("identifier", "startTime", "stopTime", "sport"), _session),
        ("day", ("start_time", "active_duration", "daily_activity"), read_activity),
        ("day", ("start_time", "steps", "inactivity_alert_count"), read_activity),
        ("day", ("date", "active_steps", "active_calories"), read_activity),
        ("day", ("date", "summary", "exportVersion"), read_activity),
        ("day", ("date", "samples", "exportVersion"), read_activity),
        ("day", ("date", "steps", "activity_zones"), read_activity),
        ("day", ("date", "steps", "inactivity_stamps"), read_activity),
        ("day", ("date", "interval", "samples"), read_activity),
        ("day", ("start_time", "end_time", "active_calories"), read_activity),
        ("fitness test", ("fitnessTestResult",), read_fitness),
        ("weight", ("weight", "weight_source"), read_person),
        ("weight", ("created", "aerobic_threshold"), read_person),
        ("temperature", ("sleep_date", "sleep_time_skin_temperature_celsius"), read_skin),
        ("temperature", ("measurement_type", "sensor_location", "samples"), read_temperatures),
        ("spo2", ("test_time", "blood_oxygen_percent"), read_oxygen),
        ("spo2", ("test_time", "test_status"), read_oxygen),
        ("recovery series", ("hrvSampleGroups",), None),
        ("recovery series", ("breathingSampleGroups",), None),
        ("ecg", ("test_time", "rri_ms"), None),
        ("ecg", ("test_time", "quality_measurements"), None),
        ("skin contact", ("skin_contact_changes",), None),
        ("cardio load", ("date", "cardio_load", "strain"), None),
        ("cardio load", ("date", "cardio_load_status"), None),
        ("alertness", ("grade_validity_seconds",), None),
        ("circadian bedtime", ("preferred_sleep_period_start_time",), None),
        ("available sleep", ("date", "start_time", "end_time"), None),
        ("user", ("polar_user_id", "member_id"), read_user),
        ("heart rate zones", ("index", "lower_limit", "in_zone"), None),
        ("heart rate zone", ("index", "in_zone"), None),
        ("series without its activity", ("recording_rate", "sample_type", "data"), None),
    )
)
# What an entry of a list of the export is, where its fields do not say.
_LISTED: Final[dict[str, ReadRecord]] = {
    "weights": read_person,
    "physicalInformations": read_person,
    "fitnessTests": read_fitness,
}
# Where a document holds its records; the older export has a list where the newer has a day.
_LISTS: Final = (
    "nights",
    "recharges",
    "heart_rates",
    "deviceDays",
    "available",
    "trainingSessions",
    "zone",
    "data",
)
_EXPORT: Final = "exportVersion"


@final
class Polar:
    """Reads a document."""

    kind = "polar"

    def fits(self, value: object) -> bool:
        """Tell by the fields of its first record, or by the version every export begins with."""
        whole = Fields(value)
        if _EXPORT in whole or whole.get("nights") == [] or whole.get("recharges") == []:
            return True
        _, one = next(iter(_records(value)), ("", None))
        return _KINDS.what(Fields(one)) not in {None, "available sleep", "heart rate zone"}

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each record."""
        unplaced = Unplaced()
        for item, (listed, value) in enumerate(_records(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            if listed in _LISTED and _KINDS.what(record) is None:
                yield from _LISTED[listed](record, place, arrival.profile, unplaced)
                yield from record.told(place, "day")
                continue
            named = spoken(listed) or "record"
            yield from _KINDS.read(record, place, arrival.profile, unplaced, else_named=named)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the lists it reads."""
        return beside(value, _lists(value))


def _records(value: object) -> Iterator[tuple[str, object]]:
    """Every record, with the name of the list it stands in where only that says what it is."""
    lists = _lists(value)
    if not lists:
        yield from (("", one) for one in (value if isinstance(value, list) else [value]))
    is_export = isinstance(value, dict) and _EXPORT in value
    for name, held in lists.items():
        records = held if isinstance(held, list) else [held]
        yield from ((name if is_export else "", one) for one in records)


def _lists(value: object) -> dict[str, object]:
    """What holds the records of a document: of an export all that could, whatever it is called."""
    if not isinstance(value, dict) or _KINDS.what(Fields(value)) is not None:
        return {}
    if _EXPORT in value:
        return all_but(value, ())
    return {name: value[name] for name in value if name in _LISTS and value[name] is not None}


READERS: Final = (Polar(),)
