"""Whatever people pack their files with, the files come out; of what is cut off, what was before."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import time
import zipfile
from collections.abc import Callable
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import tarred, zipped
from tests.formats.test_archive import CONTENTS, NAMES, USUAL, taken_apart
from tests.readers.mutation_seeds import streamed
from vegaloop.imports.adapters.detect import kind_of
from vegaloop.infrastructure.formats.archive import Limits, Member
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

PACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
ARCHIVE: Final[dict[str, Callable[[dict[str, bytes]], bytes]]] = {
    "zip": zipped,
    "a stored zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "a zip of bzip2": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "a zip of 64 bits, streamed": streamed,
    "tar": tarred,
    "tar of GNU": lambda files: tarred(files, tarfile.GNU_FORMAT),
}
FILES = st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=5)
LONG: Final = bytes(range(256)) * 2_000


def came_out(members: list[Member]) -> tuple[dict[str, bytes], list[object]]:
    """What came out of each file, and what was wrong with the others."""
    files: dict[str, bytes] = {}
    facts: list[object] = []
    for member in members:
        try:
            files[member.name] = member.whole()
        except ReadFault as fault:
            facts.append(fault.fact)
    return files, facts


def read(data: bytes, limits: Limits = USUAL) -> tuple[dict[str, bytes], list[object]]:
    with taken_apart(data, limits) as members:
        return came_out(members)


class TestEveryPacking:
    """A file comes out of every packing, and of an archive in it."""

    @pytest.mark.parametrize("archive", ARCHIVE)
    @given(files=FILES)
    def test_an_archive(self, archive: str, files: dict[str, bytes]) -> None:
        assert read(ARCHIVE[archive](files)) == (files, [])

    @pytest.mark.parametrize("packing", PACK)
    @given(st.lists(CONTENTS, min_size=1, max_size=3))
    def test_a_file(self, packing: str, parts: list[bytes]) -> None:
        """Several behind each other are one file."""
        data = b"".join(map(PACK[packing], parts))
        assert read(data) == ({"brought": b"".join(parts)}, [])

    @pytest.mark.parametrize("archive", ARCHIVE)
    @pytest.mark.parametrize("packing", PACK)
    def test_an_archive_in_it(self, packing: str, archive: str) -> None:
        files = {"a/b.csv": LONG, "c": b""}
        assert read(PACK[packing](ARCHIVE[archive](files))) == (files, [])

    @pytest.mark.parametrize("outer", ARCHIVE)
    @pytest.mark.parametrize("inner", ARCHIVE)
    def test_an_archive_in_an_archive(self, outer: str, inner: str) -> None:
        data = ARCHIVE[outer]({"in": ARCHIVE[inner]({"a": LONG}), "b": b"1"})
        assert read(data) == ({"in/a": LONG, "b": b"1"}, [])

    def test_a_gzip_in_the_innermost_archive(self) -> None:
        data = zipped({"a.gpx.gz": gzip.compress(LONG)})
        for name in "32":
            data = tarred({name: data})
        assert read(data) == ({"2/3/a.gpx": LONG}, [])

    def test_packed_again_and_again(self) -> None:
        data = LONG
        for _ in range(3):
            data = gzip.compress(data)
        assert read(data) == ({"brought": LONG}, [])
        for _ in range(30):
            data = gzip.compress(data)
        files, (fact,) = read(data)
        assert not files
        assert isinstance(fact, TooLarge)

    def test_only_a_gzip_is_told_as_it_came(self) -> None:
        for packing, pack in PACK.items():
            with taken_apart(pack(LONG)) as (member,):
                came = pack(LONG) if packing == "gzip" else LONG
                assert gzip.decompress(came) == LONG if packing == "gzip" else came == LONG
                assert member.original() == came


class TestTars:
    """Of a tar only its files are read, whatever else is in it."""

    def test_names_longer_than_a_header(self) -> None:
        files = {f"{'folder/' * 40}{n}": b"x" for n in range(3)}
        for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
            assert read(tarred(files, kind)) == (files, [])

    def test_links_and_devices_are_told_and_never_followed(self) -> None:
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for name, kind in (
                ("symbolic", tarfile.SYMTYPE),
                ("hard", tarfile.LNKTYPE),
                ("device", tarfile.CHRTYPE),
                ("pipe", tarfile.FIFOTYPE),
                ("folder", tarfile.DIRTYPE),
                ("sparse", tarfile.GNUTYPE_SPARSE),
            ):
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = kind, "/etc/passwd"
                archive.addfile(entry)
            entry = tarfile.TarInfo("/etc/evil")
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))
        files, facts = read(made.getvalue())
        assert files == {"/etc/evil": b"x"}
        assert [fact.what for fact in facts if isinstance(fact, Damaged)] == [
            "it is a link",
            "it is a link",
            "it is no file",
            "it is no file",
            "it has holes",
        ]

    @given(st.integers(512, 10_000))
    def test_one_that_is_cut_off_gives_what_was_before(self, cut: int) -> None:
        files = {
            name: name.encode() * size for name, size in (("a", 2_000), ("b", 3_000), ("c", 9))
        }
        whole = tarred(files)
        files_read, facts = read(whole[:cut])
        ends = {name: whole.index(data) + len(data) for name, data in files.items()}
        assert files_read == {name: data for name, data in files.items() if ends[name] <= cut}
        assert all(isinstance(fact, Damaged) for fact in facts)
        assert facts or cut > ends["c"]

    def test_a_cut_gzip_of_one(self) -> None:
        noise = b"".join(struct.pack("<Q", n * n * 2_654_435_761 % 2**61) for n in range(4_000))
        packed = gzip.compress(tarred({"a": noise, "b": noise[::-1]}))
        files, facts = read(packed[: len(packed) * 3 // 4])
        assert files == {"a": noise}
        assert all(isinstance(fact, Damaged) for fact in facts)
        assert facts

    def test_sizes_nobody_can_have(self) -> None:
        for size in (b"\xff" * 12, b"\x80" + b"\xff" * 11, b"-0000000001\0"):
            header = bytearray(tarred({"a": b"x"})[:512])
            header[124:136] = size
            header[148:156] = b"        "
            header[148:156] = b"%06o\0 " % sum(header)
            files, facts = read(bytes(header) + bytes(1_024))
            assert not files
            assert facts

    def test_there_is_an_end_to_headers(self) -> None:
        header = tarred({"a": b""})[:512]
        began = time.process_time()
        with pytest.raises(ReadFault) as raised:
            read(header * 100_000)
        assert isinstance(raised.value.fact, TooLarge)
        assert time.process_time() - began < 3


class TestZips:
    """A zip is read as far as it goes, whatever is wrong with its names or its directory."""

    def test_a_name_that_is_not_in_the_letters_it_says(self) -> None:
        data = zipped({"höhe.csv": b"1", "b.csv": b"2"}).replace("ö".encode(), b"\xff\xfe")
        files, facts = read(data)
        assert facts == []
        assert sorted(files.values()) == [b"1", b"2"]

    @pytest.mark.parametrize("pack", [zipped, ARCHIVE["a stored zip"], streamed])
    @given(keep=st.floats(0, 1))
    def test_one_that_is_cut_off_gives_what_was_before(
        self, pack: Callable[[dict[str, bytes]], bytes], keep: float
    ) -> None:
        noise = [struct.pack("<Q", n * n * 2_654_435_761 % 2**61) for n in range(600)]
        files = {name: b"".join(noise[at:]) for at, name in enumerate("abc")}
        whole = pack(files)
        directory = whole.index(b"PK\x01\x02")
        cut = max(40, int(keep * (len(whole) - 1)))
        files_read, facts = read(whole[:cut])
        assert all(files[name] == data for name, data in files_read.items())
        assert any(isinstance(fact, Damaged) for fact in facts)
        if cut >= directory:
            assert files_read == files

    def test_it_is_said_where_it_was_cut(self) -> None:
        whole = zipped({"a": LONG, "b": LONG})
        with taken_apart(whole[: whole.index(b"PK\x01\x02")]) as members:
            assert [member.name for member in members] == ["a", "b", "brought"]
            _, facts = came_out(members)
        assert facts == [
            Damaged("zip", whole.index(b"PK\x01\x02"), None, "no directory at its end")
        ]

    @given(st.integers(0, 999), st.integers(300, 9_000), st.booleans())
    def test_a_file_that_is_cut_off_is_read_up_to_there(
        self, seed: int, size: int, stored: bool
    ) -> None:
        noise = Random(seed)
        data = b"text " + noise.randbytes(size)
        whole = zipped({"a": data}, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
        cut = noise.randrange(200, size)
        with taken_apart(whole[:cut]) as members, members[0].open() as stream:
            got = stream.read(len(data))
            with pytest.raises(ReadFault) as raised:
                stream.read(1)
            assert members[0].head(len(got)) == got
        assert data.startswith(got)
        assert len(got) >= cut - 100
        what = "not as long as it says" if stored else "ends early"
        assert raised.value.fact == Damaged("zip", len(got), None, what)

    def test_a_broken_zip_beside_others_costs_only_itself(self) -> None:
        inner = zipped({"a": LONG})
        files, facts = read(zipped({"x.zip": inner[:40], "b": b"1"}))
        assert files == {"b": b"1"}
        assert facts

    @pytest.mark.parametrize("shift", [-50, 50])
    def test_a_size_that_lies(self, shift: int) -> None:
        data = bytearray(zipped({"a": LONG}))
        for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            place = data.index(mark) + at
            data[place : place + 4] = struct.pack("<I", len(LONG) + shift)
        files, facts = read(bytes(data))
        assert not files
        assert isinstance(facts[0], Damaged)

    def test_a_wrong_checksum_is_told(self) -> None:
        data = zipped({"a": b"hello"}, zipfile.ZIP_STORED).replace(b"hello", b"hullo")
        files, (fact,) = read(data)
        assert not files
        assert isinstance(fact, Damaged)
        assert fact.what == "wrong checksum"

    def test_what_is_locked_is_named(self) -> None:
        data = bytearray(zipped({"a": b"secret", "b": b"1"}))
        for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            data[data.index(mark) + at] |= 1
        files, (fact,) = read(bytes(data))
        assert files == {"b": b"1"}
        assert fact == Damaged("zip", 0, None, "it is encrypted")


class TestRatio:
    """What comes out of a packed file is looked at while it does, not when all of it has."""

    @pytest.mark.parametrize("packing", PACK)
    def test_a_bomb_is_refused_at_its_beginning(self, packing: str) -> None:
        """However much of it there is: 10 MB that repeat themselves 40 times."""
        data = PACK[packing](b"<gpx>" + bytes(10 * 2**20)) * 40
        began = time.process_time()
        with taken_apart(data) as (member,), pytest.raises(ReadFault) as raised:
            member.whole()
        assert isinstance(raised.value.fact, TooLarge)
        assert time.process_time() - began < 0.2


class TestOtherArchives:
    """An archive nobody here takes apart is named as one."""

    @pytest.mark.parametrize(
        "begins", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd"]
    )
    def test_it_is_named(self, begins: bytes) -> None:
        with taken_apart(begins + bytes(100)) as (member,):
            assert "archive" in repr(kind_of(member, lambda *_: False))

    @pytest.mark.parametrize(
        "begins",
        [
            b"\x00\x00\x00\x01Bud1",
            b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X",
            b"[.ShellClassInfo]\r\nIconFile=a.ico",
            "\ufeff\r\n[.ShellClassInfo]\r\nIconFile=a.ico".encode("utf-16-le"),
        ],
    )
    def test_what_a_computer_keeps_beside_files_is_named(self, begins: bytes) -> None:
        with taken_apart(begins + bytes(100)) as (member,):
            assert "file of the system" in repr(kind_of(member, lambda *_: False))

    def test_zeros_are_no_film(self) -> None:
        with taken_apart(gzip.compress(bytes(1_000))) as (member,):
            assert "film" not in repr(kind_of(member, lambda *_: False))
        with taken_apart(b"\0\0\0\x18ftypmp42" + bytes(100)) as (member,):
            assert "film" in repr(kind_of(member, lambda *_: False))
