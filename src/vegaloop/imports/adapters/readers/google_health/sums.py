"""What Google Health sums up by days, or by spans of any length.

Rule 1: a sum of a day is of that day at home, however much of it is over; means are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.days import date_in, day_sample
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.google_health.points import Point, date_of, vendor_maker
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.result import value_in

__all__ = ("SUMMED", "is_sum", "read_sum")

_M_PER_MM: Final = 0.001
# The metric, the fields that add up, and how much one of them is.
_SUMS: Final[dict[str, tuple[Metric, tuple[str, ...], float]]] = {
    "steps": (Metric.STEPS, ("countSum",), 1.0),
    "distance": (Metric.DISTANCE, ("millimetersSum",), _M_PER_MM),
    "floors": (Metric.FLOORS, ("countSum",), 1.0),
    "activeEnergyBurned": (Metric.ACTIVE_ENERGY, ("kcalSum",), 1.0),
    "activeZoneMinutes": (
        Metric.INTENSITY_TIME,
        ("sumInFatBurnHeartZone", "sumInCardioHeartZone", "sumInPeakHeartZone"),
        1.0,
    ),
}
_CALLED: Final = {"totalCalories": "total energy"}
_DAY_S: Final = 86_400.0
# All that Google sums up, and what it makes means of.
SUMMED: Final = frozenset(_SUMS) | frozenset(
    (
        *("activeMinutes", "activityLevel", "altitude", "bloodGlucose", "bodyFat"),
        *("caloriesInHeartRateZone", "coreBodyTemperature", "heartRate", "hydrationLog"),
        *("heartRateVariabilityPersonalRange", "nutritionLog", "restingHeartRatePersonalRange"),
        *("runVo2Max", "sedentaryPeriod", "swimLengthsData", "timeInHeartRateZone"),
        *("totalCalories", "weight"),
    )
)
_SPANS: Final = "spans"


def is_sum(record: Fields) -> bool:
    """Tell whether a record is a sum: it names a stretch of time, and not when a point was."""
    return record.has("civilStartTime", "civilEndTime") or record.has("startTime", "endTime")


def read_sum(name: str, point: Point) -> Iterator[Found]:
    """Read a sum of a day or a span; nothing where it says nothing."""
    metric, fields, unit = _SUMS.get(name, (None, (), 1.0))
    if metric is None:
        point.unplaced.add(_CALLED.get(name, f"{spoken(name)} of a stretch of time"), point.place)
        return
    told = [one for one in map(point.told.number, fields) if one is not None]
    if not told:
        return
    value, record = sum(told) * unit, point.record
    if record.has("civilStartTime"):
        yield from _of_day(metric, value, point)
        return
    start, end = point.side(record, "start"), point.side(record, "end")
    length_s = max(0.0, seconds_between(start, end) or 0.0)
    maker = vendor_maker("" if length_s >= _DAY_S else _SPANS)
    yield maker.sample(point.place, metric, start, value, length_s)


def _of_day(metric: Metric, value: float, point: Point) -> Iterator[Found]:
    day, end = (date_of(point.record.within(f"civil{side}Time")) for side in ("Start", "End"))
    first, after = value_in(date_in(day)), value_in(date_in(end))
    if first is not None and after is not None and (after - first).days != 1:
        point.unplaced.add("sum of several days", point.place)
        return
    yield day_sample(vendor_maker(), point.place, metric, day, value, point.profile)
