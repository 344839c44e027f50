"""Sessions with streams, kept by a service over memory, and what it tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

import msgspec

from tests.spec.test_activity import LONG_AGO, ME, PARIS, SaidOf
from tests.strategies.activity import ShelfReader, recording_of
from tests.support import CountedIds, PinnedClock, good
from vegaloop.activity import (
    Activity,
    Analysis,
    BodyMasses,
    ImportFile,
    SessionId,
    Sport,
    Thresholds,
)
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.domain.recording import Recording, Totals
from vegaloop.activity.domain.streams import Channel, Stream, Streams, packed_times
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

CAPABLE: Final = Thresholds(
    ftp=Power(250_000),
    cp=Power(240_000),
    w_prime=Energy(20_000),
    threshold_pace=Duration(250_000_000),
    hr_max=HeartRate(190_000),
    hr_rest=HeartRate(50_000),
    lthr=HeartRate(165_000),
)


@final
class Weighs(BodyMasses):
    """Everybody weighs the same."""

    def mass_kg(self, person: PersonId, day: LocalDate) -> float | None:
        """Tell it."""
        return 72.0


def written(
    power: list[int | None] | None,
    pulse: list[int | None] | None = None,
    speeds: list[float] | None = None,
    sport: Sport = Sport.CYCLING,
) -> Recording:
    """A recording of what is given, at 1 Hz."""
    base = recording_of(power, pulse, sport)
    if speeds is None:
        return base
    times = packed_times(n * 1_000 for n in range(len(speeds)))
    columns = (*base.streams.columns, Stream.of_values(Channel.SPEED, speeds))
    totals = Totals(elapsed=Duration(len(speeds) * 1_000_000), distance=Distance(5_000_000))
    return Recording(sport=sport, start=base.start, totals=totals, streams=Streams(times, columns))


def kept_in(
    recording: Recording, values: Thresholds | None = CAPABLE
) -> tuple[Activity, SessionId]:
    reader = ShelfReader()
    activity = Activity(
        MemoryTrainingLogs(Revisions()),
        SaidOf(PARIS),
        reader,
        PinnedClock(),
        CountedIds(),
        masses=Weighs(),
    )
    if values is not None:
        good(activity.set_thresholds(ME, LONG_AGO, values))
    data = reader.lay(b"ride", recording)
    (found,) = good(activity.import_file(ME, ImportFile(data=data))).sessions
    return activity, found.session.id


def told_of(recording: Recording, values: Thresholds | None = CAPABLE) -> Analysis:
    activity, ride = kept_in(recording, values)
    return good(activity.analysis(ME, ride))


def results_in(value: object) -> Iterator[Result[Derived, NoNumber]]:
    """Every number of an answer that carries where it comes from."""
    if isinstance(value, Success | Failure):
        inner = value.failure() if isinstance(value, Failure) else value.unwrap()
        if isinstance(value, Failure) or isinstance(inner, Derived):
            yield value
        else:
            yield from results_in(inner)
    elif isinstance(value, tuple):
        for one in value:
            yield from results_in(one)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from results_in(getattr(value, name))


def number(found: Result[Derived, NoNumber]) -> float:
    return good(found).value
