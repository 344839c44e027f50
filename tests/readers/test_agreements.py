"""The readers say what independent tools say, over every real file, as far as docs/formats.md tells."""

from __future__ import annotations

import pytest

from tests.readers.agreements import FAMILIES, fields_of
from tests.support import needs_shared_data


@needs_shared_data
@pytest.mark.parametrize("family", FAMILIES)
def test_every_field_of_every_file(family: str) -> None:
    _, agree, of, explained = FAMILIES[family]
    fields = fields_of(family)
    assert {one.field for one in fields if one.agree < one.of} == explained
    assert (sum(one.agree for one in fields), sum(one.of for one in fields)) == (agree, of)
