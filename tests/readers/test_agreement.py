"""The readers say what independent tools say, over every real file."""

from __future__ import annotations

from tests.readers.agreement import compared
from tests.support import needs_shared_data


@needs_shared_data
def test_every_field_of_every_file() -> None:
    rows = list(compared())
    assert len(rows) > 5_000
    assert [row for row in rows if not row.agrees] == []
