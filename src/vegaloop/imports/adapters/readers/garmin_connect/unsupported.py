"""What Garmin exports that there is no room for: scores, plans, profiles, gear; each is named.

Rule 1: the tables of its web pages say no units: a pace times a distance is the same time in miles
and in kilometres, so that nothing decides them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items, ReadOne, Rows
from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER
from vegaloop.imports.domain.found import Found, Place

__all__ = ("UNSUPPORTED",)

# What it is, and the fields that no other file of Garmin's has together.
_TABLES: Final = (
    ("list of activities without units", ("Activity Type", "Date", "Favorite", "Title")),
    ("list of activities without units", ("Aktivitätstyp", "Datum", "Favorit", "Titel")),
    ("list of weights without units", ("Weight", "Change", "BMI", "Body Fat")),
    ("list of weights without units", ("Gewicht", "Änderung", "BMI", "Körperfett")),
)
_KINDS: Final = (
    ("training readiness", ("score", "recoveryTime", "acwrFactorPercent")),
    ("hill score", ("hillScoreClassificationId", "overallScore")),
    ("endurance score", ("overallScore", "classification", "feedbackPhrase")),
    ("race prediction", ("raceTime5K", "raceTime10K")),
    ("fitness age", ("currentBioAge", "chronologicalAge")),
    ("personal record", ("personalRecordType", "personalRecordId")),
    ("gear", ("gearDTOS", "gearActivityDTOs")),
    ("heart rate zone", ("trainingMethod", "zone1Floor", "zone5Floor")),
    ("goals", ("goalId", "goalType")),
    ("acute training load", ("acwrPercent", "dailyTrainingLoadAcute")),
    ("training history", ("calendarDate", "trainingStatus", "fitnessLevelTrend")),
    ("heat and altitude acclimation", ("heatAcclimationPercentage", "altitudeAcclimation")),
    ("devices", ("deviceAndContentInfo",)),
    ("sleep need", ("baseline", "actual", "feedback", "trainingFeedback")),
)


def _has(names: tuple[str, ...]) -> Callable[[Fields], bool]:
    def all_of_them(record: Fields) -> bool:
        return record.has(*names)

    return all_of_them


def _named(what: str) -> ReadOne:
    def read(_record: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
        yield MAKER.unsupported(place, what)

    return read


def _is_score(record: Fields) -> bool:
    """A day with one number, which is all the sleep service tells of its score."""
    return record.has("calendarDate", "value") and len(record.values()) == 2


def _is_stress(record: Fields) -> bool:
    return "calendarDate" in record and "overallStressLevel" in record.within("values")


UNSUPPORTED: Final[tuple[Reader, ...]] = (
    *(Items("garmin_connect", _has(names), _named(what)) for what, names in _KINDS),
    Items("garmin_connect", _is_score, _named("sleep score")),
    Items("garmin_connect", _is_stress, _named("stress of a whole day")),
    *(Rows("garmin_connect", [columns], _named(what)) for what, columns in _TABLES),
)
