"""Documents of very many members: what is shown to readers grows with them, and not with their square."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from typing import final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import PARIS, members
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.documents import Documents
from vegaloop.imports.adapters.readers.common.plain_names import (
    asked_together,
    plain,
    plainly_named,
)
from vegaloop.imports.adapters.readers.registry import DOCUMENTS
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document


@final
class Looking:
    """A reader that knows nothing, and counts what it is shown."""

    kind = "looking"
    shown = 0

    def fits(self, value: object) -> bool:
        """Look at all of it."""
        self.shown += len(value) if isinstance(value, dict | list) else 1
        return False

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read nothing."""
        raise AssertionError("it fits nothing")


@final
class Watched(dict[object, object]):
    """A document that counts how often it is gone through from its first field to its last."""

    times = 0

    def __iter__(self) -> Iterator[object]:
        """Count once more, as all below."""
        self.times += 1
        return super().__iter__()

    def keys(self) -> KeysView[object]:
        self.times += 1
        return super().keys()

    def values(self) -> ValuesView[object]:
        self.times += 1
        return super().values()

    def items(self) -> ItemsView[object, object]:
        self.times += 1
        return super().items()


@given(st.integers(1_000, 20_000), st.integers(1, 9))
def test_what_is_shown_of_a_wide_document(many: int, apart: int) -> None:
    document = {f"k{n}": n if n % apart else {"a": n} for n in range(many)}
    looking = Looking()
    assert Documents([looking]).read(Document(document), nowhere()) is None
    assert looking.shown <= many + 100_000


@pytest.mark.parametrize(
    "within",
    [lambda one: one, lambda one: [one], lambda one: {"data": one}, lambda one: {"a": one}],
)
def test_how_often_all_readers_go_through_a_wide_document(
    within: Callable[[object], object],
) -> None:
    """Each by itself would make it some fifty times, which is nearly all the time it takes."""
    wide = Watched({f"k{n}": n for n in range(1_000)})
    assert Documents(DOCUMENTS).read(Document(within(wide)), nowhere()) is None
    assert wide.times <= 20


@given(
    st.dictionaries(st.text("aB_- ß\0", max_size=4), st.integers(), max_size=200),
    st.integers(0, 200),
)
def test_names_are_made_plain_together_as_they_are_one_by_one(
    named: dict[str, int], wider: int
) -> None:
    fields: dict[object, object] = {**named, **{f"k_{n}": n for n in range(wider)}}
    alone = {plain(str(name)): one for name, one in fields.items()}
    assert plainly_named(fields) == alone
    others = [{f"x_{n}_{k}": k for k in range(100)} for n in range(70)]
    with asked_together():
        for one in (fields, *others, fields, others[0]):
            assert plainly_named(one) == {plain(name): held for name, held in one.items()}


def nowhere() -> Arrival:
    """A file that is all by itself."""
    held = members({"x.json": b"{}"})
    return Arrival("x.json", held["x.json"], PARIS, Bundle(held))
