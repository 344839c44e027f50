"""Read an activity file: what it is, its bytes say, never its name.

Rule 1: whatever the bytes, the answer is a file or a fact; nothing is raised.
Rule 2: the FIT reader and its numbers are loaded when the first FIT file comes.
"""

from __future__ import annotations

from typing import Final

from vegaloop.activity.adapters.readers.decoded import Decoded
from vegaloop.activity.adapters.readers.gpx import GpxSink
from vegaloop.activity.adapters.readers.tcx import TcxSink
from vegaloop.activity.domain.activity_file import (
    ActivityFile,
    CannotRead,
    Damaged,
    NothingRecorded,
    TooLarge,
    UnknownFormat,
)
from vegaloop.activity.domain.recording import Note, Remark
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.gzip import MOST_BYTES, unpacked
from vegaloop.infrastructure.formats.xml import Sink, read_xml
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("decode", "read_activity_file")

_FIT_SIGNATURE: Final = b".FIT"
_SHOWN: Final = 4  # What a format is known by: more would be what somebody wrote.
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# The second is of files whose outermost element was cut away.
_TCX_ROOTS: Final = {"TrainingCenterDatabase", "Activities"}


def read_activity_file(
    data: bytes, home: Profile | None = None
) -> Result[ActivityFile, CannotRead]:
    """Read a FIT, GPX or TCX file, plain or in gzip, and refuse what is no activity.

    What has no zone is read on the wall of who was at `home`.
    """
    match decode(data, home):
        case Success(found):
            return Failure(found.problem) if found.problem else Success(found.file)
        case Failure(error):
            return Failure(error)


def decode(data: bytes, home: Profile | None = None) -> Result[Decoded, CannotRead]:
    """Read a file of any kind in these formats."""
    try:
        content, notes = unpacked(data)
        return Success(_or_damaged(_decoded(content, notes, home)))
    except ReadFault as fault:
        return Failure(fault.fact)


def _decoded(data: bytes, notes: tuple[Note, ...], home: Profile | None) -> Decoded:
    if data[8:12] == _FIT_SIGNATURE:
        if len(data) > MOST_BYTES:
            raise ReadFault(TooLarge("bytes of a FIT file", MOST_BYTES))
        from vegaloop.activity.adapters.readers.fit import decode_fit

        return decode_fit(data, notes)
    # Some write a blank line before the declaration, which XML does not allow.
    data = data.lstrip()
    if not data.startswith((b"<", b"\0<", *_MARKS)):
        raise ReadFault(_unknown(data))
    sinks: list[GpxSink | TcxSink] = []

    def sink_for(root: str) -> Sink:
        if root != "gpx" and root not in _TCX_ROOTS:
            raise ReadFault(_unknown(data))
        sink: GpxSink | TcxSink = GpxSink(home) if root == "gpx" else TcxSink(home)
        sinks.append(sink)
        return sink

    notes += read_xml(data, sink_for)
    return sinks[-1].decoded(notes)


def _or_damaged(found: Decoded) -> Decoded:
    """Where a file breaks off before anything was recorded, the damage is what is wrong."""
    problem = found.problem
    cut = next((note for note in found.file.notes if note.what is Remark.CUT_OFF), None)
    if cut is None or not isinstance(problem, NothingRecorded):
        return found
    damage = Damaged(problem.format, cut.at_byte or 0, cut.at_line, cut.detail)
    return Decoded(found.file, found.columns, damage)


def _unknown(data: bytes) -> UnknownFormat:
    return UnknownFormat(data[:_SHOWN].hex(), len(data))
