"""How long reading takes, beside the official decoder, fitdecode and gpxpy, in one run.

Run as `python -m tests.readers.speed [FILE]`: the best of some runs, in milliseconds of processor
time. Files the official decoder cannot read are left out of its sum, and named. Three things are
asked of gpxpy for GPX: to parse; to say length and duration too; and to give columns of numbers of
all that a point has, with length and duration, which is what our reading has in it. Nothing else
here reads TCX, so both formats are told in bytes and points a second, beside those of gpxpy.
"""

from __future__ import annotations

import gzip
import io
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time

import fitdecode
import garmin_fit_sdk
import gpxpy

from tests.support import SHARED
from vegaloop.activity.adapters.readers import read_activity_file

LARGEST = SHARED / "activities" / "fit" / "activity-large-fenxi2-multisport.fit"


def _official(data: bytes) -> object:
    stream = garmin_fit_sdk.Stream.from_bytes_io(io.BytesIO(data))
    messages, errors = garmin_fit_sdk.Decoder(stream).read()
    if errors or not messages:
        raise ValueError(errors)
    return messages


def _fitdecode(data: bytes) -> object:
    with fitdecode.FitReader(io.BytesIO(data)) as frames:
        return sum(1 for frame in frames if isinstance(frame, fitdecode.FitDataMessage))


def _gpxpy(data: bytes) -> object:
    return gpxpy.parse(data.decode("utf-8-sig"))


def _gpxpy_summed(data: bytes) -> object:
    parsed = gpxpy.parse(data.decode("utf-8-sig"))
    return parsed.length_2d(), parsed.get_duration()


def _gpxpy_columns(data: bytes) -> object:
    parsed = gpxpy.parse(data.decode("utf-8-sig"))
    columns: dict[str, list[float | None]] = {}
    points = [p for track in parsed.tracks for segment in track.segments for p in segment.points]
    for n, point in enumerate(points):
        found: list[tuple[str, float | None]] = [
            ("latitude", point.latitude),
            ("longitude", point.longitude),
            ("elevation", point.elevation),
            ("time", point.time.timestamp() if point.time else None),
        ]
        for extension in point.extensions:
            found += [(leaf.tag, _float(leaf.text)) for leaf in extension.iter() if leaf.text]
        for name, value in found:
            column = columns.setdefault(name, [None] * n)
            column += [None] * (n - len(column)) + [value]
    return columns, parsed.length_2d(), parsed.get_duration()


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def best_ms(read: Callable[[bytes], object], data: bytes, runs: int = 3) -> float | None:
    """The shortest of some readings; None where it cannot be read."""
    taken: list[float] = []
    for _ in range(runs):
        began = process_time()
        try:
            read(data)
        except Exception:  # noqa: BLE001  # Whatever another reader raises, it cannot read it.
            return None
        taken.append(process_time() - began)
    return min(taken) * 1_000


def _of_kind(kind: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for path in sorted((SHARED / "activities" / kind).rglob("*")):
        if path.is_file() and path.suffix.lower() in (f".{kind}", ".gz"):
            data = path.read_bytes()
            found.append((path.name, gzip.decompress(data) if path.suffix == ".gz" else data))
    return found


def _beside(kind: str, name: str, other: Callable[[bytes], object], runs: int = 3) -> None:
    ours = theirs = 0.0
    unread: list[str] = []
    for file, data in _of_kind(kind):
        they = best_ms(other, data, 1 if kind == "fit" else runs)
        if they is None:
            unread.append(file)
            continue
        ours += best_ms(read_activity_file, data, runs) or 0
        theirs += they
    print(f"{kind}: {ours:9.1f} ms, {name} {theirs:9.1f} ms: {theirs / ours:5.1f} times as long")
    if unread:
        print(f"     not read by {name}: {', '.join(unread)}")


def _pace(
    what: str, read: Callable[[bytes], object], files: list[tuple[str, bytes]], point: bytes
) -> None:
    """Print how many bytes and points a second are read."""
    taken = [(best_ms(read, data, 5), data) for _, data in files]
    ms = sum(one for one, _ in taken if one)
    size = sum(len(data) for one, data in taken if one)
    points = sum(data.count(point) for one, data in taken if one)
    print(f"{what}: {ms:.1f} ms, {size / ms / 1_000:.1f} MB/s, {points / ms * 1_000:,.0f} points/s")


def main() -> None:
    """Print the figures of one file, or of all."""
    warnings.simplefilter("ignore")  # Of peers, one for every damaged message.
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else LARGEST
    data = path.read_bytes()
    print(f"{path.name}, {len(data):,} bytes: {best_ms(read_activity_file, data, 7):.1f} ms")
    if len(sys.argv) > 1:
        return
    _beside("fit", "official decoder", _official)
    _beside("fit", "fitdecode", _fitdecode)
    _beside("gpx", "gpxpy, parsed only", _gpxpy, 5)
    _beside("gpx", "gpxpy, with length and duration", _gpxpy_summed, 5)
    _beside("gpx", "gpxpy, with columns, length and duration", _gpxpy_columns, 5)
    _pace("gpx, gpxpy parsing", _gpxpy, _of_kind("gpx"), b"<trkpt")
    _pace("gpx", read_activity_file, _of_kind("gpx"), b"<trkpt")
    _pace("tcx", read_activity_file, _of_kind("tcx"), b"<Trackpoint>")


if __name__ == "__main__":
    main()
