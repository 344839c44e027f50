"""Showing what is in an activity file, or what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vegaloop.activity.adapters.readers.inspect import (
    InspectedSession,
    Inspection,
    Samples,
    inspect_file,
)
from vegaloop.app.console.terminal import Exit, facts_of, fail, print_json, say
from vegaloop.kernel.formats import Note

_NAME_WIDTH = 22


def inspect(path: Path, *, as_json: bool) -> None:
    """Print what a file holds; end with `REFUSED` where it could not be read to its end."""
    try:
        data = path.read_bytes()
    except OSError as error:
        fail(f"{path}: {error.strerror}", Exit.USAGE)
    found = inspect_file(data)
    if as_json:
        print_json(found)
    else:
        for name, value in _lines(path, found):
            if value or not name:
                say(f"{name:<{_NAME_WIDTH}}{value}".rstrip())
    if found.problem is not None:
        raise SystemExit(Exit.REFUSED)


def _lines(path: Path, found: Inspection) -> Iterator[tuple[str, str]]:
    yield "file", path.name
    if found.problem is not None:
        yield "cannot be read", facts_of(found.problem)
    yield "format", " ".join(filter(None, (found.format, found.kind)))
    yield "device", " ".join(filter(None, (found.device.manufacturer, found.device.product)))
    yield "created", found.created_at or ""
    yield "counts", facts_of(found.counts)
    if found.developer_fields:
        yield (
            "developer fields",
            ", ".join(_with_unit(f.name, f.unit) for f in found.developer_fields),
        )
    if found.samples is not None:
        yield from _sample_lines(found.samples)
    for number, session in enumerate(found.sessions, 1):
        yield "", ""
        yield from _session_lines(number, session)
    yield from (("note", _note(note)) for note in found.notes)


def _session_lines(number: int, session: InspectedSession) -> Iterator[tuple[str, str]]:
    yield f"session {number}", "  ".join(filter(None, (session.sport, session.sub_sport)))
    yield "start", session.start_at or session.wall_start or "unknown: the device had no date"
    numbers = (
        ("elapsed", _clock(session.elapsed_s)),
        ("timer", _clock(session.timer_s)),
        ("distance", _number(session.distance_m, "m", 1)),
        ("heart rate, average", _number(session.average_heart_rate_bpm, "bpm")),
        ("heart rate, maximum", _number(session.maximum_heart_rate_bpm, "bpm")),
        ("power, average", _number(session.average_power_w, "W")),
        ("power, maximum", _number(session.maximum_power_w, "W")),
        ("ascent", _number(session.ascent_m, "m")),
        ("energy", _number(session.energy_kcal, "kcal")),
        ("laps", str(len(session.laps) or "")),
        ("lengths", str(session.lengths or "")),
        ("RR intervals", str(session.rr_intervals or "")),
        ("channels", ", ".join(session.channels)),
    )
    yield from ((name, value) for name, value in numbers if value)
    yield from (("note", _note(note)) for note in session.notes)


def _sample_lines(samples: Samples) -> Iterator[tuple[str, str]]:
    if samples.first_at and samples.last_at:
        yield "samples", f"{samples.first_at} to {samples.last_at}"
    yield "with heart rate", str(samples.with_heart_rate or "none")
    yield "with power", str(samples.with_power or "none")
    yield "with position", str(samples.with_position or "none")


def _note(note: Note) -> str:
    where = f" at byte {note.at_byte}" if note.at_byte is not None else ""
    where = f" at line {note.at_line}" if note.at_line is not None else where
    return f"{note.what}{where}{': ' + note.detail if note.detail else ''}"


def _with_unit(name: str, unit: str | None) -> str:
    return f"{name} ({unit})" if unit else name


def _number(value: float | None, unit: str, digits: int = 0) -> str:
    return "" if value is None else f"{value:,.{digits}f} {unit}"


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
