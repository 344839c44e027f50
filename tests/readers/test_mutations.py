"""Nearly files of every family: each ends in an answer, soon (RELIABILITY H1).

The whole run is `python -m tests.readers.mutations`.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.readers.mutations import families, tried
from tests.support import at_most

_TRIED: Final = 300
_SLOWEST_MS: Final = 2_000  # Beside other tests; alone it is 100.
_MEMORY_MB: Final = 100


@pytest.mark.parametrize("name", families())
@pytest.mark.parametrize("seed", [7])
def test_mutations_end_in_an_answer(name: str, seed: int) -> None:
    family = families()[name]()
    if not family.seeds:
        pytest.skip("the folder of real files, ../shared/data, is absent")
    told = tried(name, family, at_most(_TRIED), seed)
    assert told.crashes == ()
    assert told.slowest_ms < _SLOWEST_MS
    assert told.peak_mb < _MEMORY_MB
