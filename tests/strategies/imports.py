"""What people bring, valid by construction; readers that find what they are told to."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Final, final

from hypothesis import strategies as st

from tests.support import CountedIds, PinnedClock, at
from vegaloop.app.services import VegaLoop, vegaloop_in_memory
from vegaloop.biometrics import Metric, NewReading, Sample, Weight
from vegaloop.imports import (
    ArchiveReader,
    Contexts,
    ImportLogs,
    Imports,
    Piece,
    Place,
    Together,
    Working,
)
from vegaloop.imports.adapters.memory import MemoryImportLogs
from vegaloop.imports.application.pace import Pace
from vegaloop.imports.domain.found import (
    Found,
    FoundPerson,
    FoundReading,
    FoundSample,
    NotTaken,
    Unsupported,
)
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Mass
from vegaloop.kernel.time import Clock, Moment, later

START: Final = at(dt.datetime(2025, 1, 6, 7, 0, tzinfo=dt.UTC))
BORN: Final = dt.date(1988, 4, 25)
NOW: Final = dt.datetime(2026, 3, 20, 6, 30, tzinfo=dt.UTC)


def moments() -> st.SearchStrategy[Moment]:
    return st.builds(
        lambda minutes, quarters: Moment(
            later(START, dt.timedelta(minutes=minutes)), quarters * 900
        ),
        st.integers(0, 200_000),
        st.integers(-48, 56),
    )


def places() -> st.SearchStrategy[Place]:
    return st.builds(Place, st.sampled_from(["a.csv", "b.json"]), line=st.integers(1, 99))


def finds() -> st.SearchStrategy[Found]:
    sources = st.sampled_from([SourceId("one"), SourceId("two")])
    weights = st.builds(
        lambda moment, grams, source: NewReading(moment, Weight(Mass(grams * 10**9)), source),
        moments(),
        st.integers(60_000, 61_000),
        sources,
    )
    samples = st.builds(Sample, moments(), st.integers(40, 190).map(float), st.just(60.0))
    return st.one_of(
        st.builds(FoundReading, places(), weights, st.booleans()),
        st.builds(
            FoundSample, places(), st.just(Metric.HEART_RATE), sources, samples, st.booleans()
        ),
        st.builds(
            NotTaken, places(), st.just("score"), st.just(Unsupported("score")), st.integers(1, 5)
        ),
    )


def said_of_the_person() -> st.SearchStrategy[Found]:
    """They are taken last, whatever else is found."""
    return st.builds(
        FoundPerson,
        places(),
        st.sampled_from([*Sex, Distance(1_780), Distance(1_760), BORN]),
        st.sampled_from([SourceId("one"), SourceId("two")]),
        st.none() | moments().map(lambda moment: moment.at),
    )


@final
class Told(ArchiveReader):
    """Finds what it was told to."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = tuple(found)

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        yield from self.found


def piece(data: bytes = b"anything", name: str = "export.zip") -> Piece:
    return Piece(name, len(data), lambda: io.BytesIO(data))


@final
class Killed(BaseException):
    """The process is no more."""


def killed_after(times: int) -> Callable[[object], bool]:
    """Say to go on so often, then be killed between two batches."""
    left = [times]

    def go_on(_: object) -> bool:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return True

    return go_on


def world() -> tuple[VegaLoop, PersonId]:
    vega = vegaloop_in_memory(clock=PinnedClock(NOW), ids=CountedIds())
    return vega, vega.accounts.owner()


def imports_over(
    vega: VegaLoop,
    reader: ArchiveReader,
    logs: ImportLogs | None = None,
    together: Together = lambda _, work: work(),
    clock: Clock | None = None,
) -> Imports:
    """Join imports over the contexts of a world, with another reader."""
    accounts, kept = vega.accounts, logs or MemoryImportLogs(Revisions())
    contexts = Contexts(accounts, vega.activity, vega.biometrics, vega.nutrition, vega.foods)
    now, ids = clock or PinnedClock(NOW), CountedIds()
    working = Working(kept, reader, contexts, accounts, together, now, ids)
    return Imports(kept, working, accounts, now, ids)
