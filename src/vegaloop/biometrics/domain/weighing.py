"""Weights, judged by those that count before them: the same whatever order they came in.

Rule 1: what counts and what waits is told by the weights there are, and by what the person decided.
Rule 2: a weight that changes nothing for the one after it changes nothing behind that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, final

from msgspec import Struct, structs

from vegaloop.biometrics.domain.kinds import Weight
from vegaloop.biometrics.domain.plausible import Value, WeighIn, judge
from vegaloop.biometrics.domain.reading import (
    EARLIEST,
    MANUAL,
    Accepted,
    Correction,
    Earlier,
    Quarantined,
    Reading,
)
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = ("Place", "Reweighed", "place_of", "reweighed", "weigh_in_of")

# Where a weight stands among all: of two at one instant the source with the lesser name is first.
Place: TypeAlias = tuple[Instant, SourceId]


@final
class Reweighed(Struct, frozen=True):
    """The weights that stand otherwise now, and whether those after the last may as well."""

    changed: tuple[Reading, ...]
    is_open: bool


def place_of(reading: Reading) -> Place:
    """Tell where a weight stands among all."""
    return reading.moment.at, reading.source


def weigh_in_of(at: Instant, value: Value) -> WeighIn | None:
    """Give what weights after it are compared with; None for what is no weight."""
    return WeighIn(at, value.mass.kg) if isinstance(value, Weight) else None


def reweighed(weights: Iterable[Reading], touched: Iterable[Place]) -> Reweighed:
    """Judge weights anew behind the places where one came, went or changed. Rule BIO-160."""
    places = set(touched)
    to_come = sorted(places, reverse=True)
    changed: list[Reading] = []
    last: WeighIn | None = None
    is_open = False
    for weight in sorted(weights, key=place_of):
        place = place_of(weight)
        while to_come and to_come[-1] <= place:
            to_come.pop()
            is_open = True
        now = _judged(weight, last) if is_open else weight
        if now != weight:
            changed.append(now)
        elif now.counts and place not in places:
            is_open = False
        if now.counts:
            last = weigh_in_of(now.moment.at, now.value)
    return Reweighed(tuple(changed), is_open or bool(to_come))


def _judged(weight: Reading, before: WeighIn | None) -> Reading:
    """Let the newest value count that can, and beside it wait a newer one that cannot."""
    if weight.is_decided:
        return weight
    by_place = _tellings(weight, before)
    newest_last = sorted(by_place, key=_when)
    newest = newest_last[-1]
    says = next((one for one in reversed(newest_last) if not one.reasons), newest)
    waits = newest if newest is not says else None
    said_by_hand = weight.earlier if weight.source == MANUAL else ()
    rest = [one.earlier() for one in by_place if one is not says and one is not waits]
    earlier = (*said_by_hand, *rest)
    return structs.replace(
        weight,
        moment=says.moment,
        local_date=says.moment.local_date,
        recorded_at=says.recorded_at,
        value=says.value,
        device=says.device,
        standing=Quarantined(says.reasons) if says.reasons else Accepted(),
        earlier=earlier,
        correction=waits,
        modified_at=says.modified_at,
    )


def _tellings(weight: Reading, before: WeighIn | None) -> Sequence[Correction]:
    """List all that its source has said, each with what is improbable about it.

    What a person has put something else in the place of is said no more.
    """
    past = () if weight.source == MANUAL else weight.earlier
    own = Earlier(weight.value, weight.recorded_at, weight.modified_at)
    told = [_telling(one, weight, before) for one in (*past, own)]
    waiting = weight.correction
    if waiting is None:
        return told
    reasons = judge(waiting.value, waiting.moment.at, before)
    return [*told, structs.replace(waiting, reasons=reasons)]


def _telling(said: Earlier, by: Reading, before: WeighIn | None) -> Correction:
    return Correction(
        said.value,
        by.moment,
        said.recorded_at,
        judge(said.value, by.moment.at, before),
        by.device,
        modified_at=said.modified_at,
    )


def _when(said: Correction) -> tuple[Instant, Instant]:
    return said.modified_at or EARLIEST, said.recorded_at
