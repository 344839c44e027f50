"""What activity tells readiness: load balance, load spike, monotony (formula book R2, R3).

Rule 1: signals of a morning rest on the days before it; that day's own sessions are not in them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vegaloop.activity.domain.formulas.acwr import acwr_uncoupled
from vegaloop.activity.domain.formulas.fitness import CTL_DAYS, load_balance
from vegaloop.activity.domain.formulas.sameness import monotony
from vegaloop.activity.domain.load_history import LOAD, WEEK_DAYS, LoadHistory
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant

__all__ = ("MONOTONY_MOST", "signals_of")

HISTORY_LEAST_DAYS: Final = 14
SPIKE_DAYS: Final = 28
SPIKE_MOST: Final = 1_000.0  # After weeks of next to nothing; no knots are near, and it is finite.
MONOTONY_MOST: Final = 3.0  # Where its knots end: more says no more, and infinity is no number.

_NAMES: Final = (SignalName.LOAD_BALANCE, SignalName.LOAD_SPIKE, SignalName.MONOTONY)


def signals_of(history: LoadHistory | None, morning: Instant) -> tuple[Published, ...]:
    """Publish the three signals of a morning. Rules ACT-15, ACT-16."""
    if history is None or not len(history):
        return tuple(NoSignal(name, Missing("sessions")) for name in _NAMES)
    history = history.latest
    if not history.knows(range(len(history))):
        return tuple(NoSignal(name, Missing(LOAD)) for name in _NAMES)
    if history.days_lived < HISTORY_LEAST_DAYS:
        return tuple(NoSignal(name, _too_few(history, HISTORY_LEAST_DAYS)) for name in _NAMES)
    return (
        _published(SignalName.LOAD_BALANCE, _balance, CTL_DAYS, history, morning),
        _published(SignalName.LOAD_SPIKE, _spike, SPIKE_DAYS, history, morning),
        _published(SignalName.MONOTONY, _sameness, WEEK_DAYS, history, morning),
    )


def _published(
    name: SignalName,
    value_of: Callable[[LoadHistory], Result[float, NoNumber]],
    window_days: int,
    history: LoadHistory,
    morning: Instant,
) -> Published:
    match value_of(history):
        case Failure(reason):
            return NoSignal(name, reason)
        case Success(value):
            return Signal(
                name=name,
                value=value,
                quality=min(1.0, history.days_lived / CTL_DAYS),
                observed_at=morning,
                window_days=window_days,
                n_valid=min(window_days, len(history)) - history.incomplete_days(window_days),
            )


def _balance(history: LoadHistory) -> Result[float, NoNumber]:
    ctl, atl = history.fitness
    return load_balance(ctl[-1], atl[-1])


def _spike(history: LoadHistory) -> Result[float, NoNumber]:
    if history.days_lived < SPIKE_DAYS:
        return Failure(_too_few(history, SPIKE_DAYS))
    match acwr_uncoupled(history.loads):
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            return Success(min(found, SPIKE_MOST))


def _sameness(history: LoadHistory) -> Result[float, NoNumber]:
    match monotony(history.loads[-WEEK_DAYS:]):
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            return Success(min(found, MONOTONY_MOST))


def _too_few(history: LoadHistory, needed: int) -> TooFew:
    return TooFew("days of load history", history.days_lived, needed)
