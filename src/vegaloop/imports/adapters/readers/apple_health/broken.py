"""Records that are broken.

Rule 1: what is in a food or a pair of pressures is said again outside of it: broken, it is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias, final

from vegaloop.imports.domain.found import NotTaken

__all__ = ("Broken",)

_HELD_MOST: Final = 10_000  # Beyond as many, each is told where it stands.

_Said: TypeAlias = frozenset[tuple[str, str]]


@final
class Broken:
    """Knows which broken records stood outside; those inside wait for the end."""

    def __init__(self) -> None:
        self._outside: Counter[_Said] = Counter()
        self._inside: dict[_Said, list[NotTaken]] = {}
        self._held = 0

    def is_told(self, told: NotTaken, said: dict[str, str], *, inside: bool) -> bool:
        """Tell whether a broken record is told where it stands."""
        self._held += 1
        if self._held > _HELD_MOST:
            return True
        key = frozenset(said.items())
        if inside:
            self._inside.setdefault(key, []).append(told)
        else:
            self._outside[key] += 1
        return not inside

    def rest(self) -> Iterator[NotTaken]:
        """Tell those inside that stood nowhere else."""
        for key, told in self._inside.items():
            yield from told[self._outside[key] :]
