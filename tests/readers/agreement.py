"""How far the readers agree with independent tools over real files, field by field.

Run as `python -m tests.readers.agreement`; prints `field n of m` and every disagreement.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support import SHARED
from vegaloop.activity.adapters.readers import Inspection, inspect_file, read_activity_file
from vegaloop.activity.adapters.readers.inspect import InspectedSession
from vegaloop.activity.domain.activity_file import ActivityFile
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.kernel.result import Success

# The tools went by the name of these; what is in them is compared under their right names.
READ_BY_CONTENT = {
    "activities/fit_made_corrupt/gpx-named-fit.fit",
    "activities/fit_made_corrupt/gzip-named-fit.fit",
}
# A point "at latitude 100" is how this program writes a pause; the tools walk there and back.
BEYOND_THE_POLE = "activities/gpx/opentracks-legacy_gpx_pause_resume.gpx"
Json = dict  # What the expected values are made of.


class Compared(NamedTuple):
    """One field of one file."""

    field: str
    file: str
    ours: object
    theirs: object
    agrees: bool


def compared(shared: Path = SHARED) -> Iterator[Compared]:
    """Compare every expected value there is."""
    expected = json.loads((shared / "expected" / "activities.json").read_text("utf-8"))["files"]
    for name, facts in expected.items():
        path = shared / name
        if facts["format"] == "zip":
            with zipfile.ZipFile(path) as archive:
                for member, inner in facts["members"].items():
                    if inner.get("format") == "gpx":
                        yield from _file(f"{name}:{member}", archive.read(member), inner)
        elif name in READ_BY_CONTENT:
            continue
        elif facts["format"] in ("fit", "gpx", "tcx", "gz"):
            yield from _file(name, path.read_bytes(), facts)


def _file(name: str, data: bytes, facts: Json) -> Iterator[Compared]:
    seen = inspect_file(data)
    result = read_activity_file(data)
    file = result.unwrap() if isinstance(result, Success) else None
    if name == BEYOND_THE_POLE:
        facts["values"].pop("length_2d_m")
    of_format = {"fit": _fit, "gpx": _gpx, "tcx": _tcx, "gz": _gz}[facts["format"]]
    for field, ours, theirs, how in of_format(seen, file, facts):
        values = _accepted(theirs)
        agrees = any(how(ours, value) for value in values)
        yield Compared(f"{facts['format']} {field}", name, ours, values, agrees)


Row = tuple[str, object, object, Callable[[object, object], bool]]


def _accepted(theirs: object) -> list[object]:
    if isinstance(theirs, dict) and "value" in theirs:
        differs = theirs.get("differs", {})
        return [theirs["value"], *(differs.values() if isinstance(differs, dict) else [differs])]
    return [theirs]


def same(ours: object, theirs: object) -> bool:
    return ours == theirs or (ours is not None and str(ours) == str(theirs))


def within(tolerance: float) -> Callable[[object, object], bool]:
    def close(ours: object, theirs: object) -> bool:
        if ours is None or isinstance(theirs, str) or theirs is None:
            return ours is theirs
        return abs(float(str(ours)) - float(str(theirs))) <= tolerance

    return close


def ratio(tolerance: float) -> Callable[[object, object], bool]:
    def close(ours: object, theirs: object) -> bool:
        return ours is not None and abs(ours - theirs) <= tolerance * max(abs(theirs), 1)  # type: ignore[operator]  # Numbers.

    return close


def at_once(ours: object, theirs: object) -> bool:
    """One time, to the second; a clock that never knew the date has none."""
    if isinstance(theirs, int | float) or str(theirs) < "1999":
        return ours is None
    return ours is not None and str(ours)[:19] == str(theirs)[:19]


def _fit(seen: Inspection, file: ActivityFile | None, facts: Json) -> Iterator[Row]:
    values = facts["values"]
    counts = seen.counts
    samples = seen.samples
    plain: dict[str, tuple[object, Callable[[object, object], bool]]] = {
        "file_type": (seen.kind, same),
        "manufacturer": (seen.device.manufacturer, same),
        "product": (seen.device.product, same),
        "time_created": (seen.created_at, at_once),
        "sessions": (counts.sessions, same),
        "laps": (counts.laps, same),
        "records": (counts.records, same),
        "events": (counts.events, same),
        "lengths": (counts.lengths, same),
        "active_lengths": (counts.active_lengths, same),
        "hrv_messages": (counts.hrv_messages, same),
        "rr_intervals": (counts.rr_intervals, same),
        "rr_sum_s": (round(sum(s.rr_sum_s for s in seen.sessions), 3), within(0.002)),
        "hr_messages": (counts.hr_messages, same),
        "set_messages": (counts.sets, same),
        "workout_steps": (counts.workout_steps, same),
        "course_points": (counts.course_points, same),
        "monitoring_messages": (counts.monitoring, same),
        "stress_level_messages": (counts.stress_levels, same),
        "spo2_messages": (counts.spo2, same),
        "sleep_level_messages": (counts.sleep_levels, same),
        "developer_fields": ([field.name for field in seen.developer_fields], same),
        "first_record_utc": (samples and samples.first_at, at_once),
        "last_record_utc": (samples and samples.last_at, at_once),
        "records_with_position": (samples and samples.with_position, same),
        "records_with_heart_rate": (samples and samples.with_heart_rate, same),
        "record_avg_heart_rate": (samples and samples.average_heart_rate_bpm, within(0.006)),
        "record_max_heart_rate": (samples and samples.maximum_heart_rate_bpm, within(0)),
        "records_with_power": (samples and samples.with_power, same),
        "record_avg_power": (samples and samples.average_power_w, within(0.006)),
        "record_max_power": (samples and samples.maximum_power_w, within(0)),
        "record_last_distance_m": (samples and samples.last_distance_m, within(0.02)),
        "record_max_distance_m": (samples and samples.maximum_distance_m, within(0.02)),
        "records_with_heart_rate_after_merging_hr_messages": (_beating(file), ratio(0.01)),
    }
    for field, (ours, how) in plain.items():
        if field in values:
            yield field, ours, values[field], how
    walked = facts["structure"]
    # The byte walk counts what it stopped at as one more.
    stopped = any(".FIT" in told or "header" in told for told in walked["problem"] or ())
    yield "segments", counts.segments, walked["chained_segments"] - stopped, same
    yield "messages", counts.messages, facts["structure"]["data_messages"], same
    offset = values.get("local_minus_utc_s")
    if offset and seen.sessions:
        session = seen.sessions[-1]
        theirs = offset["value"]
        sound = abs(theirs) < 54_000 and abs(theirs - round(theirs / 900) * 900) <= 60
        yield "utc offset", session.utc_offset_s, theirs if sound else None, within(60)
    told = len([s for s in seen.sessions if counts.sessions])
    sessions = facts.get("sessions", [])
    yield "session messages", told if seen.kind == "activity" else 0, len(sessions), same
    for ours, theirs in zip(seen.sessions, sessions, strict=False):
        yield from _session(ours, theirs, counts.laps)


def _beating(file: ActivityFile | None) -> int | None:
    if file is None:
        return None
    columns = [recording.streams.get(Channel.HEART_RATE) for recording in file.recordings]
    return sum(n != MISSING for column in columns if column for n in column.numbers)


def _session(ours: InspectedSession, theirs: Json, laps: int) -> Iterator[Row]:
    cadence = ours.average_cadence_rpm
    plain: dict[str, tuple[object, Callable[[object, object], bool]]] = {
        "sport": (ours.sport, same),
        "sub_sport": (ours.sub_sport, same),
        "start_time": (ours.start_at, at_once),
        "total_elapsed_time_s": (ours.elapsed_s, within(0.001)),
        "total_timer_time_s": (ours.timer_s, within(0.001)),
        "total_distance_m": (ours.distance_m, within(0.01)),
        "avg_heart_rate": (ours.average_heart_rate_bpm, within(0)),
        "max_heart_rate": (ours.maximum_heart_rate_bpm, within(0)),
        "avg_power": (ours.average_power_w, within(0)),
        "max_power": (ours.maximum_power_w, within(0)),
        "avg_cadence": (None if cadence is None else int(cadence), same),
        "total_ascent_m": (ours.ascent_m, within(0)),
        "total_descent_m": (ours.descent_m, within(0)),
        "total_calories": (ours.energy_kcal, within(0.001)),
        "num_laps": (len(ours.laps), same),
    }
    for field, (value, how) in plain.items():
        if field == "num_laps" and not laps:  # Sessions may count laps the file does not hold.
            continue
        if field in theirs:
            yield f"session {field}", value, theirs[field], how


def _gz(seen: Inspection, file: ActivityFile | None, facts: Json) -> Iterator[Row]:
    broken = any(note.what == "cut-off" for note in seen.notes)
    yield "gzip broken off", broken, True, same


def _gpx(seen: Inspection, file: ActivityFile | None, facts: Json) -> Iterator[Row]:
    values = facts["values"]
    counts = seen.counts
    samples = seen.samples
    starts = [_began(s) for s in seen.sessions]
    ends = [_end(s) for s in seen.sessions]
    length_m = sum(s.distance_m or 0 for s in seen.sessions)
    plain: dict[str, tuple[object, Callable[[object, object], bool]]] = {
        "tracks": (counts.tracks, same),
        "segments": (counts.segments, same),
        "track_points": (counts.track_points, same),
        "routes": (counts.routes, same),
        "route_points": (counts.route_points, same),
        "waypoints": (counts.waypoints, same),
        "creator": (seen.device.product, same),
        "track_points_with_elevation": (samples.with_altitude if samples else 0, same),
        "points_with_cadence": (samples and samples.with_cadence, same),
        "points_with_temperature": (samples and samples.with_temperature, same),
        "points_with_heart_rate": (samples and samples.with_heart_rate, same),
        "avg_heart_rate": (samples and samples.average_heart_rate_bpm, within(0.006)),
        "max_heart_rate": (samples and samples.maximum_heart_rate_bpm, within(0)),
        "points_with_power": (samples and samples.with_power, same),
        "avg_power": (samples and samples.average_power_w, within(0.006)),
        "max_power": (samples and samples.maximum_power_w, within(0)),
    }
    timed = {
        "start_time_utc": (min(starts, default=None), at_once),
        "end_time_utc": (max(ends, default=None), at_once),
        "elapsed_s": (_elapsed_s(starts, ends), within(0.01)),
        "duration_s_sum_of_segments": (sum(s.timer_s or 0 for s in seen.sessions), within(0.01)),
        "length_2d_m": (length_m, ratio(0.005)),
    }
    # A track without times is a plan beside the activity, and not part of its length.
    all_timed = counts.track_points == values["track_points_with_time"]["value"]
    in_order = not any(n.what == "samples-out-of-order" for s in seen.sessions for n in s.notes)
    for field, (ours, how) in (plain | timed if seen.sessions else plain).items():
        if field == "length_2d_m" and not all_timed:
            continue
        if field in ORDERED and not in_order:
            continue
        if field in values:
            yield field, ours, values[field], how


# The tools take the last point for the latest.
ORDERED = {"end_time_utc", "elapsed_s", "duration_s_sum_of_segments"}


def _end(session: InspectedSession) -> str:
    start = dt.datetime.fromisoformat(_began(session))
    return (start + dt.timedelta(seconds=session.elapsed_s)).isoformat()


def _began(session: InspectedSession) -> str:
    """The start; where the file says no zone, as it says it, and as those do who expect it."""
    return str(session.start_at or session.wall_start)


def _elapsed_s(starts: list[str], ends: list[str]) -> float | None:
    if not starts:
        return None
    first, last = dt.datetime.fromisoformat(min(starts)), dt.datetime.fromisoformat(max(ends))
    return (last - first).total_seconds()


_SPORTS = {"Biking": "cycling", "Running": "running", "Other": "generic"}


def _tcx(seen: Inspection, file: ActivityFile | None, facts: Json) -> Iterator[Row]:
    if "xml_error" in facts:
        broken = [note for note in seen.notes if note.what in ("cut-off", "undeclared-prefix")]
        told = str(facts["xml_error"]["value"])
        ours = f"{broken[0].detail}: line {broken[0].at_line}" if broken else None
        yield "xml error", ours, told.split(",", maxsplit=1)[0], same
    values = facts["values"]
    if values:
        yield "activities", seen.counts.sessions, values["activities"], same
        yield "courses", seen.counts.courses, values["courses"], same
    yield "recordings", len(seen.sessions), len(facts.get("activities", seen.sessions)), same
    for ours, theirs in zip(seen.sessions, facts.get("activities", []), strict=False):
        nth = seen.sessions.index(ours)
        heart_rates = _values(file, nth, Channel.HEART_RATE)
        plain: dict[str, tuple[object, Callable[[object, object], bool]]] = {
            "laps": (len(ours.laps), same),
            "start_time_utc": (_began(ours), at_once),
            "total_time_s": (ours.timer_s, within(0.01)),
            "distance_m": (ours.distance_m, within(0.01)),
            "calories": (ours.energy_kcal, within(0.001)),
            "trackpoints": (ours.samples, same),
            "trackpoints_with_heart_rate": (len(heart_rates), same),
            "trackpoint_avg_heart_rate": (_mean(heart_rates), within(0.006)),
            "trackpoints_with_position": (len(_values(file, nth, Channel.LATITUDE)), same),
            "trackpoints_with_power": (len(_values(file, nth, Channel.POWER)), same),
            "avg_power": (_mean(_values(file, nth, Channel.POWER)), within(0.006)),
            "max_power": (max(_values(file, nth, Channel.POWER), default=None), within(0)),
            "last_trackpoint_distance_m": (_last_m(file, nth), within(0.02)),
            "trackpoint_max_heart_rate": (max(heart_rates, default=None), same),
            "lap_max_heart_rate": (ours.maximum_heart_rate_bpm, within(0)),
        }
        yield "sport", ours.sport, _SPORTS.get(theirs["sport"]["value"], "generic"), same
        for field, (value, how) in plain.items():
            if field in theirs:
                yield field, value, theirs[field], how


def _values(file: ActivityFile | None, nth: int, channel: Channel) -> list[float]:
    values = file.recordings[nth].streams.values(channel) if file else ()
    return [value for value in values if value is not None]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _last_m(file: ActivityFile | None, nth: int) -> float | None:
    distances = _values(file, nth, Channel.DISTANCE)
    return distances[-1] if distances else None


def main() -> int:
    """Print the table, and what disagrees."""
    rows = list(compared())
    table: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        table[row.field].append(row.agrees)
    out = io.StringIO()
    for field, agreed in table.items():
        out.write(f"{field:60} {sum(agreed):5} of {len(agreed)}\n")
    total = sum(row.agrees for row in rows)
    out.write(f"{'all':60} {total:5} of {len(rows)}\n\n")
    for row in rows:
        if not row.agrees:
            out.write(f"{row.file}: {row.field}: ours {row.ours}, theirs {row.theirs}\n")
    sys.stdout.write(out.getvalue())
    return 0 if total == len(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
