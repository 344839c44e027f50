"""What readers find in what somebody brings, in the words of the contexts that will keep it.

Rule 1: everything found has its place: the file, and the line, item or byte in it.
Rule 2: what cannot be held is found as well, with the reason: nothing is passed over in silence.
"""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.accounts import Trait
from vegaloop.activity import ImportFile, Recording, Rpe
from vegaloop.biometrics import Metric, NewReading, Sample, SampleBatch, WallPass
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant
from vegaloop.nutrition import FoodItem, MealEntry

__all__ = (
    "SOURCE_CHARACTERS_MOST",
    "Found",
    "FoundFile",
    "FoundFoods",
    "FoundMeal",
    "FoundPerson",
    "FoundReading",
    "FoundRecording",
    "FoundSample",
    "FoundSamples",
    "Misshapen",
    "NotTaken",
    "Place",
    "Unsupported",
    "weight_of",
)

SOURCE_CHARACTERS_MOST: Final = 64


@final
class Place(Struct, frozen=True, omit_defaults=True):
    """Where something stands: the file in the archive, and the line, item or byte in the file.

    Lines and items are counted from 1, bytes from 0.
    """

    file: str
    line: int | None = None
    item: int | None = None
    byte: int | None = None


@final
class FoundReading(Struct, frozen=True):
    """A reading of a body; `zone_assumed` where only a wall clock said when."""

    place: Place
    reading: NewReading
    zone_assumed: bool = False


@final
class FoundSample(Struct, frozen=True):
    """One sample of a series; readers of millions pack `FoundSamples` themselves.

    `in_pass` is of an hour the clocks repeat, where its zone was assumed and order told which.
    """

    place: Place
    metric: Metric
    source: SourceId
    sample: Sample
    zone_assumed: bool = False
    in_pass: WallPass | None = None


@final
class FoundSamples(Struct, frozen=True):
    """A batch of samples; `lines` (4-byte little-endian) has the line of each, or is empty.

    Where its place is an item, they are items.
    """

    place: Place
    batch: SampleBatch
    lines: bytes = b""
    zone_assumed: bool = False


@final
class FoundFile(Struct, frozen=True):
    """A FIT, GPX or TCX file."""

    place: Place
    command: ImportFile


@final
class FoundRecording(Struct, frozen=True):
    """A session as a vendor tells it without a file; `external_id` is the vendor's name for it.

    `notes` and `rpe` are the person's own words there; `modified_at` is when the vendor last changed it;
    `time_assumed` where only the day was told, `corrected` where the person put it right there.
    """

    place: Place
    recording: Recording
    source: SourceId
    external_id: str
    device: str | None = None
    notes: str | None = None
    rpe: Rpe | None = None
    modified_at: Instant | None = None
    time_assumed: bool = False
    corrected: bool = False

    @property
    def zone_assumed(self) -> bool:
        """Whether only a wall clock said when."""
        return self.recording.start is None and self.recording.wall_start is not None


@final
class FoundMeal(Struct, frozen=True):
    """A meal of a diary; `key` is what makes it the same one next time.

    `time_assumed` where only the day and the name of the meal said when; `sums_day` where it is
    the sum of all that was eaten that day.
    """

    place: Place
    key: str
    entry: MealEntry
    zone_assumed: bool = False
    time_assumed: bool = False
    sums_day: bool = False


@final
class FoundFoods(Struct, frozen=True):
    """Foods of one file, and the records of it that are none, in order."""

    place: Place
    items: tuple[FoodItem, ...]


@final
class FoundPerson(Struct, frozen=True):
    """The sex, the birth date or the height of the person, and when it was, where that was said."""

    place: Place
    trait: Trait
    source: SourceId
    at: Instant | None = None


@final
class Unsupported(Struct, frozen=True, tag="imports/unsupported"):
    """Something there is no room for: what it is, in the words of whoever wrote it."""

    what: str


@final
class Misshapen(Struct, frozen=True, tag="imports/misshapen"):
    """A record without what it needs, or with something else in its place.

    `given` is cut short; it is shown to nobody but the person whose record it is.
    """

    field: str
    given: str
    wanted: str


@final
class NotTaken(Struct, frozen=True):
    """Something that is not taken; `what` names its kind, `reason` is a tagged fact, `count` how many."""

    place: Place
    what: str
    reason: Struct
    count: int = 1


Found: TypeAlias = (
    FoundReading
    | FoundSample
    | FoundSamples
    | FoundFile
    | FoundRecording
    | FoundMeal
    | FoundFoods
    | FoundPerson
    | NotTaken
)


def weight_of(found: Found) -> int:
    """How much work it is to keep, where a reading is 1."""
    match found:
        case FoundReading() | FoundSample() | FoundPerson() | NotTaken():
            return 1
        case FoundSamples(batch=batch):
            return 1 + len(batch) // 50
        case FoundMeal():
            return 5
        case FoundFoods(items=items):
            return 1 + len(items) // 2
        case FoundFile() | FoundRecording():
            return 500
