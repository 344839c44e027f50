"""A second net under the ports: no statement may touch a person's table without naming the person."""

from __future__ import annotations

import re
from typing import Final

_TOUCHED: Final = re.compile(r"(?:\bFROM|\bJOIN|\bUPDATE|\bINTO)\s+([a-z_]+)")
_NAMED: Final = re.compile(r"person_id\s*(?:=|IN)|\(person_id,|\(kind, key, person_id\)")
_TABLES: Final = re.compile(
    r"(?:account|nutrition|activity|biometrics|goals|imports|readiness|person|sync)_"
)
_ELSEWHERE: Final = frozenset(
    {
        "account_directory",
        "imports_waiting",
        "sync_account",
        "sync_consent",
        "sync_gate",
        "sync_lane",
        "sync_spent",
    }
)


class UnscopedError(AssertionError):
    """A statement that would touch the rows of more than one person."""


def refuse_unscoped(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    """Raise at a statement on a person's table that does not say whose rows it means."""
    touched = {name for name in _TOUCHED.findall(statement) if _TABLES.match(name)} - _ELSEWHERE
    if touched and not _NAMED.search(statement):
        raise UnscopedError(statement)
