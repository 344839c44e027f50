"""Tables: whatever separates the cells and however they are encoded, they come back as written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.infrastructure.formats.csv import (
    Line,
    Table,
    lines_of,
    looks_like_text,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.rows import ROW_CHARACTERS_MOST

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)
WORDS = st.text("abcdefgh", min_size=1, max_size=8)

# Words as tables have them.
FOREIGN = (
    *("Größe", "GRÖßE", "Übergröße", "Gewicht “groß”", "Kälte", "Fréquence", "DURÉE", "Énergie"),
    *("distância", "CALORÍAS", "źródło", "ŁÓŻKO", "Łączna", "ŻÓŁĆ", "žluťoučký", "ČAS"),
)


def beyond(text: str) -> bool:
    """Whether there is enough beyond ASCII to tell what the text is written in."""
    return sum(not letter.isascii() for letter in text) >= 4


def read(data: bytes) -> list[Line]:
    return list(lines_of(io.BytesIO(data)))


def written(rows: list[list[str]], delimiter: str) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


class TestLines:
    """The cells of a table are those that were written."""

    @given(
        st.integers(2, 6).flatmap(
            lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=8)
        ),
        st.sampled_from(",;\t|"),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def test_any_delimiter_and_mark(self, rows: list[list[str]], mark: str, code: str) -> None:
        found = read(written(rows, mark).encode(code))
        assert [list(line.cells) for line in found] == rows

    @given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
    def test_quotes_line_breaks_and_any_letter(self, rows: list[tuple[str, str]]) -> None:
        plain = [["name", "note"], *[[a, f'{b}"\n,{b}'] for a, b in rows]]
        found = read(written(plain, ",").encode())
        assert [list(line.cells) for line in found] == plain
        assert [line.number for line in found] == [1, *range(2, 2 + 2 * len(rows), 2)]

    def test_a_letter_of_an_old_code_page_is_read(self) -> None:
        assert read("Gerät,Größe\n1,2".encode("cp1252"))[0].cells == ("Gerät", "Größe")

    @given(st.integers(0, 200), st.sampled_from("éяह…🏃"))
    def test_the_bytes_looked_at_may_end_inside_a_letter(self, pad: int, letter: str) -> None:
        cell = "x" * (2**16 - 100 + pad) + letter * 99
        assert read(f"{cell},1\n".encode())[0].cells == (cell, "1")

    @given(
        st.lists(st.text("éяह…🏃ab", min_size=8, max_size=9).filter(beyond), min_size=2),
        st.sampled_from([b"\xff", b"\x80", b"\xc3", b"\xe2\x80", b"\xf0\x9f", b"\xf0\x9f\x8f"]),
        st.data(),
    )
    def test_a_stray_byte_costs_one_letter(
        self, cells: list[str], stray: bytes, data: st.DataObject
    ) -> None:
        at = data.draw(st.integers(0, len(cells) - 1))
        broken = [cell.encode() + stray * (n == at) for n, cell in enumerate(cells)]
        (found,) = read(b"|".join(broken))
        assert found.cells == tuple(cell + "\ufffd" * (n == at) for n, cell in enumerate(cells))

    @given(
        st.sampled_from(["cp1252", "latin-1", "iso8859-15", "cp1250"]),
        st.lists(st.sampled_from(FOREIGN), min_size=1, max_size=9),
    )
    def test_an_old_code_page_is_no_broken_text(self, code: str, words: list[str]) -> None:
        data = [word.encode(code, "ignore") for word in words]
        (found,) = read(b"|".join(data))
        assert found.cells == tuple(word.decode("cp1252", "replace") for word in data)

    def test_a_mark_in_quotes_separates_nothing(self) -> None:
        assert read(b'a;"1,2,3,4"\nb;"1,2,3,4"\n')[0].cells == ("a", "1,2,3,4")


class TestRows:
    """A row gives its cells by the names of their columns, twins in order."""

    def test_a_name_twice(self) -> None:
        lines = iter(read(b"Distance,Time,Distance\n1,2,3\n\n4,5\n"))
        first, second = Table(next(lines), lines)
        assert (first.all("Distance"), first.get("Nothing", "Time")) == (("1", "3"), "2")
        assert (second.all("Distance"), second.get("Nothing")) == (("4",), "")
        assert (first.line, second.line) == (2, 4)


class TestLimits:
    """A table that is none ends in a fault."""

    @pytest.mark.parametrize(
        "data",
        [b"x" * (ROW_CHARACTERS_MOST + 2), b"," * 10_000, b'"' + b"x\n" * 600_000],
        ids=["a long line", "many cells", "an open quote"],
    )
    def test_too_much(self, data: bytes) -> None:
        with pytest.raises(ReadFault):
            read(data)

    @given(st.binary(max_size=500))
    def test_noise(self, noise: bytes) -> None:
        try:
            read(noise)
        except ReadFault:
            return

    def test_pictures_are_no_text(self) -> None:
        assert not looks_like_text(b"\x89PNG\r\n\x1a\n\x00")
        assert looks_like_text(b"a,b\r\n")
        assert not looks_like_text(b"")
