"""Vectors of ground covered: formula book A16–A18, A24."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula, Given, plain
from vegaloop.activity.formulas import (
    EARTH_RADIUS_M,
    Position,
    best_effort_distance_1hz,
    elevation_gain_deadband,
    elevation_gain_zigzag,
    gap_factor_strava_fit,
    geodesic_m,
    haversine_m,
    minetti_cost,
    pace_s_per_km,
)


def _best_effort(x: Given) -> object:
    # A second nobody measured may have covered any distance; none can be claimed.
    speeds = [speed or 0.0 for speed, seconds in x["segments_mps_s"] for _ in range(int(seconds))]
    found = plain(best_effort_distance_1hz(speeds, x["distance_m"]))
    return dict(zip(("seconds", "start_index"), found, strict=True)) if found else None


def _altitudes(x: Given) -> list[float]:
    return [altitude for altitude in x["altitudes_m"] if altitude is not None]


FORMULAS: Final[dict[str, Formula]] = {
    "best_effort_distance_1hz": _best_effort,
    "elevation_gain_zigzag": lambda x: elevation_gain_zigzag(_altitudes(x), x["hysteresis_m"]),
    "elevation_gain_deadband": lambda x: elevation_gain_deadband(_altitudes(x), x["hysteresis_m"]),
    "minetti_cost": lambda x: minetti_cost(x["grade"]),
    "gap_factor_strava_fit": lambda x: gap_factor_strava_fit(x["grade_pct"]),
    "haversine": lambda x: haversine_m(
        Position(*x["a"]), Position(*x["b"]), x.get("radius_m", EARTH_RADIUS_M)
    ),
    "geodesic_wgs84": lambda x: geodesic_m(Position(*x["a"]), Position(*x["b"])),
    "pace_s_per_km": lambda x: pace_s_per_km(x["distance_m"], x["time_s"]),
}
