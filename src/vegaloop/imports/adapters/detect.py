"""Finding out what a file is: by its first bytes and what is in it, never by its name.

Rule 1: of what is in a file nobody knows, no more is told than how it begins and how it is made;
a table is told by the name of its file.
Rule 2: the readers of texts are loaded when the first text comes: a watch sends none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity import ImportFile
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.cut_rows import read_table
from vegaloop.imports.adapters.readers.common.kinds import (
    Leading,
    TableReader,
    XmlReader,
)
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.passing import passed
from vegaloop.imports.adapters.readers.common.unplaced import table_named
from vegaloop.imports.adapters.readers.fit.rest import resting_beats
from vegaloop.imports.adapters.readers.fit.wellness import fit_kind, read_wellness
from vegaloop.imports.domain.found import Found, FoundFile, NotTaken, Unsupported
from vegaloop.infrastructure.formats.archive import Member
from vegaloop.infrastructure.formats.csv import Line, lines_of, looks_like_text
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import MOST_JSON_BYTES, documents_of
from vegaloop.infrastructure.formats.member import HEAD_BYTES
from vegaloop.infrastructure.formats.xml_prolog import root_of
from vegaloop.kernel.formats import TooLarge, UnknownFormat

__all__ = ("ACTIVITY_FILE", "NOTHING", "Kind", "kind_of", "read")

ACTIVITY_FILE: Final = "activity-file"
NOTHING: Final = "nothing in it"
_FIT: Final = b".FIT"
_ACTIVITY: Final = "activity"
_ACTIVITY_ROOTS: Final = frozenset({"gpx", "TrainingCenterDatabase", "Activities"})
UNREAD_MOST: Final = 1_000  # More documents of a file than are read.
_FIELD: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,29}")
_FIELDS: Final = 4
_FIRST_LINES: Final = 40
_FIRST_CELLS: Final = 2_048
_LONGEST_NAME: Final = 200
_SHOWN: Final = 4  # What a format is known by: more would be what somebody wrote.
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OF_SYSTEM: Final = "file of the system"  # What a computer keeps beside the files of a folder.
# Pictures and films, which exports are full of, and archives of kinds nobody here takes apart.
_MEDIA: Final = {
    b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture",
    b"GIF8": "picture",
    b"RIFF": "picture",
    b"%PDF": "document",
    b"7z\xbc\xaf\x27\x1c": "archive of 7-Zip",
    b"Rar!": "archive of RAR",
    b"\x28\xb5\x2f\xfd": "archive of Zstandard",
    b"\xd0\xcf\x11\xe0": "document",  # Of Office, or the small pictures of Windows (Thumbs.db).
    b"\x00\x00\x00\x01Bud1": _OF_SYSTEM,  # .DS_Store
    b"\x00\x05\x16\x07": _OF_SYSTEM,  # What __MACOSX keeps beside each file.
}
# How desktop.ini begins: a bracket, as a list does.
_OF_WINDOWS: Final = (b"[.ShellClassInfo]", b"[LocalizedFileNames]", b"[ViewState]")
_DATABASE: Final = b"SQLite format 3\x00"
_RECORDS: Final = b"_record_table"  # What a table of Health Connect ends in.
_FILM: Final = b"ftyp"  # Behind the length of what tells the kind of film.


@final
class _Fit(Struct, frozen=True):
    kind: str


@final
class _ActivityXml(Struct, frozen=True):
    root: str


@final
class _Json(Struct, frozen=True):
    pass


@final
class _Csv(Struct, frozen=True):
    reader: TableReader
    header_at: int


@final
class _Xml(Struct, frozen=True):
    reader: XmlReader


@final
class _Foods(Struct, frozen=True):
    pass


@final
class _Nothing(Struct, frozen=True):
    what: str
    reason: Struct


Kind: TypeAlias = _Fit | _ActivityXml | _Foods | _Json | _Csv | _Xml | _Nothing


def kind_of(member: Member, is_food: Callable[[bytes, str], bool]) -> Kind:
    """Look at the beginning of a file; ReadFault where not even that can be read."""
    head = member.head()
    if head[8:12] == _FIT:
        return _Fit(fit_kind(head))
    begins = head.lstrip()
    for mark in _MARKS:
        begins = begins.removeprefix(mark)
    if not begins and len(head) < HEAD_BYTES:
        return _Nothing("file", Unsupported(NOTHING))
    if begins.startswith((b"<", b"<\x00", b"\x00<")):
        return _xml(head)
    if begins[:80].replace(b"\x00", b"").lstrip().startswith(_OF_WINDOWS):
        return _Nothing("file", Unsupported(_OF_SYSTEM))
    if is_food(head, member.name):
        return _Foods()
    if begins.startswith((b"{", b"[")):
        return _Json()
    media = next((word for mark, word in _MEDIA.items() if head.startswith(mark)), None)
    if head.startswith(_FILM, 4):
        media = "film"
    if head.startswith(_DATABASE):
        media = "database of Health Connect" if _RECORDS in head else "database of SQLite"
    if media is not None:
        return _Nothing("file", Unsupported(media))
    return _table(member, head) if looks_like_text(head) else _unknown("file", head)


def is_foods(kind: Kind) -> bool:
    """Tell whether a file is one of foods, which are read together."""
    return isinstance(kind, _Foods)


def leads(kind: Kind) -> bool:
    """Tell whether a file speaks of others beside it, and must be read before them."""
    match kind:
        case _Csv(reader=reader):
            return isinstance(reader, Leading)
        case _Xml(reader=xml_reader):
            return isinstance(xml_reader, Leading)
        case _Fit() | _ActivityXml() | _Foods() | _Json() | _Nothing():
            return False


def name_of(kind: Kind) -> str | None:
    """Say what a file is, in a word; None where only reading it will tell, or nothing does."""
    match kind:
        case _Fit(kind=word):
            return ACTIVITY_FILE if word == _ACTIVITY else f"fit-{word}"
        case _ActivityXml():
            return ACTIVITY_FILE
        case _Csv(reader=reader):
            return reader.kind
        case _Xml(reader=xml_reader):
            return xml_reader.kind
        case _Foods():
            return "foods"
        case _Json() | _Nothing():
            return None


def read(kind: Kind, arrival: Arrival) -> Iterator[Found]:
    """Read a file as what it is; ReadFault where it breaks off."""
    match kind:
        case _Fit(kind=word) if word != _ACTIVITY:
            yield from read_wellness(arrival.member.whole(), arrival)
        case _Fit() | _ActivityXml():
            command = ImportFile(
                data=arrival.member.original(),
                source=source_of("import"),
                file_name=arrival.name.rpartition("/")[2][-200:],
                start=None if arrival.start is None else arrival.start.at,
            )
            yield FoundFile(arrival.place(), command)
            if isinstance(kind, _Fit):
                yield from resting_beats(arrival.member.whole(), arrival)
        case _Json():
            yield from passed(_read_documents(arrival))
        case _Csv(reader=reader, header_at=at):
            yield from passed(_read_table(reader, at, arrival))
        case _Xml(reader=xml_reader):
            yield from xml_reader.read(arrival)
        case _Foods():
            return  # They are joined over files, and read by those who know foods.
        case _Nothing(what=what, reason=reason):
            yield NotTaken(arrival.place(), what, reason)


def _xml(head: bytes) -> Kind:
    root = root_of(head)
    if root in _ACTIVITY_ROOTS:
        return _ActivityXml(root)
    if root is None:
        return _unknown("xml", head)
    from vegaloop.imports.adapters.readers.registry import XMLS

    reader = next((one for one in XMLS if one.fits(root)), None)
    return _Nothing("xml", Unsupported(root)) if reader is None else _Xml(reader)


def _table(member: Member, head: bytes) -> Kind:
    first = _first_lines(member)
    from vegaloop.imports.adapters.readers.registry import TABLES

    for reader in TABLES:
        at = reader.header_of(first)
        if at is not None:
            return _Csv(reader, at)
    if not first:
        return _unknown("file", head)
    if len(first[0].cells) == 1:
        return _Nothing("table", Unsupported("text"))
    return _Nothing("table", Unsupported(table_named(member.name)))


def _first_lines(member: Member) -> Sequence[Line]:
    """The first lines, and no more of them than names of columns can be."""
    lines: list[Line] = []
    left = _FIRST_CELLS
    with member.begun() as stream:
        for line, _ in zip(lines_of(stream), range(_FIRST_LINES), strict=False):
            cells = tuple(cell[:_LONGEST_NAME] for cell in line.cells[:left])
            lines.append(Line(line.number, cells))
            left -= len(cells)
    return lines


def _read_table(reader: TableReader, header_at: int, arrival: Arrival) -> Iterator[Found]:
    with arrival.member.open() as stream:
        lines = lines_of(stream)
        header = Line(0, ())
        for _ in range(header_at + 1):
            header = next(lines, header)
        yield from read_table(reader, header, lines, arrival)


def _read_documents(arrival: Arrival) -> Iterator[Found]:
    from vegaloop.imports.adapters.readers.common.documents import Documents
    from vegaloop.imports.adapters.readers.registry import DOCUMENTS

    documents = Documents(DOCUMENTS)
    tolerated = UNREAD_MOST
    for document in documents_of(arrival.member.whole(MOST_JSON_BYTES)):
        found = documents.read(document, arrival)
        if found is None and document.frames:
            continue  # That it breaks off is told, and who would know the rest of it nobody can say.
        if found is None:
            reason = Unsupported(_sort(document.value))
            yield NotTaken(arrival.place(line=document.line), "json", reason)
            # Whether nobody reads a document, everybody is asked.
            tolerated -= 1
            if tolerated < 0:
                raise ReadFault(TooLarge("documents nobody reads", UNREAD_MOST))
        else:
            tolerated += 1
            yield from found


def _sort(document: object) -> str:
    """Say what kind of document nobody reads: by the names of its first fields, as far as they are."""
    inner = document[0] if isinstance(document, list) and document else document
    if not isinstance(inner, dict):
        return "list" if isinstance(document, list) else "value"
    fields = [str(key) for key in itertools.islice(inner, _FIELDS)]
    named = ", ".join(field for field in fields if _FIELD.fullmatch(field))
    sort = "list of objects" if inner is not document else "object"
    return f"{sort} with {named}" if named else sort


def _unknown(what: str, head: bytes) -> _Nothing:
    return _Nothing(what, UnknownFormat(head[:_SHOWN].hex(), len(head)))
