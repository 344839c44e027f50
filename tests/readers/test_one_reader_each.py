"""Of each file one reader says that it is its own, so that their order changes nothing."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from tests.readers.mutation_seeds import SEED_BYTES, csv_seeds, json_seeds
from tests.readers.vendor_files import knowing, members
from tests.support import SHARED, needs_shared_data
from vegaloop.imports.adapters.readers.common.kinds import Leading
from vegaloop.imports.adapters.readers.registry import DOCUMENTS, TABLES, XMLS
from vegaloop.infrastructure.formats.csv import looks_like_text
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.xml_prolog import root_of
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader

_WHOLE = 4_000_000  # Bytes: what is larger is no single document here.
_FOLDERS = ("activities/strava_bulk_export_csv", "biometrics", "nutrition")
# Pieces of data points, which are nobody's by themselves, and the key to the columns of a table.
_NOBODYS = ("/time-interval/", "/time-frame/", "/header/", "/body-posture/", "_columns.csv")
_LACKING = ("/missing-header.json", "/missing-sleep-duration.json")


def claims(data: bytes, name: str = "x") -> list[str]:
    """The kinds that say a file of text is theirs, that of foods among them."""
    head = data[:65_536]
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"<"):
        root = root_of(head) or ""
        if root in ("gpx", "TrainingCenterDatabase"):
            return ["activity-file"]
        return [one.kind for one in XMLS if one.fits(root)]
    is_food = ["foods"] if FoodFileReader().recognises(head, name) else []
    member = members({name: data})[name]
    as_table = not begins.startswith((b"{", b"["))
    return [*is_food, *(one.kind for one in knowing(member, as_table=as_table))]


def content(path: Path) -> bytes:
    """What is in a file; nothing where it is no text."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (EOFError, OSError, zlib.error):
            return b""
    return data if looks_like_text(data[:65_536]) and len(data) < _WHOLE else b""


class TestOneReaderEach:
    """Of each file one reader says that it is its own."""

    @needs_shared_data
    @pytest.mark.parametrize("folder", _FOLDERS)
    def test_real_files(self, folder: str) -> None:
        nobodys = []
        for path in sorted((SHARED / folder).rglob("*.*")):
            data = content(path) if path.is_file() else b""
            known = claims(data) if data else ["no text"]
            assert len(known) <= 1, (path, known)
            if not known and data.strip() != b"{}":
                nobodys.append(path.as_posix())
        assert all(any(one in path for one in (*_NOBODYS, *_LACKING)) for path in nobodys)

    def test_written_seeds(self) -> None:
        for data in (*csv_seeds(), *json_seeds()):
            try:
                assert len(claims(data)) <= 1, data[:100]
            except ReadFault:  # The beginning of a real document that is longer.
                assert len(data) == SEED_BYTES

    def test_every_reader_is_known_by_its_protocol(self) -> None:
        assert not set(map(id, TABLES)) & set(map(id, DOCUMENTS))
        leading = {one.kind for one in TABLES if isinstance(one, Leading)}
        assert leading == {"fitbit", "strava", "runkeeper"}
