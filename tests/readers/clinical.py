"""Resources of FHIR and data points of Open mHealth, as tests write them."""

from __future__ import annotations

from collections.abc import Mapping

AT = "2024-05-01T08:00:00+02:00"


def quantity(value: float, unit: str) -> dict[str, object]:
    """A number in a unit of UCUM."""
    coded = {"unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    return {"valueQuantity": {"value": value} | coded}


def observation(
    code: str, value: Mapping[str, object], when: Mapping[str, object] | None = None
) -> dict[str, object]:
    """An observation of a LOINC code."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        **(when or {"effectiveDateTime": AT}),
        **value,
    }


def frame_of(start: str, end: str = "") -> dict[str, object]:
    """A time frame of a moment, or of an interval."""
    if not end:
        return {"effective_time_frame": {"date_time": start}}
    interval = {"start_date_time": start, "end_date_time": end}
    return {"effective_time_frame": {"time_interval": interval}}


def data_point(
    name: str,
    version: str,
    body: object,
    *,
    namespace: str = "omh",
    user: str = "",
    source: str = "A shim",
) -> dict[str, object]:
    """A body with its header."""
    header = {
        "id": "123e4567",
        "creation_date_time": AT,
        "schema_id": {"namespace": namespace, "name": name, "version": version},
        "acquisition_provenance": {"source_name": source, "modality": "sensed"},
    }
    return {"header": header | ({"user_id": user} if user else {}), "body": body}
