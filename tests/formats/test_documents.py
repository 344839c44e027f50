"""JSON: a document, or one a line; what is neither is a fault, whatever it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import Document, documents_of
from vegaloop.kernel.formats import Damaged, TooDeep

# A NUL does not come back as it was, and has a law of its own.
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def ended(data: bytes) -> object:
    try:
        list(documents_of(data))
    except ReadFault as fault:
        return fault.fact
    return None


def documents_or_fault(data: bytes) -> tuple[list[Document], object]:
    """The documents before the fault, and that."""
    read: list[Document] = []
    try:
        read.extend(documents_of(data))
    except ReadFault as fault:
        return read, fault.fact
    return read, None


class TestDocuments:
    """What was written comes back, with its line where there are several."""

    @given(VALUES, st.booleans())
    def test_one(self, value: object, mark: bool) -> None:
        data = (b"\xef\xbb\xbf" if mark else b"") + json.dumps(value).encode()
        (found,) = documents_of(data)
        assert (found.value, found.line) == (value, None)

    @given(st.text(st.sampled_from('\0\\u0"a\n'), max_size=20), st.booleans())
    def test_a_nul_comes_back_as_what_stands_for_the_unreadable(
        self, text: str, is_key: bool
    ) -> None:
        plain = text.replace("\0", "\ufffd")
        written: object = {text: 1} if is_key else [text, 1]
        (found,) = documents_of(json.dumps(written).encode())
        assert found.value == ({plain: 1} if is_key else [plain, 1])

    @given(st.lists(st.dictionaries(WORDS, VALUES, max_size=3), min_size=2, max_size=5))
    def test_one_a_line(self, values: list[object]) -> None:
        data = "\n\n".join(json.dumps(value) for value in values).encode()
        found = list(documents_of(data))
        assert [one.value for one in found] == values
        assert [one.line for one in found] == [2 * n + 1 for n in range(len(values))]

    def test_the_line_of_the_damage_is_told(self) -> None:
        documents = documents_of(b'{"a": 1}\n{"a": }\n')
        assert next(documents).value == {"a": 1}
        with pytest.raises(ReadFault) as raised:
            next(documents)
        assert isinstance(raised.value.fact, Damaged)
        assert raised.value.fact.at_line == 2

    @given(
        st.lists(st.dictionaries(WORDS, VALUES, max_size=3), min_size=1, max_size=6),
        st.sampled_from([(",", ":"), (" , ", " : "), (",\n", ":")]),
        st.data(),
    )
    def test_a_list_that_breaks_off_gives_what_is_whole(
        self, values: list[object], separators: tuple[str, str], data: st.DataObject
    ) -> None:
        whole = json.dumps(values, ensure_ascii=False, separators=separators).encode()
        cut = data.draw(st.integers(1, len(whole) - 1))
        ends = [
            len(json.dumps(values[: n + 1], ensure_ascii=False, separators=separators).encode()) - 1
            for n in range(len(values))
        ]
        documents, found = documents_or_fault(whole[:cut])
        kept = sum(end <= cut for end in ends)
        assert [one.value for one in documents] == ([values[:kept]] if kept else [])
        assert isinstance(found, Damaged)
        assert found.at_byte <= cut

    @pytest.mark.parametrize(
        ("data", "kept", "at", "what"),
        [
            (b'[{"a": 1}, {"a": }]', [{"a": 1}], 17, "not JSON"),
            (b'[{"a": 1}, {"a": 2', [{"a": 1}], 18, "ends early"),
            (b'[{"a": 1}] [', [{"a": 1}], 12, "not JSON"),
            (b'[{"a": 1}, {"a": "\xe9"}, {}]', [{"a": 1}], 18, "not UTF-8"),
            (b'[{"a": 1}, {"a": NaN}]', [{"a": 1}], 17, "not JSON"),
            (b'{"a": [{"b": 1}, {"b"', {"a": [{"b": 1}]}, 21, "ends early"),
            (b'{"a": [{"b": 1}], "c": }', {"a": [{"b": 1}]}, 23, "not JSON"),
            (b"[1, 2", None, 5, "ends early"),
        ],
    )
    def test_where_and_why_it_breaks_off(
        self, data: bytes, kept: object, at: int, what: str
    ) -> None:
        documents, found = documents_or_fault(data)
        assert [one.value for one in documents] == ([] if kept is None else [kept])
        assert found == Damaged("json", at, None, what)

    @pytest.mark.parametrize("depth", [900, 1_000, 100_000, 900_000])
    def test_depth(self, depth: int) -> None:
        """RELIABILITY H5."""
        assert isinstance(ended(b"[" * depth + b"]" * depth), TooDeep | None)

    @given(st.binary(max_size=300))
    def test_noise(self, noise: bytes) -> None:
        assert isinstance(ended(noise), Damaged | TooDeep | None)
