"""Why a file cannot be read, and what was odd about one that could be all the same."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, final

from msgspec import Struct

__all__ = (
    "Damaged",
    "FormatFault",
    "Note",
    "Remark",
    "TooDeep",
    "TooLarge",
    "TookTooLong",
    "UnknownFormat",
)


@final
class UnknownFormat(Struct, frozen=True, tag="format/unknown"):
    """Bytes that are none of the formats; `begins_with` are the first, in hexadecimal."""

    begins_with: str
    bytes_given: int


@final
class Damaged(Struct, frozen=True, tag="format/damaged"):
    """A file that ends in nonsense before anything could be read."""

    format: str
    at_byte: int
    at_line: int | None
    what: str


@final
class TooLarge(Struct, frozen=True, tag="format/too-large"):
    """More than a reader takes, packed or unpacked."""

    what: str
    most: int


@final
class TooDeep(Struct, frozen=True, tag="format/too-deep"):
    """Elements within elements beyond what any activity needs."""

    most: int
    at_line: int


@final
class TookTooLong(Struct, frozen=True, tag="format/took-too-long"):
    """A file that would keep a reader busy beyond what any real one does."""

    what: str
    most: int


FormatFault: TypeAlias = UnknownFormat | Damaged | TooLarge | TooDeep | TookTooLong


class Remark(StrEnum):
    """What was odd about a file that could be read all the same."""

    CUT_OFF = "cut-off"  # The file ends, or stops making sense, at that place.
    CRC_WRONG = "crc-wrong"
    HEADER_CRC_WRONG = "header-crc-wrong"
    TRAILING_BYTES = "trailing-bytes"
    RELATIVE_CLOCK = "relative-clock"  # Seconds since the device was switched on: no date.
    ZONE_ASSUMED = "zone-assumed"  # Times of a wall clock, read in the home zone of that day.
    CORRECTED = "corrected-at-source"  # The person put its numbers right where it came from.
    NO_SESSION = "no-session"  # The totals were made of the samples.
    UNKNOWN_SPORT = "unknown-sport"
    DOUBTFUL_ELAPSED = "doubtful-elapsed"  # Days more than timer or samples, or less.
    NO_FILE_TYPE = "no-file-type"
    NO_TIMES = "no-times"
    SAMPLES_WITHOUT_TIME = "samples-without-time"
    SAMPLES_OUT_OF_ORDER = "samples-out-of-order"
    BAD_VALUES = "bad-values"
    UNDECLARED_PREFIX = "undeclared-prefix"  # Of XML; its elements go by what follows it.
    WRONG_ENCODING = "wrong-encoding"  # Of XML, as it declares it; its bytes say what it has.
    MERGED_HEART_RATE = "merged-heart-rate"  # From the strap's own memory.


@final
class Note(Struct, frozen=True):
    """One odd thing, and where in the (unpacked) file it is."""

    what: Remark
    at_byte: int | None = None
    at_line: int | None = None
    detail: str = ""
