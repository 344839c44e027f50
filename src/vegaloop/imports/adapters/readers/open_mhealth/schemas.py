"""The schemas of Open mHealth and IEEE 1752, and of HealthKit's samples in their style.

Rule 1: a document is held to the schema and the version it names; one that names none, to the
mildest version of the schema its fields are of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.open_mhealth import checks
from vegaloop.imports.adapters.readers.open_mhealth.checks import (
    Check,
    any_of,
    flag,
    instant,
    listed,
    measure_in,
    number,
    one_of,
    record,
    text,
    time_frame,
    whole,
)
from vegaloop.imports.adapters.readers.open_mhealth.healthkit_types import CATEGORIES, QUANTITIES
from vegaloop.imports.domain.found import Misshapen

__all__ = ("FRAME", "SchemaId", "is_known", "violations")

FRAME: Final = "effective_time_frame"
_MAJOR: Final = re.compile(r"(\d{1,3})(?:\.|$)", re.ASCII)
_NEVER: Final = 1_000
_NAMESPACES: Final = ("omh", "ieee", "granola")


@final
class SchemaId(Struct, frozen=True):
    """The name of a schema; no version is the mildest."""

    namespace: str
    name: str
    version: str = ""

    @property
    def major(self) -> int:
        """The first number of the version, 0 where there is none."""
        found = _MAJOR.match(self.version)
        return int(found.group(1)) if found else 0


@final
class _Body(Struct, frozen=True):
    """What a body holds, and from which major version on it needs a time.

    `spans_from` is the version from which that is an interval, `ieee_from` the one from which it is
    as IEEE 1752 has it: without parts of a day.
    """

    required: Mapping[str, Check]
    timed_from: int = 2
    spans_from: int = _NEVER
    ieee_from: int = _NEVER
    optional: Mapping[str, Check] = {}


_PERCENTILE: Final = [f"{n}th percentile" for n in (5, 10, 20, 25, 75, 80, 90, 95)]
_STATISTICS: Final = (
    *("average", "count", "maximum", "median", "minimum", "standard deviation", "sum", "variance"),
    *("lower quartile", "upper quartile", "quartile deviation", *_PERCENTILE),
)
_MEALS: Final = (
    *("fasting", "not fasting", "before meal", "after meal", "2 hours postprandial"),
    *(
        f"{when} {meal}"
        for when in ("before", "after")
        for meal in ("breakfast", "lunch", "dinner")
    ),
)
_SPECIMENS: Final = (
    *("breath", "capillary blood", "interstitial fluid", "lacrimal fluid", "plasma", "saliva"),
    *("serum", "sweat", "tears", "urine", "whole blood"),
)
_POSTURE: Final = one_of("sitting", "lying down", "standing", "semi-recumbent")
_LENGTHS: Final = ("fm", "pm", "nm", "um", "mm", "cm", "m", "km", "in", "ft", "yd", "mi")
_MASSES: Final = (
    *("fg", "pg", "ng", "ug", "mg", "g", "kg", "Metric Ton", "gr", "oz", "lb", "Ton"),
)
_DURATION: Final = measure_in(
    *("ps", "ns", "us", "ms", "sec", "min", "h", "d", "wk", "Mo", "yr"),
)
_SLEPT: Final = measure_in("sec", "min", "h")
_KCAL: Final = measure_in("kcal")
_METADATA: Final = listed(record({"key": text, "value": any_of(text, number, flag)}))
# Fields many bodies share; each is held to what it should be wherever it stands.
_SHARED: Final[dict[str, Check]] = {
    "descriptive_statistic": one_of(*_STATISTICS),
    "descriptive_statistic_denominator": text,
    "statistic_window": text,
    "user_notes": text,
    "temporal_relationship_to_meal": one_of(*_MEALS),
    "temporal_relationship_to_sleep": one_of("before sleeping", "during sleep", "on waking"),
    "temporal_relationship_to_physical_activity": one_of(
        "at rest", "active", "before exercise", "after exercise", "during exercise"
    ),
    "specimen_source": one_of(*_SPECIMENS),
    "blood_specimen_type": one_of("whole blood", "plasma", "serum"),
    "body_posture": _POSTURE,
    "position_during_measurement": _POSTURE,
    "measurement_location": text,
    "activity_name": text,
}
_EFFORT: Final[dict[str, Check]] = {
    "distance": measure_in(*_LENGTHS),
    "kcal_burned": _KCAL,
    "reported_activity_intensity": one_of("light", "moderate", "vigorous"),
    "met_value": number,
}
_EPISODE: Final[dict[str, Check]] = {
    "latency_to_sleep_onset": _DURATION,
    "latency_to_arising": _DURATION,
    "total_sleep_time": _DURATION,
    "wake_after_sleep_onset": _DURATION,
    "number_of_awakenings": whole,
    "is_main_sleep": flag,
    "sleep_maintenance_efficiency_percentage": measure_in("%"),
}
_BODIES: Final[dict[str, _Body]] = {
    "blood-glucose": _Body({"blood_glucose": measure_in("mg/dL", "mmol/L")}, 3, ieee_from=4),
    "blood-pressure": _Body(
        {
            "systolic_blood_pressure": measure_in("mmHg"),
            "diastolic_blood_pressure": measure_in("mmHg"),
        },
        3,
        ieee_from=4,
    ),
    "body-temperature": _Body({"body_temperature": measure_in("K", "F", "C")}, 3, ieee_from=4),
    "body-weight": _Body({"body_weight": measure_in(*_MASSES)}, ieee_from=3),
    "body-height": _Body({"body_height": measure_in(*_LENGTHS)}, _NEVER),
    "body-mass-index": _Body({"body_mass_index": measure_in("kg/m2")}),
    "body-fat-percentage": _Body({"body_fat_percentage": measure_in("%")}),
    "heart-rate": _Body({"heart_rate": measure_in("beats/min")}),
    "oxygen-saturation": _Body(
        {"oxygen_saturation": measure_in("%")},
        optional={
            "supplemental_oxygen_flow_rate": measure_in("L/min"),
            "oxygen_therapy_mode_of_administration": one_of("nasal cannula"),
            "system": one_of("peripheral capillary"),
            "measurement_method": one_of("pulse oximetry"),
        },
    ),
    "respiratory-rate": _Body({"respiratory_rate": measure_in("breaths/min")}),
    "rr-interval": _Body({"rr_interval": measure_in("ms")}),
    "step-count": _Body({"step_count": measure_in("steps")}, spans_from=2),
    "calories-burned": _Body({"kcal_burned": _KCAL}, spans_from=2),
    "minutes-moderate-activity": _Body({"minutes_moderate_activity": measure_in("min")}),
    "physical-activity": _Body({"activity_name": text}, _NEVER, optional=_EFFORT),
    "sleep-duration": _Body({"sleep_duration": _SLEPT}, spans_from=2),
    "total-sleep-time": _Body({"total_sleep_time": _SLEPT}, 1, spans_from=1),
    "sleep-episode": _Body({}, 1, spans_from=1, optional=_EPISODE),
    "ambient-sound": _Body({"ambient_sound": measure_in("dB")}, 1, ieee_from=1),
    "hk-category-sample": _Body(
        {"category_type": one_of(*CATEGORIES), "category_value": text},
        1,
        optional={"metadata": _METADATA},
    ),
    "hk-quantity-sample": _Body(
        {"quantity_type": one_of(*QUANTITIES)},
        1,
        optional={
            "unit_value": record({"value": number, "unit": text}),
            "count": number,
            "metadata": _METADATA,
        },
    ),
    "hk-workout": _Body(
        {"activity_name": text},
        1,
        optional=_EFFORT | {"duration": measure_in("sec"), "metadata": _METADATA},
    ),
}
_SCHEMA_ID: Final = record({"namespace": text, "name": text, "version": text})
_MODALITY: Final = one_of("sensed", "self-reported")
_PROVENANCE: Final = record(
    {"source_name": text},
    {
        "source_creation_date_time": instant,
        "source_data_point_id": text,
        "modality": _MODALITY,
    },
)
_HEADER: Final = any_of(
    record(
        {"uuid": text, "source_creation_date_time": instant, "schema_id": _SCHEMA_ID},
        {"modality": _MODALITY},
    ),
    record(
        {"id": text, "creation_date_time": instant, "schema_id": _SCHEMA_ID},
        {"acquisition_provenance": _PROVENANCE, "user_id": text},
    ),
)
_PIECES: Final[dict[tuple[str, str], Check]] = {
    ("omh", "header"): _HEADER,
    ("omh", "data-point"): record({"header": _HEADER, "body": checks.any_object}),
    ("omh", "time-interval"): checks.interval(parts=True),
    ("omh", "time-frame"): time_frame(parts=True, spans_only=False),
    ("ieee", "time-interval"): checks.interval(parts=False),
    ("ieee", "time-frame"): time_frame(parts=False, spans_only=False),
    ("ieee", "body-posture"): _POSTURE,
    ("omh", "body-posture"): _POSTURE,
}


def is_known(schema: SchemaId) -> bool:
    """Tell whether there is a schema of that name."""
    return _is_body(schema) or (schema.namespace, schema.name) in _PIECES


def violations(schema: SchemaId, value: object) -> tuple[Misshapen, ...]:
    """Find what in a document is not as its schema asks; of a schema nobody knows, nothing."""
    piece = _PIECES.get((schema.namespace, schema.name))
    if piece is not None:
        return tuple(piece(value, ""))
    return tuple(_check_of(schema.name, schema.major)(value, "")) if _is_body(schema) else ()


def _is_body(schema: SchemaId) -> bool:
    """Tell whether it is a schema of ours; others may call schemas of their own the same."""
    return schema.name in _BODIES and schema.namespace.startswith(_NAMESPACES)


@lru_cache(256)
def _check_of(name: str, major: int) -> Check:
    body = _BODIES[name]
    required, optional = dict(body.required), _SHARED | dict(body.optional)
    if name == "step-count" and major < 3:  # A unit came with the third version.
        plain = whole if major else any_of(whole, required["step_count"])
        required["step_count"] = plain
    frame = time_frame(parts=major < body.ieee_from, spans_only=major >= body.spans_from)
    if major >= body.timed_from:
        required[FRAME] = frame
    else:
        optional[FRAME] = frame
    shaped = record(required, {name: one for name, one in optional.items() if name not in required})
    return _with_one_value(shaped) if name == "hk-quantity-sample" else shaped


def _with_one_value(shaped: Check) -> Check:
    """Ask a quantity for a count or a value with its unit, and never for both."""

    def check(value: object, path: str) -> checks.Wrong:
        yield from shaped(value, path)
        if isinstance(value, dict) and ("count" in value) == ("unit_value" in value):
            given = "both" if "count" in value else ""
            yield Misshapen("unit_value", given, "a count or a value with its unit")

    return check
