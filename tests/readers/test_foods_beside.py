"""Foods read in a second process: what is given is what one process gives, whatever happens."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import BinaryIO, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.test_food_files import DOWNLOAD, LINE, SEEDS
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge
from vegaloop.nutrition.adapters.catalogue_stock import ready_of
from vegaloop.nutrition.adapters.packing_foods import unpack
from vegaloop.nutrition.adapters.readers.beside import FoodsReadBeside
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.application.food_ports import FoodFiles
from vegaloop.nutrition.domain.food_record import FoodFound, FoodItem, FoodReady

HERE: Final = FoodFileReader()
BESIDE: Final = FoodsReadBeside(HERE, cores=2, many_bytes=1)
MANY: Final = "code\tproduct_name\tenergy_100g\n" + "".join(
    f"{n:013}\tFood {n}\t{n % 90}\n" for n in range(30_000)
)
TEXTS: Final = (
    *SEEDS,
    f"{LINE}\n{LINE}\n{LINE[:-9]}\n",
    f"[{LINE},{LINE},{LINE[:-9]}",
    "",
    "x,y\n1",
)


class Breaks(io.RawIOBase):
    """Gives some bytes, and raises."""

    def __init__(self, data: bytes, raised: Exception) -> None:
        self._data = io.BytesIO(data)
        self._raised = raised

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        read = self._data.readinto(buffer)
        if not read:
            raise self._raised
        return read


def files_of(**texts: str | bytes) -> FoodFiles:
    return {name: partial(io.BytesIO, _bytes(text)) for name, text in texts.items()}


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def breaking(data: bytes, raised: Exception) -> Callable[[], BinaryIO]:
    return lambda: io.BufferedReader(Breaks(data, raised), 4_096)


def read(
    reader: FoodsReadBeside | FoodFileReader, files: FoodFiles
) -> tuple[list[FoodItem], object]:
    """Read as far as it goes, and tell what is raised there."""
    items: list[FoodItem] = []
    try:
        for one in reader.read(files):
            items.append(plain(one))  # noqa: PERF401  # Those before a fault are kept.
    except (ReadFault, LookupError) as raised:
        return items, (type(raised), raised.args)
    return items, None


def plain(item: FoodItem) -> FoodItem:
    """Take a food that was made ready for the one it was made of, which it is made of whole."""
    if not isinstance(item, FoodReady):
        return item
    record = unpack(item.food.packed)
    assert item.food == ready_of(record)
    return FoodFound(item.place, record)


def second_processes() -> list[int]:
    """Find the children of this process that read foods, also those nobody waited for."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="],  # Wherever it is.
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    of_this = (line.split(maxsplit=2) for line in listed.splitlines())
    return [
        int(pid)
        for pid, parent, *args in of_this
        if int(parent) == os.getpid() and any("beside_process" in a or "defunct" in a for a in args)
    ]


class TestSameAsInOneProcess:
    """What is read in a second process is what is read in one, in the same order."""

    @settings(max_examples=12, deadline=None)
    @given(
        texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
        damages=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=6),
        cut=st.one_of(st.none(), st.floats(0, 1)),
        has_tables=st.booleans(),
    )
    def test_whatever_the_files(
        self,
        texts: list[str],
        damages: list[tuple[float, bytes]],
        cut: float | None,
        has_tables: bool,  # Hypothesis names it.
    ) -> None:
        named = {f"f{n}": text.encode() for n, text in enumerate(texts)}
        if has_tables:
            named |= {name: text.encode() for name, text in DOWNLOAD.items()}
        for n, (at, put) in enumerate(damages):
            name = sorted(named)[n % len(named)]
            place = int(at * len(named[name]))
            named[name] = named[name][:place] + put + named[name][place + 1 :]
        files = dict(files_of(**named))
        if cut is not None:
            whole = named["f0"]
            files["f0"] = breaking(
                whole[: int(cut * len(whole))], ReadFault(Damaged("gzip", 7, None, "ends early"))
            )
        assert read(BESIDE, files) == read(HERE, files)

    @settings(max_examples=8, deadline=None)
    @given(cut=st.floats(0, 1), name=st.sampled_from(("a", "caf\u00e9", "bad\udc80\ud800")))
    def test_a_stream_that_raises_far_into_it(self, cut: float, name: str) -> None:
        whole = MANY.encode()
        fault = ReadFault(TooLarge("unpacked bytes", 7))
        files = {name: breaking(whole[: int(cut * len(whole))], fault), **files_of(z=LINE)}
        assert read(BESIDE, files) == read(HERE, files)

    @pytest.mark.parametrize("raised", [KeyError("gone"), ReadFault(Damaged("zip", 0, None, "x"))])
    def test_what_cannot_be_opened_or_read(self, raised: Exception) -> None:
        def unopened() -> BinaryIO:
            raise raised

        first = {"a": partial(io.BytesIO, MANY.encode())}
        broken = breaking(b"code\tproduct_name\n1", raised)
        for last in (unopened, broken):
            files = first | {"b": last}
            assert read(BESIDE, files) == read(HERE, files)


class TestTheSecondProcess:
    """It is there while foods are read, where there are many, and never afterwards."""

    def test_it_reads_and_is_gone(self) -> None:
        items = BESIDE.read(files_of(a=MANY))
        next(items)
        assert len(second_processes()) == 1
        assert len(list(items)) == 29_999
        assert second_processes() == []

    @pytest.mark.parametrize("taken", [1, 2_500, 29_000])
    def test_killed_the_rest_is_read_here(self, taken: int) -> None:
        files = files_of(a=MANY)
        items = BESIDE.read(files)
        found = list(islice(items, taken))
        (process,) = second_processes()
        os.kill(process, signal.SIGKILL)
        assert list(map(plain, [*found, *items])) == list(HERE.read(files))
        assert second_processes() == []

    def test_nobody_waits_for_the_rest(self) -> None:
        items = BESIDE.read(files_of(a=MANY))
        next(items)
        del items
        assert second_processes() == []

    def test_it_ends_with_its_parent(self) -> None:
        program = (
            "import io, os, sys; sys.path[:] = sys.argv[1:]\n"
            "from tests.readers.test_foods_beside import BESIDE, MANY, files_of, second_processes\n"
            "items = BESIDE.read(files_of(a=MANY * 9)); next(items)\n"
            "print(second_processes()[0], flush=True); os._exit(1)"
        )
        done = subprocess.run(  # Our own.
            [sys.executable, "-c", program, *sys.path], capture_output=True, text=True, check=False
        )
        assert done.stdout, done.stderr
        process, until = int(done.stdout), time.monotonic() + 20
        while _runs(process) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _runs(process)

    @pytest.mark.parametrize(("cores", "many_bytes"), [(1, 1), (2, len(MANY) + 1)])
    def test_one_core_or_few_bytes_need_none(self, cores: int, many_bytes: int) -> None:
        items = FoodsReadBeside(HERE, cores, many_bytes).read(files_of(a=MANY))
        next(items)
        assert second_processes() == []

    def test_without_an_interpreter_all_is_read_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", "")
        files = files_of(a=MANY)
        assert list(map(plain, BESIDE.read(files))) == list(HERE.read(files))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
