"""JSON that breaks off: of what stands in it that is whole, never a part of a thing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.test_documents import VALUES, WORDS, documents_or_fault
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.formats import Damaged, TooDeep

OBJECTS = st.dictionaries(WORDS, VALUES, min_size=1, max_size=3)
# Objects of objects and lists, as answers of a vendor are.
FRAMES = st.recursive(
    st.dictionaries(WORDS, VALUES | st.lists(OBJECTS, max_size=4), min_size=1, max_size=4),
    lambda inner: st.dictionaries(WORDS, inner | VALUES, min_size=1, max_size=3),
    max_leaves=4,
)
SEPARATORS = st.sampled_from([(",", ":"), (" , ", " : "), (",\n", ":")])


def is_part(part: object, whole: object) -> bool:
    """Tell whether only a list of objects, or what holds one, was shortened, and only by whole ones."""
    if part == whole:
        return True
    if isinstance(part, list) and isinstance(whole, list):
        return all(isinstance(one, dict) for one in part) and part == whole[: len(part)]
    if not isinstance(part, dict) or not isinstance(whole, dict):
        return False
    *before, last = part
    return [*part] == [*whole][: len(part)] and all(
        is_part(part[name], whole[name]) if name == last else part[name] == whole[name]
        for name in (*before, last)
    )


def only(data: bytes) -> Document | None:
    """The one document there is, or none."""
    documents, _ = documents_or_fault(data)
    assert len(documents) <= 1
    return documents[0] if documents else None


class TestBrokenOff:
    """What is whole comes back, and the fault with where it is."""

    @given(FRAMES, SEPARATORS, st.booleans(), st.data())
    def test_only_what_is_whole(
        self, value: object, separators: tuple[str, str], ascii: bool, data: st.DataObject
    ) -> None:
        whole = json.dumps(value, ensure_ascii=ascii, separators=separators).encode()
        cut = data.draw(st.integers(1, len(whole) - 1))
        documents, fault = documents_or_fault(whole[:cut])
        assert isinstance(fault, Damaged)
        assert fault.at_byte <= cut
        for one in documents:
            assert is_part(one.value, value)
            assert one.frames

    @given(st.lists(OBJECTS, min_size=1, max_size=5), st.data())
    def test_every_item_that_is_whole(
        self, items: list[dict[str, object]], data: st.DataObject
    ) -> None:
        whole = json.dumps({"before": 1, "data": items}).encode()
        ends = [
            len(json.dumps({"before": 1, "data": items[: n + 1]})) - 2 for n in range(len(items))
        ]
        cut = data.draw(st.sampled_from(ends) | st.integers(ends[0], len(whole) - 1))
        kept = items[: sum(end <= cut for end in ends)]
        assert only(whole[:cut]) == Document(
            {"before": 1, "data": kept}, frames=({"before": 1, "data": [{}]},)
        )

    @pytest.mark.parametrize(
        ("data", "kept"),
        [
            (b'{"steps": 123', None),
            (b'{"steps": 123,', {"steps": 123}),
            (b'{"a": 1, "steps": 123', {"a": 1}),
            (b'{"a": 1, "b": tru', {"a": 1}),
            (b'{"a": 1, "b": "x', {"a": 1}),
            (b'{"a": 1, "b": "x"', {"a": 1, "b": "x"}),
            (b'{"a": 1, "b', {"a": 1}),
            (b'{"a": 1, "b"', {"a": 1}),
            (b'{"a": 1, "b":', {"a": 1}),
            (b'{"a": 1, "b": [1, 2', {"a": 1}),
            (b'{"a": 1, "b": [1, 2]', {"a": 1, "b": [1, 2]}),
            (b'{"a": 1, "b": [[1, 2], [3', {"a": 1}),
            (b'{"a": 1, "b": [{"c": 1}, 2', {"a": 1, "b": [{"c": 1}]}),
            (b'{"a": 1, "b": [{"c": 1}, 2], "d', {"a": 1, "b": [{"c": 1}, 2]}),
            (b'{"a": {"b": {"c": [{"d": 1}, {"d"', {"a": {"b": {"c": [{"d": 1}]}}}),
            (b'{"a": 1, "b": {"c": "\\u00', {"a": 1}),
            (b'{"a": 1, "b": "\\', {"a": 1}),
            (b'{"a": 1, "b": "\xc3', {"a": 1}),
            (b'{"a": 1, "b": NaN, "c": 1}', {"a": 1}),
            (b'{"a": 1, "b": 1e999, "c": 1}', None),  # Nobody says where such a number stands.
            (b'{"a": 1}}', {"a": 1}),
            (b'{"a": 1} {"b": 2}', {"a": 1}),
            (b'{"a" 1}', None),
            (b"{", None),
            (b'{"', None),
            (b"[1, 2", None),
        ],
    )
    def test_half_of_a_thing_is_none(self, data: bytes, kept: object) -> None:
        found = only(data)
        assert (None if found is None else found.value) == kept

    def test_what_was_closed_is_no_frame(self) -> None:
        assert only(b'{"a": 1} {"b": 2}') == Document({"a": 1})

    def test_every_object_that_was_not_closed_is_one(self) -> None:
        found = only(b'{"a": [{"b": 1}], "c": {"d": [2], "e": [{"f": 1}, {')
        assert found is not None
        assert found.frames == (
            {"a": [{}], "c": {"d": [2], "e": [{}]}},
            {"d": [2], "e": [{}]},
        )

    @given(FRAMES, st.binary(max_size=6), st.data())
    def test_damage_anywhere(self, value: object, damage: bytes, data: st.DataObject) -> None:
        whole = json.dumps(value).encode()
        at = data.draw(st.integers(0, len(whole)))
        _, fault = documents_or_fault(whole[:at] + damage + whole[at + 1 :])
        assert fault is None or isinstance(fault, Damaged | TooDeep)

    @pytest.mark.parametrize(
        "hostile",
        [
            lambda size: b'{"a":' * (size // 5),
            lambda size: b'{"a":1,"b":' * (size // 11),
            lambda size: b'{"a":[' * (size // 6),
            lambda size: b'{"a":[{},' + b"[" * size,
            lambda size: b'{"a":[' + b'{"b":[{}' * (size // 8),
            lambda size: b'{"a":"' + b"\\\\" * (size // 2),
            lambda size: b'{"a":"' + b'\\"' * (size // 2),
            lambda size: b'{"a":[' + b"{}," * (size // 3),
            lambda size: b'{"a":[' + b"{}" + b" " * size,
            lambda size: b'{"a":1' + b',"a":1' * (size // 6),
            lambda size: b'{"a":{"a":{"a":{"a":{"a":[' + b"[{}]," * (size // 5),
            lambda size: b'{"a":[{}' + b",{},1" * (size // 5),
        ],
    )
    def test_time_grows_with_the_size(self, hostile: Callable[[int], bytes]) -> None:
        """RELIABILITY H5: what is not linear takes minutes for so many letters."""
        began = time.process_time()
        _, fault = documents_or_fault(hostile(400_000))
        assert isinstance(fault, Damaged | TooDeep)
        assert time.process_time() - began < 8
