"""Observations, each to what it measured.

Rule 1: what is cancelled or entered in error is not taken, nor what is of somebody else.
Rule 2: a bound is no value; a value that is said to be absent is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.common.body_values import pressure_of
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.measures import (
    MEASURES,
    READING_MOST_S,
    Amount,
    Span,
    measured,
)
from vegaloop.imports.adapters.readers.common.naming import edited_at, known_as
from vegaloop.imports.adapters.readers.common.persons import height_measured
from vegaloop.imports.adapters.readers.common.pressures import (
    DIASTOLIC,
    PRESSURE,
    SYSTOLIC,
    Pressures,
)
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.fhir.codes import HEIGHT, SLEEP, WHOLE_DAYS, kind_of
from vegaloop.imports.adapters.readers.fhir.effective import day_of_moment, span_of
from vegaloop.imports.adapters.readers.fhir.resources import (
    Component,
    Observation,
    Quantity,
    SampledData,
    observation_in,
    reference_in,
)
from vegaloop.imports.adapters.readers.fhir.sampled import amounts_of
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Observations",)

_UCUM: Final = "http://unitsofmeasure.org"
_NOT_DONE: Final = frozenset(
    ("cancelled", "entered-in-error", "registered", "specimen-in-process", "cannot-be-obtained")
)
_A_DAY: Final = re.compile(r"/(?:d|day|24\.?h|\(24\.h\))$")
# However the clocks change that day, and though its last minute may be left out.
_DAY_LEAST_S, _DAY_MOST_S = 22.9 * 3_600, 25.0 * 3_600
_SIDES: Final = (SYSTOLIC, DIASTOLIC)
_ALONE: Final = (*_SIDES, SLEEP, HEIGHT)  # Nobody samples them.
_SHOWN: Final = 60


@final
class Observations:
    """Takes observations; pressures that are told apart wait for each other until the end."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._pressures = Pressures()

    def read(self, resource: object, place: Place) -> Iterator[Found]:
        """Read one."""
        match observation_in(resource):
            case Failure(wrong):
                yield NotTaken(place, "observation", wrong)
            case Success(one):
                told = Fields(resource)
                edited = edited_at(told.within("meta").get("lastUpdated"), self._profile)
                yield from known_as(self._observation(one, place), _own_id(told), edited)

    def ended(self) -> Iterator[Found]:
        """Pair what stood apart."""
        yield from self._pressures.found()

    def _observation(self, one: Observation, place: Place) -> Iterator[Found]:
        what = one.code.words
        status = (one.status or "final").strip().casefold()
        if status in _NOT_DONE:
            yield _no_room(place, f"observation that is {status}")
            return
        if one.focus not in (None, [], {}):
            yield _no_room(place, "observation of somebody else")
            return
        parts = one.component or ()
        known = [part for part in (one.own, *parts) if _is_known(part)]
        if not known:
            yield _no_room(place, what)
            return
        match span_of(one, self._profile):
            case Failure(bad_time):
                yield NotTaken(place, kind_of(known[0].code) or what, bad_time)
            case Success(span):
                device = reference_in(one.device).display or ""
                yield from self._parts(Maker(source_of("fhir", device)), place, span, known)
        for part in parts:
            if not _is_known(part):
                yield _no_room(place, part.code.words)

    def _parts(
        self, maker: Maker, place: Place, span: Span, known: list[Component]
    ) -> Iterator[Found]:
        by_kind = {kind_of(part.code): part for part in reversed(known)}
        sides = [part for side in _SIDES if (part := by_kind.get(side)) is not None]
        if len(sides) == len(_SIDES):
            yield _pressure(maker, place, span, sides)
            known = [part for part in known if kind_of(part.code) not in _SIDES]
        for part in known:
            yield from self._part(maker, place, span, part)

    def _part(self, maker: Maker, place: Place, span: Span, part: Component) -> Iterator[Found]:
        kind = kind_of(part.code)
        if kind is None:
            return
        if part.value_sampled_data is not None and kind not in _ALONE:
            yield from _sampled(maker, place, span, kind, part.value_sampled_data)
            return
        match _amount(part):
            case Failure(reason):
                yield _refused(place, kind, reason)
            case Success(amount):
                if kind in _SIDES:
                    yield from self._side(maker, place, span, kind, amount)
                elif kind == SLEEP:
                    yield _sleep(maker, place, span, amount)
                elif kind == HEIGHT:
                    yield from height_measured(maker, place, amount, Success(span.at))
                else:
                    yield self._measured(maker, place, span, part, kind, amount)

    def _measured(
        self, maker: Maker, place: Place, span: Span, part: Component, kind: str, amount: Amount
    ) -> Found:
        unit = _A_DAY.sub("", amount.unit)
        says_so = unit != amount.unit and all(one.is_counted for one in MEASURES[kind])
        is_of_day = says_so or any(one.code in WHOLE_DAYS for one in part.code.codings)
        if is_of_day and not span.length_s:
            match day_of_moment(span, self._profile):
                case Success(day):
                    span = day
                case Failure(bad_time):
                    return NotTaken(place, kind, bad_time)
        if says_so and _DAY_LEAST_S <= span.length_s <= _DAY_MOST_S:
            amount = Amount(amount.value, unit, amount.field)
        return measured(maker, place, kind, span, amount)

    def _side(
        self, maker: Maker, place: Place, span: Span, side: str, amount: Amount
    ) -> Iterator[Found]:
        mmhg = amount_in(Dimension.PRESSURE, amount.value, amount.unit)
        if mmhg is None:
            yield _no_pressure(place, amount)
        else:
            self._pressures.add(maker, side, place, span.at, mmhg)


def _own_id(told: Fields) -> str:
    """Its id at its server, with whose it is there: two servers may count alike."""
    whose, own = told.within("subject").get("reference"), told.get("id")
    return f"{whose or ''}/{own}" if isinstance(own, str) else ""


def _is_known(part: Component) -> bool:
    return kind_of(part.code) is not None


def _pressure(maker: Maker, place: Place, span: Span, sides: list[Component]) -> Found:
    mmhg: list[float] = []
    if span.length_s > READING_MOST_S:
        return maker.unsupported(place, f"{PRESSURE} of more than a week")
    for side in sides:
        match _amount(side):
            case Failure(reason):
                return _refused(place, PRESSURE, reason)
            case Success(amount):
                read = amount_in(Dimension.PRESSURE, amount.value, amount.unit)
                if read is None:
                    return _no_pressure(place, amount)
                mmhg.append(read)
    return maker.reading(place, PRESSURE, Success(span.at), pressure_of(mmhg[0], mmhg[1]))


def _sampled(
    maker: Maker, place: Place, span: Span, kind: str, sampled: SampledData
) -> Iterator[Found]:
    told = False
    for each, amount in amounts_of(sampled, span):
        yield measured(maker, place, kind, each, amount)
        told = True
    if not told:
        wanted = "numbers at even intervals, of one dimension"
        yield maker.misshapen(place, kind, "valueSampledData", sampled.data or "", wanted)


def _sleep(maker: Maker, place: Place, span: Span, amount: Amount) -> Found:
    slept_s = amount_in(Dimension.TIME, amount.value, amount.unit)
    if slept_s is None:
        wanted = "a unit of a time"
        return maker.misshapen(place, SLEEP, f"{amount.field}.unit", amount.unit, wanted)
    if span.rough or not span.length_s:
        wanted = "from when to when somebody slept"
        return maker.misshapen(place, SLEEP, "effectivePeriod", "", wanted)
    return maker.sleep(place, Success(span.start), Success(span.at), slept_s=slept_s)


def _amount(part: Component) -> Result[Amount, Misshapen | Unsupported]:
    """The number and its unit: as it is coded in UCUM, else in words."""
    quantity = part.value_quantity
    if part.data_absent_reason is not None:
        return Failure(Unsupported(f"{part.code.words} without a value"[:_SHOWN]))
    if quantity is None and part.value_integer is not None:
        return Success(Amount(float(part.value_integer), "1", "valueInteger"))
    if quantity is None or quantity.value is None:
        return Failure(Misshapen("valueQuantity.value", "", "a number"))
    if quantity.comparator:
        wanted = "a value and no bound"
        return Failure(Misshapen("valueQuantity.comparator", quantity.comparator[:_SHOWN], wanted))
    return Success(Amount(quantity.value, _unit(quantity), "valueQuantity"))


def _unit(quantity: Quantity) -> str:
    coded = (quantity.system or _UCUM).rstrip("/") == _UCUM
    return (quantity.code if coded and quantity.code else quantity.unit) or ""


def _no_pressure(place: Place, amount: Amount) -> NotTaken:
    reason = Misshapen(f"{amount.field}.unit", amount.unit[:_SHOWN], "a unit of a pressure")
    return NotTaken(place, PRESSURE, reason)


def _refused(place: Place, kind: str, reason: Misshapen | Unsupported) -> NotTaken:
    what = reason.what if isinstance(reason, Unsupported) else kind
    return NotTaken(place, what, reason)


def _no_room(place: Place, what: str) -> NotTaken:
    return NotTaken(place, what, Unsupported(what))
