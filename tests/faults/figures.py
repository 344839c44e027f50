"""What is counted where things are broken on purpose: each number beside what it must be."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from typing import TypeAlias, final

from msgspec import Struct

from tests.postgres import running_postgres


@final
class Figure(Struct, frozen=True):
    """One number, what it must be, and whether it is."""

    name: str
    found: object
    bound: str
    is_kept: bool

    def __str__(self) -> str:
        return f"{self.name} {_told(self.found)} ({self.bound}{'' if self.is_kept else ', MISSED'})"


@final
class Figures(Struct, frozen=True):
    """All that was counted in one trial."""

    every: tuple[Figure, ...]

    @property
    def is_kept(self) -> bool:
        """Tell whether each is what it must be."""
        return all(one.is_kept for one in self.every)

    @property
    def line(self) -> str:
        """Tell all of them."""
        return " · ".join(map(str, self.every))


Trial: TypeAlias = Callable[[], Figures]
TrialOn: TypeAlias = Callable[[str], Figures]


def exactly(name: str, found: object, wanted: object = 0) -> Figure:
    """A number that must be another, or none at all."""
    return Figure(name, found, f"= {_told(wanted)}", found == wanted)


def at_least(name: str, found: float, least: float) -> Figure:
    """A number that must not be smaller."""
    return Figure(name, found, f">= {_told(least)}", found >= least)


def at_most(name: str, found: float, most: float) -> Figure:
    """A number that must not be larger."""
    return Figure(name, found, f"<= {_told(most)}", found <= most)


def counted(name: str, found: object) -> Figure:
    """A number that may be any."""
    return Figure(name, found, "any", is_kept=True)


def report(name: str, figures: Figures) -> bool:
    """Print what was counted; tell whether it is as it must be."""
    print(f"{'PASS' if figures.is_kept else 'FAIL'}  {name}: {figures.line}", flush=True)
    return figures.is_kept


def leave(trials: Mapping[str, Trial]) -> None:
    """Try all of them and print what was counted; leave with 1 where one is not as it must be."""
    is_kept = True
    for name, trial in trials.items():
        try:
            is_kept &= report(name, trial())
        except Exception:  # noqa: BLE001  # What broke is told, and the others are tried.
            print(f"FAIL  {name}:", flush=True)
            traceback.print_exc()
            is_kept = False
    sys.exit(not is_kept)


def on_both_engines(name: str, trial: TrialOn) -> Mapping[str, Trial]:
    """The same trial on an empty SQLite and on an empty PostgreSQL."""
    return {
        f"{name}, SQLite": lambda: on_sqlite(trial),
        f"{name}, PostgreSQL": lambda: on_postgres(trial),
    }


def on_sqlite(trial: TrialOn) -> Figures:
    """Try it on a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return trial(f"sqlite:///{folder}/a.db")


def on_postgres(trial: TrialOn) -> Figures:
    """Try it on a server of its own."""
    with running_postgres() as url:
        return trial(url)


def number_given(place: int, usual: int) -> int:
    """Read a number from the command line, where it is given."""
    return int(sys.argv[place]) if len(sys.argv) > place else usual


def _told(found: object) -> str:
    if isinstance(found, float):
        return f"{found:.2f}"
    return f"{found:,}" if isinstance(found, int) else str(found) or "nothing"
