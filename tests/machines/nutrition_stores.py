"""One person's nutrition in every store at once: whatever is done to all, all answer the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import ClassVar

from hypothesis import event, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.strategies.nutrition import Circle, Shelf
from tests.support import CountedIds, PinnedClock, somebody
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition import Nutrition
from vegaloop.nutrition.adapters.memory import MemoryDiaries
from vegaloop.nutrition.adapters.reference.table import DriTable
from vegaloop.nutrition.adapters.sql import SqlDiaries

SEEN: Counter[str] = Counter()


class StoresAgree(RuleBasedStateMachine):
    """One person and another, and nutrition over each store of diaries."""

    databases: ClassVar[tuple[Database, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.circle, self.shelf = Circle(), Shelf()
        around = (self.shelf, DriTable(), self.circle, self.circle, self.circle)
        self.all = tuple(
            Nutrition(store, *around, PinnedClock(), CountedIds())
            for store in (MemoryDiaries(Revisions()), *map(SqlDiaries, self.databases))
        )
        self.me, self.you = somebody(), somebody()

    def each(self, what: str, call: Callable[..., object]) -> object:
        """Ask every store, and give what all of them say; nothing where they refuse."""
        answers = [call(nutrition) for nutrition in self.all]
        assert all(answer == answers[0] for answer in answers)
        match answers[0]:
            case Failure(error):
                named = error[0] if isinstance(error, tuple) else error
                SEEN[f"{what}: {type(named).__name__}"] += 1
                event(f"{what}: {type(named).__name__}")
                return None
            case Success(value):
                SEEN[what] += 1
                return value
            case value:
                SEEN[what] += 1
                return value


def agree(
    machine: type[StoresAgree],
    databases: tuple[Database, ...],
    run: settings,
    sometimes: Iterable[str],
) -> None:
    """Run a machine over memory and some databases, which must come by all of some things."""
    SEEN.clear()
    machine.databases = databases
    run_state_machine_as_test(machine, settings=run)
    for what in sometimes:
        assert SEEN[what], f"the machine never saw {what}"
