"""What unpacks to more than it may, and what breaks off: each by itself (docs/rules.md, IMP)."""

from __future__ import annotations

import bz2
import gzip
import lzma
import time
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import tarred, zipped
from tests.readers.mutation_seeds import streamed
from tests.strategies.imports import piece, world
from vegaloop.imports.adapters.everything import Everything
from vegaloop.imports.domain.found import Found, FoundReading, NotTaken
from vegaloop.kernel.formats import Damaged, TooLarge
from vegaloop.kernel.person import Profile

WORLD, _ = world()
HEADER: Final = b"time,glucose\n"
ROW: Final = b"2024-03-01T00:03:10Z,100\n"
GOOD: Final = HEADER + ROW
BOMB: Final = HEADER + ROW * 400_000
PACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


@cache
def bombs() -> dict[str, bytes]:
    """Each is told under its name, or that of what is in it."""
    inner = zipped({"in": BOMB})
    deep = zipped({str(n): inner for n in range(16)})
    return {
        "plain.csv": BOMB,
        "zip.zip/in": inner,
        "tgz.tgz/in": gzip.compress(tarred({"in": BOMB})),
        "packed.csv": gzip.compress(BOMB),
        "deep.zip": zipped({str(n): deep for n in range(16)}),
    }


def brought(data: bytes) -> list[Found]:
    def hear(_: str, bug: Exception) -> None:
        raise bug

    everything = Everything(WORLD.foods, hear, time.monotonic)
    return list(everything.read((piece(data, "x"),), Profile()))


def taken_from(found: list[Found]) -> set[str]:
    return {one.place.file for one in found if isinstance(one, FoundReading)}


def refusals(found: list[Found]) -> list[NotTaken]:
    return [one for one in found if isinstance(one, NotTaken)]


class TestImp48:
    """IMP-48. What unpacks to more than it may is refused by itself and gives nothing, and the files beside it are taken as far as everything together may unpack."""

    @pytest.mark.parametrize("pack", [zipped, streamed, tarred])
    @given(
        names=st.lists(st.sampled_from(sorted(bombs())), min_size=1, max_size=3, unique=True),
        shuffled=st.randoms(),
    )
    def test_beside_good_files(
        self, pack: Callable[[dict[str, bytes]], bytes], names: list[str], shuffled: Random
    ) -> None:
        if pack is tarred:  # Where nothing is packed nothing unpacks.
            names = [name for name in names if name != "plain.csv"]
        files = [(name.partition("/")[0], bombs()[name]) for name in names]
        files += [("a.csv", GOOD), ("b.csv.gz", gzip.compress(GOOD))]
        shuffled.shuffle(files)
        data = pack(dict(files))
        began = time.process_time()
        found = brought(data)
        assert time.process_time() - began < 1
        assert taken_from(found) == {"a.csv", "b.csv"}
        assert {type(one.reason) for one in refusals(found)} <= {TooLarge}
        assert set(names) <= {one.place.file for one in refusals(found)}

    @pytest.mark.parametrize("packing", PACK)
    def test_files_before_it_in_one_packing(self, packing: str) -> None:
        """What comes behind it cannot be had without unpacking it."""
        data = PACK[packing](tarred({"a.csv": GOOD, "b.csv": BOMB, "c.csv": GOOD}))
        found = brought(data)
        assert taken_from(found) == {"a.csv"}
        assert [one.place.file for one in refusals(found)] == ["b.csv", "x"]
        assert all(isinstance(one.reason, TooLarge) for one in refusals(found))

    def test_together_they_may_hold_no_more_than_before(self) -> None:
        """Each alone may be as large as it is."""
        many = {f"{n}.csv": BOMB[: 2**20] for n in range(60)}
        (told,) = brought(zipped(many))
        assert isinstance(told, NotTaken)
        assert told.place.file == "x"
        assert isinstance(told.reason, TooLarge)

    def test_one_that_does_not_say_how_large_it_is(self) -> None:
        """The sizes that stand behind it, and the directory, were cut off."""
        noise = b"time,glucose\n" + Random(1).randbytes(50_000).hex().encode()
        whole = streamed({"a.csv": GOOD, "b.csv": BOMB + noise})
        found = brought(whole[: whole.rindex(b"PK\x07\x08") - 1_000])
        assert taken_from(found) == {"a.csv"}
        why = {one.place.file: type(one.reason) for one in refusals(found)}
        assert why == {"b.csv": TooLarge, "x": Damaged}


class TestImp49:
    """IMP-49. An archive that breaks off is told once, whatever it is packed in, and so is the file it breaks off in."""

    @pytest.mark.parametrize("packing", PACK)
    @given(seed=st.integers(0, 99), keep=st.floats(0.3, 0.9), stored=st.booleans())
    def test_a_packed_archive(self, packing: str, seed: int, keep: float, *, stored: bool) -> None:
        chance = Random(seed)
        rows = [b"2024-03-01T00:%02d:%02dZ,%d\n" % (n // 60, n % 60, chance.randrange(70, 99))
                for n in range(1_200)]  # fmt: skip
        files = {name: HEADER + b"".join(rows[at * 400 :][:400]) for at, name in enumerate("abc")}
        inner = zipped(files, zipfile.ZIP_STORED) if stored else tarred(files)
        packed = PACK[packing](inner)
        found = brought(packed[: int(keep * len(packed))])
        told = [one.place.file for one in refusals(found)]
        assert told.count("x") == 1
        assert len(told) == len(set(told)) <= 2

    @given(st.integers(1_000, 5_000))
    def test_a_tar(self, cut: int) -> None:
        whole = tarred({"a": HEADER + ROW * 40, "b": HEADER + ROW * 40, "c": GOOD})
        told = [one.place.file for one in refusals(brought(whole[:cut]))]
        assert told.count("x") <= 1
        assert len(told) == len(set(told)) <= 2
