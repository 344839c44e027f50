"""Imports, its door: everything other packages may import."""

from vegaloop.imports.application.holding import is_all_said
from vegaloop.imports.application.ports import (
    ArchiveReader,
    ImportLogs,
    ListedItem,
    Piece,
    Together,
)
from vegaloop.imports.application.service import UPLOAD_BYTES_MOST, Imports
from vegaloop.imports.application.taking import Contexts
from vegaloop.imports.application.taking_body import QUARANTINED
from vegaloop.imports.application.telling import Taken, Telling, Told
from vegaloop.imports.application.working import Working
from vegaloop.imports.domain.bringing import (
    CannotAccept,
    Import,
    ImportId,
    NoSuchImport,
    NothingBrought,
    State,
    TooMuchBrought,
)
from vegaloop.imports.domain.found import Place
from vegaloop.imports.domain.held import (
    Held,
    HeldActivity,
    HeldMeal,
    HeldName,
    HeldReading,
    HeldSamples,
)
from vegaloop.imports.domain.reasons import NotAFile, Unreadable
from vegaloop.imports.domain.receipt import Counts, Fate, Item

__all__ = (
    "QUARANTINED",
    "UPLOAD_BYTES_MOST",
    "ArchiveReader",
    "CannotAccept",
    "Contexts",
    "Counts",
    "Fate",
    "Held",
    "HeldActivity",
    "HeldMeal",
    "HeldName",
    "HeldReading",
    "HeldSamples",
    "Import",
    "ImportId",
    "ImportLogs",
    "Imports",
    "Item",
    "ListedItem",
    "NoSuchImport",
    "NotAFile",
    "NothingBrought",
    "Piece",
    "Place",
    "State",
    "Taken",
    "Telling",
    "Together",
    "Told",
    "TooMuchBrought",
    "Unreadable",
    "Working",
    "is_all_said",
)
