"""Which schema a body without a header is of, by its fields."""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.open_mhealth.schemas import FRAME, SchemaId

__all__ = ("schema_of",)

_GRANOLA: Final = "granola"
_WORKOUT: Final = "HKWorkoutActivityType"
_EPISODE: Final = frozenset(
    (
        "latency_to_sleep_onset",
        "latency_to_arising",
        "wake_after_sleep_onset",
        "number_of_awakenings",
        "is_main_sleep",
        "sleep_maintenance_efficiency_percentage",
    )
)
_EFFORT: Final = frozenset(("distance", "reported_activity_intensity", "met_value"))
# The field that tells the schema; what holds a unit and a value tells it most surely.
_MEASURED: Final = {
    "blood_glucose": "blood-glucose",
    "systolic_blood_pressure": "blood-pressure",
    "diastolic_blood_pressure": "blood-pressure",
    "body_temperature": "body-temperature",
    "body_weight": "body-weight",
    "body_height": "body-height",
    "body_mass_index": "body-mass-index",
    "body_fat_percentage": "body-fat-percentage",
    "heart_rate": "heart-rate",
    "oxygen_saturation": "oxygen-saturation",
    "respiratory_rate": "respiratory-rate",
    "rr_interval": "rr-interval",
    "step_count": "step-count",
    "minutes_moderate_activity": "minutes-moderate-activity",
    "sleep_duration": "sleep-duration",
    "total_sleep_time": "total-sleep-time",
    "kcal_burned": "calories-burned",
    "ambient_sound": "ambient-sound",
}
_BESIDE: Final = frozenset(
    (
        *_EPISODE,
        *_EFFORT,
        *_MEASURED,
        FRAME,
        "activity_name",
        "blood_specimen_type",
        "body_posture",
        "descriptive_statistic",
        "descriptive_statistic_denominator",
        "measurement_location",
        "measurement_method",
        "metadata",
        "oxygen_therapy_mode_of_administration",
        "position_during_measurement",
        "specimen_source",
        "statistic_window",
        "supplemental_oxygen_flow_rate",
        "system",
        "temporal_relationship_to_meal",
        "temporal_relationship_to_physical_activity",
        "temporal_relationship_to_sleep",
        "user_notes",
    )
)


def schema_of(body: object) -> SchemaId | None:
    """Find the schema of a body, or of what was meant as one; None where it is nobody's we know.

    One with a time frame may have fields nobody knows; without, it has none but those.
    """
    if not isinstance(body, dict):
        return None
    names = set(map(str, body))
    is_framed = isinstance(body.get(FRAME), dict)
    if names & {"quantity_type", "category_type"} or (
        is_framed and names & {"unit_value", "count", "category_value"}
    ):
        return SchemaId(_GRANOLA, _healthkit(names))
    if not is_framed and not names <= _BESIDE:
        return None
    return _measured(names, body.get("activity_name"))


def _healthkit(names: set[str]) -> str:
    is_category = bool(names & {"category_type", "category_value"})
    return "hk-category-sample" if is_category else "hk-quantity-sample"


def _measured(names: set[str], activity: object) -> SchemaId | None:
    if isinstance(activity, str) and activity.startswith(_WORKOUT):
        return SchemaId(_GRANOLA, "hk-workout")
    if names & _EPISODE:
        return SchemaId("omh", "sleep-episode")
    if names & _EFFORT or ("activity_name" in names and "kcal_burned" not in names):
        return SchemaId("omh", "physical-activity")
    return next((SchemaId("omh", _MEASURED[one]) for one in _MEASURED if one in names), None)
