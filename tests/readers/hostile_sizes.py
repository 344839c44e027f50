"""Large files made to cost as much as they can: `python -m tests.readers.hostile_sizes [MB] [WORD]`.

Each is read as whatever is brought is read; printed are the seconds of a processor and the memory it takes at
most, and what becomes of it.
"""

from __future__ import annotations

import io
import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from resource import RUSAGE_SELF, getrusage
from typing import Final

from tests.readers.fit_bytes import segment
from tests.strategies.imports import world
from vegaloop.imports import Piece
from vegaloop.imports.adapters.everything import Everything
from vegaloop.imports.domain.found import NotTaken
from vegaloop.kernel.person import Profile

_MB: Final = 2**20
_APPLE: Final = b'<?xml version="1.0" encoding="UTF-8"?><HealthData>'
_RECORD: Final = (
    b'<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="w" unit="count/min" '
)
_GPX: Final = b'<gpx version="1.1"><trk><trkseg>'
_SEGMENT: Final = segment(b"")


def _filled(head: bytes, piece: bytes, tail: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: head + piece * ((size - len(head) - len(tail)) // len(piece)) + tail


def _numbered(head: bytes, piece: bytes, tail: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: head + b"".join(piece % n for n in range(size // (len(piece) + 6))) + tail


FILES: Final[dict[str, Callable[[int], bytes]]] = {
    "csv: one quoted cell a line, all one row": _filled(b"time,glucose\n", b'"\n",'),
    "csv: one cell without an end": _filled(b'time,glucose\n"', b"x\n"),
    "csv: one line": _filled(b"time,glucose\n", b"x"),
    "csv: commas": _filled(b"time,glucose\n", b"," * 4_000 + b"\n"),
    "csv: lines that are none": _filled(b"time,glucose\n", b"x\n"),
    "csv: quotes": _filled(b"time,glucose\n", b'""'),
    "csv: rows of strava": _filled(
        b"Activity ID,Activity Date,Activity Name,Activity Type,Filename\n", b"1,x,y,Ride,a\n"
    ),
    "json: empty lists": _filled(b"[", b"[],", b"0]"),
    "json: small objects": _filled(b"[", b'{"":0},', b"0]"),
    "json: blank lines": _filled(b'{"a":1}\n', b"\n"),
    "json: a line each": _filled(b"", b'{"a":1}\n'),
    "json: an object of numbers": _numbered(b'{"":0', b',"one of very many numbers %d":0', b"}"),
    "json: an object of objects": _numbered(
        b'{"":0', b',"one of very many objects in one %d":{"a":0}', b"}"
    ),
    "json: backslashes": _filled(b'{"\\u0000":"', b"\\\\", b'"}'),
    "json: without an end": _filled(b"[", b'{"a":'),
    "json: objects without an end": _filled(b"", b'{"a":'),
    "json: an object of lists without an end": _filled(
        b'{"data":[{"a":1}', b',{"a":[{}]}' + b" " * 30
    ),
    "json: a wide object without an end": _numbered(b'{"":0', b',"one of very many numbers %d":0'),
    "json: frames in frames": _filled(b'{"a":{"a":{"a":{"a":[', b"[{}]," + b" " * 30),
    "json: foods in a list": _filled(b'[{"fdcId":1,"foodNutrients":[]},', b" "),
    "json: a food a line": _filled(b'{"code":"1","nutriments":{}}\n', b'{"code":"1"}\n'),
    "xml: one element": _filled(_APPLE + b"<Record a='", b"x"),
    "xml: attributes": _numbered(_APPLE + b"<Record", b" a%d=''"),
    "xml: a comment": _filled(_APPLE + b"<!--", b"x"),
    "xml: text": _filled(_APPLE, b"x"),
    "xml: records that lack all": _filled(_APPLE, b"<Record/>"),
    "xml: records with other times": _numbered(_APPLE, _RECORD + b'startDate="%d"/>'),
    "xml: elements nobody knows": _numbered(_APPLE, b"<a%d/>"),
    "gpx: points without anything": _filled(_GPX, b"<trkpt/>"),
    "gpx: tracks": _filled(b"<gpx>", b"<trk/>"),
    "gpx: text": _filled(_GPX, b"x"),
    "tcx: laps": _filled(b"<TrainingCenterDatabase><Activities><Activity>", b"<Lap/>"),
    "fit: segments": _filled(b"", _SEGMENT),
    "fit: definitions": _filled(
        b"\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT\x00\x00", b"\x40\x00\x00\x14\x00\x00"
    ),
    "fit: wide fields": _filled(
        b"\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT\x00\x00"
        b"\x40\x00\x00\x14\x00\x03\x03\xff\x02\x04\xff\x02\x06\xff\x02",
        b"\x00" + b"\x01" * 765,
    ),
    "fit: messages by turns": _filled(
        b"\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT\x00\x00"
        b"\x40\x00\x00\x14\x00\x01\x03\x01\x02\x41\x00\x00\x14\x00\x01\x04\x01\x02",
        b"\x00\x01\x01\x01",
    ),
    "text: numbers": _filled(b"", b"800\n"),
    "text: spaces": _filled(b"", b" "),
    "text: a number without an end": _filled(b"rri\n", b"1"),
}


def _tried(pipe: Connection, name: str, size: int) -> None:
    data = FILES[name](size)
    vega, _ = world()
    bugs: list[str] = []
    everything = Everything(vega.foods, lambda _, bug: bugs.append(repr(bug)), time.monotonic)
    before_kb, began = getrusage(RUSAGE_SELF).ru_maxrss, time.process_time()
    count, last = 0, ""
    for one in everything.read((Piece("x", len(data), lambda: io.BytesIO(data)),), Profile()):
        count += 1
        last = repr(one.reason) if isinstance(one, NotTaken) else type(one).__name__
    took_s = time.process_time() - began
    grown_mb = (getrusage(RUSAGE_SELF).ru_maxrss - before_kb) / 1_024
    pipe.send((took_s, grown_mb, count, last, bugs))


def main() -> int:
    """Print what each costs."""
    words = [word for word in sys.argv[1:] if not word.isdecimal()]
    size = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 64) * _MB
    broken = 0
    for name in FILES:
        if words and not any(word in name for word in words):
            continue
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_tried, args=(theirs, name, size)
        )
        process.start()
        theirs.close()
        if not ours.poll(600):
            raise TimeoutError(name)
        took_s, grown_mb, count, last, bugs = ours.recv()
        process.join()
        broken += len(bugs)
        said = f"{count:9,} told, the last: {last[:90]} {bugs[:1] or ''}"
        sys.stdout.write(f"{name:42} {took_s:6.2f} s {grown_mb:6.0f} MB {said}\n")
        sys.stdout.flush()
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
