"""Answers laid out for eyes."""

from __future__ import annotations

from vegaloop.app.console.sheet import lines_of


class TestLines:
    """What JSON would say, line by line."""

    def test_an_empty_list_says_none(self) -> None:
        assert list(lines_of({"data": []})) == ["data  none"]
        assert list(lines_of({"data": ["a", "b"]})) == ["data  a, b"]
