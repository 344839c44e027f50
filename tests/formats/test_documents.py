"""JSON: a document, or one a line; what is neither is a fault, whatever it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import documents_of
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

    @pytest.mark.parametrize("depth", [900, 1_000, 100_000, 900_000])
    def test_depth(self, depth: int) -> None:
        """RELIABILITY H5."""
        assert isinstance(ended(b"[" * depth + b"]" * depth), TooDeep | None)

    @given(st.binary(max_size=300))
    def test_noise(self, noise: bytes) -> None:
        assert isinstance(ended(noise), Damaged | TooDeep | None)
