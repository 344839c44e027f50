"""What arrived, taken apart: every file once, no more than may come out, nothing on the disk."""

from __future__ import annotations

import gzip
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import zipped
from vegaloop.infrastructure.formats.archive import Limits, Member, members_of
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00/\\", exclude_categories=["Cc"]),
    min_size=1,
    max_size=20,
).filter(lambda name: name not in {".", "..", ".DS_Store", "Thumbs.db", "desktop.ini"})
CONTENTS = st.binary(max_size=300).filter(lambda data: data[:2] not in {b"\x1f\x8b", b"PK"})


USUAL = Limits()


@contextmanager
def taken_apart(data: bytes, limits: Limits = USUAL) -> Iterator[list[Member]]:
    with ExitStack() as held:
        yield list(members_of("brought", lambda: io.BytesIO(data), len(data), held, limits))


class TestEveryFileOnce:
    """A zip, a gzip and a zip within a zip give back the files that were put in; an archive without any is a file with nothing in it."""

    @given(st.dictionaries(NAMES, CONTENTS, max_size=6))
    def test_a_zip(self, files: dict[str, bytes]) -> None:
        with taken_apart(zipped(files)) as members:
            found = {member.name: member.whole() for member in members}
        assert found == (files or {"brought": b""})

    @given(CONTENTS)
    def test_a_gzip_within_a_zip_within_a_zip(self, data: bytes) -> None:
        inner = zipped({"a.gpx.gz": gzip.compress(data)})
        with taken_apart(zipped({"inner.zip": inner})) as (member,):
            assert (member.name, member.whole()) == ("inner.zip/a.gpx", data)
            assert gzip.decompress(member.original()) == data

    @given(CONTENTS)
    def test_a_plain_file(self, data: bytes) -> None:
        with taken_apart(data) as (member,):
            assert (member.name, member.whole()) == ("brought", data)

    def test_a_member_is_opened_as_often_as_it_is_needed(self) -> None:
        apart = taken_apart(zipped({"a": b"x" * 100_000}))
        with apart as (member,), member.open() as first, member.open() as second:
            assert first.read(10) == second.read(10) == b"x" * 10
            assert len(second.read()) == 100_000 - 10
            assert len(first.read()) == 100_000 - 10

    def test_what_systems_leave_lying_about_is_passed_over(self) -> None:
        litter = {"__MACOSX/._a": b"x", "x/.DS_Store": b"x", "Thumbs.db": b"x", "a": b"1"}
        with taken_apart(zipped(litter)) as members:
            assert [member.name for member in members] == ["a"]

    def test_a_file_without_a_name_is_one(self) -> None:
        data = bytearray(zipped({"a": b"1"}))
        place = data.index(b"PK\x01\x02")
        data[place + 28 : place + 30] = b"\0\0"
        del data[place + 46]
        size = data.index(b"PK\x05\x06") + 12
        data[size : size + 4] = (46).to_bytes(4, "little")
        with taken_apart(bytes(data)) as (member,):
            assert member.name == ""

    def test_a_broken_gzip_gives_its_beginning(self) -> None:
        data = bytes(range(256)) * 2_000
        cut = gzip.compress(data)[:-200]
        with taken_apart(cut) as (member,):
            assert data.startswith(member.head())
            assert member.head()
            with pytest.raises(ReadFault) as raised:
                member.whole()
        assert isinstance(raised.value.fact, Damaged)


def refused(data: bytes, limits: Limits = USUAL) -> object:
    began = time.perf_counter()
    try:
        with taken_apart(data, limits) as members:
            for member in members:
                with member.open() as stream:
                    while stream.read(2**20):
                        pass
    except ReadFault as fault:
        assert time.perf_counter() - began < 5
        return fault.fact
    return None


class TestBombs:
    """No more comes out than may, however it is concealed (RELIABILITY H4)."""

    def test_zeros_in_a_zip(self) -> None:
        assert isinstance(refused(zipped({"zeros": bytes(200 * 2**20)})), TooLarge)

    def test_zeros_in_a_gzip(self) -> None:
        assert isinstance(refused(gzip.compress(bytes(200 * 2**20))), TooLarge)

    def test_a_directory_that_lies_about_sizes(self) -> None:
        data = bytearray(zipped({"zeros": bytes(64 * 2**20)}))
        for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            place = data.index(mark) + at
            data[place : place + 4] = struct.pack("<I", 100)
        fact = refused(bytes(data))
        assert isinstance(fact, TooLarge | Damaged)

    def test_files_that_lie_upon_each_other(self) -> None:
        """Many entries of a directory may point at the same bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", bytes(10 * 2**20))
            entry = archive.filelist[0]
            for n in range(300):
                copy = zipfile.ZipInfo(f"a{n}")
                copy.compress_type, copy.header_offset = entry.compress_type, entry.header_offset
                copy.CRC, copy.file_size = entry.CRC, entry.file_size
                copy.compress_size = entry.compress_size
                archive.filelist.append(copy)
        assert isinstance(refused(made.getvalue()), TooLarge)

    def test_zips_in_zips(self) -> None:
        data = b"deep"
        for n in range(6):
            data = zipped({f"{n}.zip": data})
        assert isinstance(refused(data), TooLarge)

    def test_too_many_files(self) -> None:
        limits = Limits(members=100)
        data = zipped({str(n): b"" for n in range(101)}, zipfile.ZIP_STORED)
        assert isinstance(refused(data, limits), TooLarge)
        assert refused(zipped({str(n): b"" for n in range(100)}), limits) is None

    def test_the_files_of_all_zips_count_together(self) -> None:
        few = zipped({str(n): b"" for n in range(60)})
        assert isinstance(
            refused(zipped({"a.zip": few, "b.zip": few}), Limits(members=100)), TooLarge
        )

    def test_a_directory_of_a_million_is_refused_unread(self) -> None:
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 2**31, 0, 0)
        began = time.perf_counter()
        assert isinstance(refused(b"PK\x03\x04" + bytes(100) + end), TooLarge)
        assert time.perf_counter() - began < 0.1


class TestNames:
    """The name of a member is shown, and never a place on the disk."""

    @pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "C:\\evil", "a/../../evil"])
    def test_paths(self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with taken_apart(zipped({name: b"x"})) as (member,):
            assert member.whole() == b"x"
        assert list(tmp_path.iterdir()) == []

    def test_a_link_is_refused(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            link = zipfile.ZipInfo("link")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            archive.writestr(link, "/etc/passwd")
        with taken_apart(made.getvalue()) as (member,), pytest.raises(ReadFault):
            member.open()

    def test_a_locked_file_is_refused(self) -> None:
        data = bytearray(zipped({"a": b"secret"}))
        for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            data[data.index(mark) + at] |= 1
        with taken_apart(bytes(data)) as (member,), pytest.raises(ReadFault):
            member.open()


class TestDamage:
    """Whatever the bytes, the answer is a file or a fault."""

    @given(st.binary(max_size=400), st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b""]))
    def test_noise(self, noise: bytes, begins: bytes) -> None:
        refused(begins + noise)

    @given(st.data(), st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=3))
    def test_changed_bytes(self, draw: st.DataObject, files: dict[str, bytes]) -> None:
        data = bytearray(zipped(files))
        for _ in range(draw.draw(st.integers(1, 4))):
            data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
        refused(bytes(data))

    def test_a_stream_that_cannot_be_read_twice_is_never_assumed(self) -> None:
        opened: list[BinaryIO] = []

        def open_stream() -> BinaryIO:
            opened.append(io.BytesIO(zlib.compress(b"not a zip")))
            return opened[-1]

        with ExitStack() as held:
            (member,) = members_of("x", open_stream, 20, held)
            member.whole()
        assert len(opened) == 2
