"""How much may come out of what arrived, how long it may take, and how much is told of it."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import itertools
import json
import lzma
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import zipped
from tests.formats.hostile_archives import BOMBS, SAME_NAME
from tests.strategies.imports import world
from vegaloop.imports import Piece, Place
from vegaloop.imports.adapters.detect import UNREAD_MOST
from vegaloop.imports.adapters.everything import (
    COUNTED_MOST,
    REFUSED_MOST,
    Everything,
    MoreRefused,
    Refusals,
)
from vegaloop.imports.adapters.readers.beats import intervals
from vegaloop.imports.adapters.readers.common.arrival import Bundle
from vegaloop.imports.domain.found import Found, NotTaken, Unsupported
from vegaloop.imports.domain.reasons import Undated
from vegaloop.infrastructure.formats.archive import Limits, Member, members_of
from vegaloop.infrastructure.formats.bounds import SILENT_S, WHOLE_S, Allowance, Patience
from vegaloop.infrastructure.formats.csv import lines_of
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.gzip import unpacked
from vegaloop.infrastructure.formats.json import documents_of
from vegaloop.infrastructure.formats.streams import MOST_GZIPS
from vegaloop.kernel.formats import Damaged, Note, Remark, TookTooLong, TooLarge
from vegaloop.kernel.person import Profile

WORLD, _ = world()


def brought(data: bytes) -> list[Found]:
    def hear(_: str, bug: Exception) -> None:
        raise bug

    pieces = (Piece("x", len(data), lambda: io.BytesIO(data)),)
    return list(Everything(WORLD.foods, hear, time.monotonic).read(pieces, Profile()))


class TestBombs:
    """Nothing in them is read, beyond 20 MB nothing comes out (RELIABILITY H4)."""

    def test_all_are_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        told: list[str] = []
        for name, made in BOMBS.items():
            data = made()
            began = time.perf_counter()
            found = brought(data)
            took_ms = (time.perf_counter() - began) * 1_000
            assert any(isinstance(one, NotTaken) for one in found), name
            assert took_ms < 5_000, (name, took_ms)
            came_out = unpacked_bytes(data)
            assert came_out <= Limits().most_unpacked(len(data)), (name, came_out)
            told.append(f"{name} {took_ms:.0f} ms, {came_out / 2**20:.1f} MB")
        with capsys.disabled():
            print(f"\nbombs {len(told)}, passed 0: {'; '.join(told)}")

    def test_little_memory_is_taken(self) -> None:
        for name in ("zeros in bzip2", "zeros in LZMA", "as many, told to be one"):
            data = BOMBS[name]()
            tracemalloc.start()
            brought(data)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 32 * 2**20, name

    @pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
    def test_rows_of_a_bomb_are_none(self, packed: Callable[[bytes], bytes]) -> None:
        rows = b"2024-03-01T00:03:10Z,100\n"
        bomb = b"time,glucose\n" + rows * 400_000
        (refused,) = brought(packed(bomb))
        assert isinstance(refused, NotTaken)
        assert isinstance(refused.reason, TooLarge)
        beside = zipped({"a.csv": b"time,glucose\n" + rows, "b.csv.x": packed(bomb)})
        kept, again = brought(beside)
        assert kept.place.file == "a.csv"
        assert isinstance(again, NotTaken)
        food = b"code\tproduct_name\tenergy_100g\n4012345678901\tOats\t1500\n"
        of_foods = zipped({"a": packed(food + food[30:] * 400_000), "b": food})
        spared, refused = sorted(brought(of_foods), key=lambda one: isinstance(one, NotTaken))
        assert (spared.place.file, refused.place.file) == ("b", "a")

    def test_many_files_of_one_name_are_told_apart_in_a_moment(self) -> None:
        data = SAME_NAME()
        began = time.process_time()
        assert len({one.place.file for one in brought(data)}) == 10_000
        assert time.process_time() - began < 10


def unpacked_bytes(data: bytes) -> int:
    """How many bytes come out of an archive at most, each file counted once."""
    seen: list[int] = []
    take = Allowance.take

    def heard(self: Allowance, count: int) -> None:
        take(self, count)
        if self.most < sys.maxsize:  # Else it is of what is not packed, and was counted there.
            seen.append(count)

    with ExitStack() as held, pytest.MonkeyPatch.context() as patched:
        patched.setattr(Allowance, "take", heard)
        try:
            for member in members_of("x", lambda: io.BytesIO(data), len(data), held):
                try:
                    member.whole()
                except ReadFault:
                    continue
        except ReadFault:
            pass
    return sum(seen)


class TestGzips:
    """Several gzips one after the other are one file, as everywhere."""

    @given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5))
    def test_they_join(self, parts: list[bytes]) -> None:
        parts = [_NO_ARCHIVE, *parts]
        data = b"".join(map(gzip.compress, parts))
        assert unpacked(data) == (b"".join(parts), ())
        assert _whole(data) == b"".join(parts)

    @given(st.binary(max_size=300), st.binary(min_size=1, max_size=300))
    def test_what_follows_and_is_none_is_told(self, inner: bytes, after: bytes) -> None:
        inner = _NO_ARCHIVE + inner
        data = gzip.compress(inner) + b"\0" + after
        assert unpacked(data) == (inner, (Note(Remark.TRAILING_BYTES, detail="after the gzip"),))
        assert _whole(data) == inner

    def test_there_is_an_end_to_them(self) -> None:
        with pytest.raises(ReadFault) as raised:
            unpacked(gzip.compress(b"") * (MOST_GZIPS + 1))
        assert raised.value.fact == TooLarge("gzips one after the other", MOST_GZIPS)


# What begins with the mark of an archive is taken apart further.
_NO_ARCHIVE: Final = b"text "


def _whole(data: bytes) -> bytes:
    with ExitStack() as held:
        return _member(data, held).whole()


def _member(data: bytes, held: ExitStack) -> Member:
    (member,) = members_of("x", lambda: io.BytesIO(data), len(data), held)
    return member


class Hands:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def __call__(self) -> float:
        return self.at_s


class TestPatience:
    """Who gives nothing for long is given up; the time of whoever keeps what is found is not counted."""

    @given(st.lists(st.floats(0, SILENT_S - 1), max_size=30), st.floats(0, 1e6))
    def test_who_gives_something_now_and_then_may_go_on(
        self, waits: list[float], keeping_s: float
    ) -> None:
        hands = Hands()
        patience = Patience(hands)

        def reader() -> Iterator[int]:
            for wait_s in waits:
                hands.at_s += wait_s
                patience.on_read(1)
                yield 1

        for _ in patience.timed(reader()):
            hands.at_s += keeping_s

    @given(st.floats(0, 1e6), st.floats(SILENT_S + 2, 1e6))
    def test_who_reads_ahead_while_it_is_kept_is_not_late(
        self, keeping_s: float, wait_s: float
    ) -> None:
        hands = Hands()
        patience = Patience(hands)
        for _ in patience.timed(iter((1, 2))):
            hands.at_s += keeping_s
            patience.on_read(1)
        hands.at_s += wait_s
        with pytest.raises(ReadFault):
            patience.on_read(0)

    @given(st.floats(SILENT_S + 2, 1e6), st.integers(0, 2**20))
    def test_who_gives_nothing_may_not(self, wait_s: float, read: int) -> None:
        hands = Hands()
        patience = Patience(hands)
        patience.begin()
        patience.on_read(read)
        hands.at_s += wait_s
        with pytest.raises(ReadFault) as raised:
            patience.on_read(0)
        assert isinstance(raised.value.fact, TookTooLong)

    def test_a_large_file_may_take_longer(self) -> None:
        hands = Hands()
        patience = Patience(hands)
        patience.on_read(2**30)
        hands.at_s += SILENT_S + 1_000
        patience.on_read(0)

    def test_there_is_an_end_to_all_together(self) -> None:
        hands = Hands()
        patience = Patience(hands)
        for _ in range(WHOLE_S // SILENT_S):
            patience.begin()
            hands.at_s += SILENT_S
            patience.on_read(2**20)
        patience.begin()
        hands.at_s += 1
        with pytest.raises(ReadFault):
            patience.on_read(0)

    def test_a_file_too_slow_is_told_and_the_others_are_read(self) -> None:
        hands = Hands()
        held = "\n".join(f"2024-01-01 00:{n:02}:00,100" for n in range(60)) + "\n"
        table = ("time,glucose\n" + held).encode()

        class Slow(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                hands.at_s += 1_000
                return super().read(size)

        pieces = (
            Piece("slow.csv", len(table), lambda: Slow(table)),
            Piece("good.csv", len(table), lambda: io.BytesIO(table)),
        )
        found = list(Everything(WORLD.foods, lambda *_: None, hands).read(pieces, Profile()))
        slow = [one for one in found if isinstance(one, NotTaken)]
        assert [type(one.reason) for one in slow] == [TookTooLong]
        assert [one.place.file for one in slow] == ["slow.csv"]
        assert any(one.place.file == "good.csv" for one in found)


class TestRefusals:
    """A receipt does not grow beyond what anybody reads: of the rest it tells how many there are."""

    def test_the_rest_is_counted(self) -> None:
        def found() -> Iterator[Found]:
            for n in range(REFUSED_MOST + 5):
                yield NotTaken(Place("a", line=n), "x", Unsupported("x"), 2)

        told = list(Refusals(Patience(Hands())).bounded(found()))
        assert len(told) == REFUSED_MOST + 1
        last = NotTaken(Place("a", line=REFUSED_MOST), "x", MoreRefused(REFUSED_MOST), 10)
        assert told[-1] == last

    def test_a_file_with_nothing_else_in_it_is_given_up(self) -> None:
        hands = Hands()

        def found() -> Iterator[Found]:
            for n in range(10 * REFUSED_MOST):
                hands.at_s += 0.01
                yield NotTaken(Place("a", line=n), "x", Unsupported("x"))

        told: list[Found] = []
        patience = Patience(hands)
        with pytest.raises(ReadFault) as raised:
            told += patience.timed(Refusals(patience).bounded(found()))
        assert isinstance(raised.value.fact, TookTooLong)

    def test_there_is_an_end_to_counting(self) -> None:
        found = itertools.repeat(NotTaken(Place("a"), "x", Unsupported("x")))
        refusals = Refusals(Patience(Hands()))
        for _ in range(2):
            with pytest.raises(ReadFault) as raised:
                list(refusals.bounded(found))
            assert raised.value.fact == TooLarge(
                "refusals of a file that are only counted", COUNTED_MOST
            )

    def test_documents_nobody_reads(self) -> None:
        data = b'{"a":1}\n' * 1_000_000
        began = time.process_time()
        unsupported, given_up = brought(data)
        assert isinstance(unsupported, NotTaken)
        assert unsupported.count > UNREAD_MOST
        assert isinstance(given_up, NotTaken)
        assert given_up.reason == TooLarge("documents nobody reads", UNREAD_MOST)
        assert time.process_time() - began < 5

    @pytest.mark.parametrize("head", [b"", b"rri\n"])
    def test_beats_without_end(self, head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(intervals, "BEATS_MOST", 1_000)
        found = brought(head + b"800\n" * 1_000)
        assert [type(one.reason) for one in found if isinstance(one, NotTaken)] == [Undated]
        found = brought(head + b"800\n" * 100_000)
        reasons = [one.reason for one in found if isinstance(one, NotTaken)]
        assert reasons[0] == TooLarge("lines of a recording of beats", 1_000)
        assert len(found) == 2


class TestNames:
    """A name is shown as it is, but for what cannot be shown."""

    @given(st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=50))
    def test_nothing_of_control_and_no_halves_of_letters(self, name: str) -> None:
        shown = next(members_of(name, lambda: io.BytesIO(b"x"), 1, ExitStack())).name
        assert shown.encode()
        assert not any(letter < " " for letter in shown)
        assert len(shown) == len(name)

    @given(st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map("/".join), st.booleans())
    def test_a_file_is_found_by_the_end_of_its_path(self, path: str, leans: bool) -> None:
        bundle = Bundle({f"x/{path}.gz": _member(b"1", ExitStack())})
        assert bundle.take(path.replace("/", "\\") if leans else path) is not None
        assert bundle.is_taken(f"x/{path}.gz")
        assert bundle.take(f"{path}c") is None


class TestTables:
    """A row has an end, and no NUL."""

    def test_a_row_of_cells_with_lines_in_them(self) -> None:
        data = b"a,b\n" + b'"\n",' * 400_000
        with pytest.raises(ReadFault) as raised:
            list(lines_of(io.BytesIO(data)))
        assert isinstance(raised.value.fact, TooLarge)

    @given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4))
    def test_no_nul(self, cells: list[str]) -> None:
        text = io.StringIO()
        csv.writer(text).writerow(["head\0", *cells])
        for line in lines_of(io.BytesIO(text.getvalue().encode())):
            assert not any("\0" in cell for cell in line.cells)


class TestDocuments:
    """Documents without NUL, and no more values than fit into memory."""

    @given(st.text(st.characters(codec="utf-8"), max_size=30))
    def test_a_nul_reads_as_no_letter(self, text: str) -> None:
        written = json.dumps({text: [text]}).encode()
        read = text.replace("\0", "\ufffd")
        assert [one.value for one in documents_of(written)] == [{read: [read]}]

    def test_too_many_values(self) -> None:
        with pytest.raises(ReadFault) as raised:
            documents_of(b"[" + b"[]," * 4_000_000 + b"0]")
        assert isinstance(raised.value.fact, TooLarge)

    def test_in_wide_letters(self) -> None:
        assert next(documents_of('{"a": "ü"}'.encode("utf-16"))).value == {"a": "ü"}

    def test_lines(self) -> None:
        found = documents_of(b'{"a":1}\r\n\r\n{"a":2}\n')
        assert [(one.value, one.line) for one in found] == [({"a": 1}, 1), ({"a": 2}, 3)]

    def test_broken_ones_say_where(self) -> None:
        with pytest.raises(ReadFault) as raised:
            documents_of(b'{"a":')
        assert isinstance(raised.value.fact, Damaged)


def test_an_archive_of_real_proportions_is_let_in() -> None:
    """Text that repeats itself packs to a hundredth, and more may come out than that."""
    record = (
        '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" '
        'startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:00:00 +0200" value="60"/>\n'
    )
    text = f"<HealthData>{record * 100_000}</HealthData>".encode()
    data = zipped({"export.xml": text})
    assert len(text) / len(data) > 100
    assert not any(isinstance(one, NotTaken) for one in brought(data))
