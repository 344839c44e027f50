"""Deciding what becomes of readings that come in, one or ten thousand at once.

Rule 1: each given reading has exactly one outcome.
Rule 2: giving the same readings again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.editions import BeatsOf, Outcome, Recorded, settle
from vegaloop.biometrics.domain.entry import CannotRecord
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.named import Shelf, is_outdated, moved, named
from vegaloop.biometrics.domain.plausible import Value, WeighIn
from vegaloop.biometrics.domain.reading import Entry, Identity, Observed, Reading, ReadingId
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.biometrics.domain.weighing import Place, place_of, weigh_in_of
from vegaloop.kernel.time import Instant

BATCH_MOST: Final = 10_000


@final
class Refused(Struct, frozen=True):
    """A given reading that was not taken: its place in the batch, from 0, and why."""

    index: int
    why: CannotRecord


@final
class Receipt(Struct, frozen=True):
    """What became of a batch: every given reading is counted exactly once.

    `fates` has what became of each, in the order they were given, or why it was refused.
    """

    kept: int
    amended: int
    seen: int
    quarantined: int
    refused: tuple[Refused, ...]
    fates: tuple[Outcome | CannotRecord, ...]


@final
class TooManyReadings(Struct, frozen=True, tag="biometrics/too-many-readings"):
    """A batch larger than one transaction should be."""

    given: int
    most: int


CannotRecordAll: TypeAlias = TooManyReadings


@final
class Decision(Struct, frozen=True):
    """What to write, and what became of each entry, in the order they were given.

    `intervals` has the beats behind each variability that was written, None where it has none.
    """

    dropped: tuple[Reading, ...]
    added: tuple[Reading, ...]
    replaced: tuple[Reading, ...]
    intervals: tuple[tuple[ReadingId, RrIntervals | None], ...]
    recorded: tuple[Recorded, ...]


def decide_readings(
    entries: Sequence[Entry],
    known: Sequence[Reading],
    weights: Sequence[Observed],
    beats_of: BeatsOf,
) -> Decision:
    """Decide entries in the order of their instants, beside what is already known.

    `known` has every reading with the identity or the name of an entry; `weights` has the weights
    that count around them; `beats_of` gives the beats behind what is known.
    """
    shelf = Shelf(known)
    intervals: dict[ReadingId, RrIntervals | None] = {}
    recorded: dict[int, Recorded] = {}
    scale = _Scale(weights, {entry.reading.identity for entry in entries})

    def beats(id: ReadingId) -> RrIntervals | None:
        return intervals[id] if id in intervals else beats_of(id)

    for index in _in_time(entries):
        entry = entries[index]
        given = entry.reading
        stood = shelf.elsewhere(given)
        if stood is not None and is_outdated(given, stood):
            recorded[index] = Recorded(Outcome.SEEN, stood)
            continue
        done = settle(shelf.at(given.identity), entry, scale.before(given), beats)
        if done.outcome is not Outcome.SEEN and _says(done.reading, given):
            intervals[done.reading.id] = entry.rr
        done = named(done, given) if stood is None else moved(done, given, stood)
        shelf.put(done.reading, stood)
        recorded[index] = done
        scale.weigh(done.reading)
    dropped, added, replaced = shelf.changes()
    stand = shelf.ids()
    return Decision(
        dropped=dropped,
        added=added,
        replaced=replaced,
        intervals=tuple(one for one in intervals.items() if one[0] in stand),
        recorded=tuple(recorded[index] for index in range(len(entries))),
    )


def standing_now(recorded: Recorded, given: Reading, now: Reading, *, is_new: bool) -> Recorded:
    """Tell what became of a reading whose standing others have changed since it was decided."""
    waits = now.correction.value if now.correction is not None else None
    if recorded.outcome is Outcome.SEEN:
        return Recorded(Outcome.SEEN, now)
    if given.value == (now.value if not now.counts else waits):
        return Recorded(Outcome.QUARANTINED, now)
    if recorded.outcome is Outcome.QUARANTINED:
        return Recorded(Outcome.KEPT if is_new else Outcome.AMENDED, now)
    return Recorded(recorded.outcome, now)


def receipt_of(recorded: Sequence[Recorded], refused: tuple[Refused, ...]) -> Receipt:
    """Count the outcomes of a batch."""
    outcomes = [one.outcome for one in recorded]
    return Receipt(
        outcomes.count(Outcome.KEPT),
        outcomes.count(Outcome.AMENDED),
        outcomes.count(Outcome.SEEN),
        outcomes.count(Outcome.QUARANTINED),
        refused,
        _in_order(outcomes, {one.index: one.why for one in refused}),
    )


def _in_order(
    outcomes: Sequence[Outcome], refused: Mapping[int, CannotRecord]
) -> tuple[Outcome | CannotRecord, ...]:
    taken = iter(outcomes)
    given = range(len(outcomes) + len(refused))
    return tuple(refused[index] if index in refused else next(taken) for index in given)


def _in_time(entries: Sequence[Entry]) -> list[int]:
    return [i for _, i in sorted((place_of(e.reading), i) for i, e in enumerate(entries))]


def _says(kept: Reading, given: Reading) -> bool:
    """Tell whether a variability now says what was given, so that its beats go with it."""
    return isinstance(given.value, Hrv) and kept.value == given.value


def _then(weight: Observed) -> Place:
    return weight.at, weight.source


@final
class _Scale:
    """Remembers the last weight that counts, while the entries pass in the order of time."""

    def __init__(self, weights: Sequence[Observed], given: set[Identity]) -> None:
        others = [w for w in weights if Identity(Kind.WEIGHT, w.source, w.at) not in given]
        self._to_come = sorted(others, key=_then, reverse=True)
        self._last: WeighIn | None = None
        self._decided: Reading | None = None

    def before(self, reading: Reading) -> WeighIn | None:
        """The last weight that counts up to a reading, which is not compared with itself."""
        decided = self._decided
        if decided is not None and place_of(decided) < place_of(reading):
            self._remember(decided.moment.at, decided.value)
            self._decided = None
        while self._to_come and _then(self._to_come[-1]) < place_of(reading):
            passed = self._to_come.pop()
            self._remember(passed.at, passed.value)
        return self._last

    def weigh(self, reading: Reading) -> None:
        """Remember what was decided of a weight, for those behind it."""
        if reading.kind is Kind.WEIGHT:
            self._decided = reading if reading.counts else None

    def _remember(self, at: Instant, value: Value) -> None:
        self._last = weigh_in_of(at, value) or self._last
