"""Machines that run until they have seen what they are there for.

Where a run never saw something, others that draw differently follow before it is called weak.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from hypothesis import seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

_RUNS_MOST: Final = 4


def run_until_seen(
    machine: type[RuleBasedStateMachine], how: settings, unseen: Callable[[], Collection[object]]
) -> None:
    """Run a machine, again where there is something it has not seen; fail where that stays."""
    for turn in range(_RUNS_MOST):
        if turn:  # What a first run draws is the same each time, and would be drawn again.
            machine = seed(turn)(machine)
        run_state_machine_as_test(machine, settings=how)  # type: ignore[no-untyped-call]  # Hypothesis says nothing of it.
        if not unseen():
            return
    raise AssertionError(f"a weak run: it never saw {unseen()}")
