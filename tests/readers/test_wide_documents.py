"""Documents of very many members: what is shown to readers grows with them, and not with their square."""

from __future__ import annotations

from collections.abc import Iterator
from typing import final

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import PARIS, members
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.documents import Documents
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


@given(st.integers(1_000, 20_000), st.integers(1, 9))
def test_what_is_shown_of_a_wide_document(many: int, apart: int) -> None:
    document = {f"k{n}": n if n % apart else {"a": n} for n in range(many)}
    held, looking = members({"x.json": b"{}"}), Looking()
    arrival = Arrival("x.json", held["x.json"], PARIS, Bundle(held))
    assert Documents([looking]).read(Document(document), arrival) is None
    assert looking.shown <= many + 100_000
