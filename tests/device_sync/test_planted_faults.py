"""Faults that were planted are noticed: what looks for them would notice those of tomorrow."""

from __future__ import annotations

import pytest

from tests.faults.mutants import MUTANTS, noticed, unplanted


@pytest.mark.parametrize("name", MUTANTS)
def test_each_is_noticed(name: str) -> None:
    assert noticed(name) is not None


def test_where_nothing_is_planted_nothing_is_noticed() -> None:
    figures = unplanted()
    assert figures.is_kept, figures.line
