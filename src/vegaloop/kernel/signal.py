"""The published language of the contexts: signals for readiness, measures for goals."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Instant, LocalDate

__all__ = (
    "DayValue",
    "Measure",
    "Measures",
    "NoSignal",
    "Published",
    "Signal",
    "SignalName",
    "Signals",
    "Summing",
    "UnknownMeasure",
)


class SignalName(StrEnum):
    """The signals readiness can read (formula book R2)."""

    LOAD_BALANCE = "load_balance"
    LOAD_SPIKE = "load_spike"
    MONOTONY = "monotony"
    HRV = "hrv"
    RHR = "rhr"
    SLEEP_LAST = "sleep_last"
    SLEEP_DEBT = "sleep_debt"
    TEMPERATURE = "temperature"
    ENERGY_AVAILABILITY = "energy_availability"
    CARBOHYDRATE = "carbohydrate"
    PROTEIN = "protein"
    SUBJECTIVE = "subjective"


@final
class Signal(Struct, frozen=True):
    """One value a context stands behind, with how far it does.

    `quality` is in [0, 1]; `value` has the unit the formula book gives for its name;
    `observed_at` is when its newest observation was made.
    """

    name: SignalName
    value: float
    quality: float
    observed_at: Instant
    window_days: int
    n_valid: int

    def __post_init__(self) -> None:
        if not 0 <= self.quality <= 1:
            raise ValueError(f"quality of {self.quality} cannot be")
        if not -1e9 < self.value < 1e9:  # NaN fails this too.
            raise ValueError("a signal is a finite number")


@final
class NoSignal(Struct, frozen=True):
    """A signal a context cannot give, and why."""

    name: SignalName
    reason: NoNumber


Published: TypeAlias = Signal | NoSignal


class Signals(Protocol):
    """A context that publishes signals."""

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """What it knows on the morning of a day; each of its signals once, given or not."""
        ...


class Summing(StrEnum):
    """How the days of a measure make a week: their sum, or their mean."""

    SUM = "sum"
    MEAN = "mean"


@final
class Measure(Struct, frozen=True):
    """Something a context can say a number a day about; `name` is `context.what_unit`."""

    name: str
    title: str
    unit: str
    summing: Summing


@final
class DayValue(Struct, frozen=True):
    """The value of a measure on one local day."""

    day: LocalDate
    value: float


@final
class UnknownMeasure(Struct, frozen=True, tag="unknown-measure"):
    """A name no context publishes."""

    given: str
    known: tuple[str, ...]


class Measures(Protocol):
    """Whoever publishes measures: a context, or all of them together."""

    def measures(self) -> tuple[Measure, ...]:
        """What can be asked for."""
        ...

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """The values of the days in [start, end) that have one, oldest first.

        For a measure that is summed, a day without a record is a true zero only where the context
        says so by giving it; a missing day is missing.
        """
        ...
