"""Files of vendors as tests write them, and real ones, put through the readers of cloud services."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Final, TypeVar

from tests.support import SHARED
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.cut_rows import read_table
from vegaloop.imports.adapters.readers.common.documents import Documents
from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.common.passing import passed
from vegaloop.imports.adapters.readers.common.unplaced import tallied
from vegaloop.imports.adapters.readers.registry import DOCUMENTS, TABLES
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.archive import Member, members_of
from vegaloop.infrastructure.formats.csv import lines_of
from vegaloop.infrastructure.formats.json import Document, documents_of
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

A = TypeVar("A")

READERS: Final[tuple[Reader, ...]] = (*TABLES, *DOCUMENTS)
PARIS: Final = Profile(home_zone=TimeZone("Europe/Paris"))
_HEAD: Final = 40


def members(files: Mapping[str, bytes]) -> dict[str, Member]:
    """Files as an archive has them."""
    found: dict[str, Member] = {}
    for name, data in files.items():
        for member in members_of(name, lambda data=data: io.BytesIO(data), len(data), ExitStack()):
            found[name] = member
    return found


def documents_in(value: object, profile: Profile = PARIS, name: str = "x.json") -> list[Found]:
    """What the one reader that knows a document finds in it."""
    return read_bytes(json.dumps(value).encode(), name, profile)


def known_found(value: object, profile: Profile = PARIS) -> list[Found]:
    """What is found in a document by all who know any of it, of whom each may know another part."""
    held = members({"x.json": json.dumps(value).encode()})
    arrival = Arrival("x.json", held["x.json"], profile, Bundle(held))
    return list(tallied(passed(Documents(DOCUMENTS).read(Document(value), arrival) or ())))


def tables_in(
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    profile: Profile = PARIS,
    name: str = "x.csv",
) -> list[Found]:
    """What the one reader that knows a table finds in it."""
    return read_bytes(table_bytes(header, rows), name, profile)


def table_bytes(
    header: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ","
) -> bytes:
    """Write a table."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def read_bytes(
    data: bytes,
    name: str,
    profile: Profile = PARIS,
    beside: Mapping[str, bytes] | None = None,
) -> list[Found]:
    """What is found in a file, by the one reader that says it is its own."""
    held = members({name: data, **(beside or {})})
    arrival = Arrival(name, held[name], profile, Bundle(held))
    reader = known_by(held[name], name)
    assert reader is not None, "no reader knows it"
    return list(found_by(reader, arrival))


def known_by(member: Member, name: str) -> Reader | None:
    """The only reader that knows a file."""
    known = knowing(member, as_table=is_table(name))
    assert len(known) <= 1, [reader.kind for reader in known]
    return known[0] if known else None


def knowing(member: Member, *, as_table: bool) -> list[Reader]:
    """Every reader that says a file is its own: of a document its first, else any part of that."""
    if as_table:
        with member.open() as stream:
            lines = [line for line, _ in zip(lines_of(stream), range(_HEAD), strict=False)]
        return [one for one in TABLES if one.header_of(lines) is not None]
    first = next(documents_of(member.whole()), None)
    whole = None if first is None else first.value
    known = [one for one in DOCUMENTS if one.fits(whole)]
    parts = [] if known or not isinstance(whole, dict) else [*whole.values()]
    return known or [one for one in DOCUMENTS if any(one.fits(part) for part in parts)]


def found_by(reader: Reader, arrival: Arrival) -> Iterator[Found]:
    """What a reader finds, each time in the pass it is of, what has no room told once."""
    yield from tallied(passed(_found_by(reader, arrival)))


def _found_by(reader: Reader, arrival: Arrival) -> Iterator[Found]:
    if hasattr(reader, "header_of"):
        lines = list(lines_of(arrival.member.open()))
        at = reader.header_of(lines[:_HEAD])
        if at is not None:
            yield from read_table(reader, lines[at], iter(lines[at + 1 :]), arrival)
        return
    documents = Documents(DOCUMENTS)
    for document in documents_of(arrival.member.whole()):
        yield from documents.read(document, arrival) or ()


def is_table(name: str) -> bool:
    """Whether a test calls a file a table; readers never ask."""
    return name.removesuffix(".gz").endswith(".csv")


def real(path: str) -> list[Found]:
    """What is found in a real file."""
    file = SHARED / path
    data = file.read_bytes()
    return read_bytes(gzip.decompress(data) if file.suffix == ".gz" else data, file.name, PARIS)


def of_kind(found: Sequence[Found], kind: type[A]) -> list[A]:
    """Those that are of a kind."""
    return [one for one in found if isinstance(one, kind)]
