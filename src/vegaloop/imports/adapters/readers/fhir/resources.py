"""The parts of FHIR's resources that are read (R4; R5 where it says the same).

Rule 1: a field that is not listed here may hold anything.
"""

from __future__ import annotations

import re
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "Coding",
    "Component",
    "Concept",
    "Observation",
    "Period",
    "Quantity",
    "Reference",
    "SampledData",
    "observation_in",
    "reference_in",
)

_AT: Final = re.compile(r"^(.*?)(?: - at `\$\.?(.*)`)?$", re.DOTALL)
_SHOWN: Final = 60


@final
class Coding(Struct, frozen=True):
    """A code of a system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


@final
class Concept(Struct, frozen=True):
    """What is meant, in codes of several systems and in words."""

    coding: tuple[Coding, ...] | None = None
    text: str | None = None

    @property
    def codings(self) -> tuple[Coding, ...]:
        """Its codes."""
        return self.coding or ()

    @property
    def words(self) -> str:
        """What it is called, else its first code."""
        named = (one.display or one.code for one in self.codings)
        return (self.text or next((one for one in named if one), "") or "observation")[:_SHOWN]


@final
class Quantity(Struct, frozen=True):
    """A number with its unit: in words, and coded in a system."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


@final
class Period(Struct, frozen=True):
    """From when to when, as they are written."""

    start: str | None = None
    end: str | None = None


@final
class SampledData(Struct, frozen=True, rename="camel"):
    """Numbers at even intervals: `period` milliseconds in R4, `interval` units in R5."""

    origin: Quantity | None = None
    period: float | None = None
    interval: float | None = None
    interval_unit: str | None = None
    factor: float | None = None
    dimensions: int = 1
    data: str | None = None


@final
class Reference(Struct, frozen=True):
    """Whom or what something is of."""

    reference: str | None = None
    display: str | None = None
    identifier: object = None


@final
class Component(Struct, frozen=True, rename="camel"):
    """One of several values of an observation."""

    code: Concept = Concept()
    value_quantity: Quantity | None = None
    value_integer: int | None = None
    value_sampled_data: SampledData | None = None
    data_absent_reason: object = None


@final
class Observation(Struct, frozen=True, rename="camel"):
    """What somebody measured of somebody."""

    code: Concept = Concept()
    status: str | None = None
    focus: object = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    effective_timing: object = None
    value_quantity: Quantity | None = None
    value_integer: int | None = None
    value_sampled_data: SampledData | None = None
    data_absent_reason: object = None
    component: tuple[Component, ...] | None = None
    device: object = None

    @property
    def own(self) -> Component:
        """Its value as if it were one of several."""
        return Component(
            self.code,
            self.value_quantity,
            self.value_integer,
            self.value_sampled_data,
            self.data_absent_reason,
        )


def observation_in(resource: object) -> Result[Observation, Misshapen]:
    """Read an observation; the first field that holds something else is the reason."""
    try:
        return Success(msgspec.convert(resource, Observation, strict=False))
    except msgspec.ValidationError as error:
        return Failure(_misshapen(str(error)))
    except RecursionError:
        return Failure(Misshapen("Observation", "", "fields that are not so deep"))


def reference_in(value: object) -> Reference:
    """Read a reference; an empty one where it is none."""
    try:
        return msgspec.convert(value, Reference)
    except (msgspec.ValidationError, RecursionError):
        return Reference()


def _misshapen(said: str) -> Misshapen:
    found = _AT.match(said)
    wanted, path = found.groups() if found else (said, None)
    expected, _, given = wanted.partition(", got ")
    return Misshapen(
        (path or "Observation")[:_SHOWN],
        given.strip("`")[:_SHOWN],
        expected.removeprefix("Expected ").strip("`")[:_SHOWN],
    )
