"""Activity by construction: streams, recordings, remembered sessions, thresholds."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from hypothesis import strategies as st

from tests.support import NOW, at, good
from vegaloop.activity import LogActivity, Rpe, Sport, Thresholds
from vegaloop.activity.application.ports import FileReader
from vegaloop.activity.domain.activity_file import (
    ActivityFile,
    CannotRead,
    FileFormat,
    UnknownFormat,
)
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.activity.domain.recording import Recording, Totals
from vegaloop.activity.domain.streams import Channel, Stream, Streams, packed_times
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

FIRST_DAY: Final = LocalDate(dt.date(2026, 1, 1))
MOMENTS: Final = st.builds(
    lambda day, second: NOW - dt.timedelta(days=day, seconds=second),
    st.integers(0, 60),
    st.integers(14_400, 86_399),  # Long enough ago to be over.
)

sports = st.sampled_from([Sport.CYCLING, Sport.RUNNING, Sport.SWIMMING, Sport.TRAINING])
watts = st.integers(0, 1_500)
beats = st.integers(40, 200)
ratings = st.integers(0, 20).map(lambda halves: Rpe(halves * 5))
loads = st.floats(0, 500, allow_subnormal=False).map(lambda x: round(x, 3))
daily = st.lists(loads, min_size=1, max_size=200)
factors = st.floats(0.1, 10)


def close(a: float, b: float, rel: float = 1e-9) -> bool:
    """Whether two numbers are one but for rounding."""
    return math.isclose(a, b, rel_tol=rel, abs_tol=1e-9)


def history(of: list[float], lived: int | None = None) -> LoadHistory:
    """Daily loads from the first day on, without a session marked."""
    return LoadHistory(FIRST_DAY, of, [0] * len(of), len(of) if lived is None else lived)


@st.composite
def remembered(draw: st.DrawFn, when: st.SearchStrategy[dt.datetime] = MOMENTS) -> LogActivity:
    elapsed_s = draw(st.integers(60, 14_400))
    return LogActivity(
        sport=draw(sports),
        start_at=draw(when),
        elapsed=Duration(elapsed_s * 1_000_000),
        distance=draw(st.none() | st.integers(0, elapsed_s * 12_500).map(Distance)),
        average_heart_rate=draw(st.none() | beats.map(lambda bpm: HeartRate(bpm * 1_000))),
        average_power=draw(st.none() | watts.map(lambda w: Power(w * 1_000))),
        rpe=draw(st.none() | ratings),
        name=draw(st.none() | st.sampled_from(["", "Easy", "Ünïcödé 🚴", "a\\b'c\"d"])),
    )


@st.composite
def thresholds(draw: st.DrawFn) -> Thresholds:
    """Plausible ones, in order, with at least one of them given."""
    rest, lthr, highest = draw(
        st.tuples(st.integers(30, 80), st.integers(120, 170), st.integers(175, 210))
    )
    values = (
        draw(st.none() | st.integers(100, 400).map(lambda w: Power(w * 1_000))),
        draw(st.none() | st.integers(180, 420).map(lambda s: Duration(s * 1_000_000))),
        draw(st.none() | st.integers(70, 150).map(lambda s: Duration(s * 1_000_000))),
        draw(st.none() | st.just(HeartRate(highest * 1_000))),
        draw(st.none() | st.just(HeartRate(rest * 1_000))),
    )
    return Thresholds(
        ftp=values[0],
        threshold_pace=values[1],
        css_pace=values[2],
        hr_max=values[3],
        hr_rest=values[4],
        lthr=HeartRate(lthr * 1_000),
    )


def recording_of(
    watts_each_second: list[int | None] | None = None,
    beats_each_second: list[int | None] | None = None,
    sport: Sport = Sport.CYCLING,
    start: Instant | None = None,
    **more: object,
) -> Recording:
    """A recording at 1 Hz of what is given."""
    count = max(len(watts_each_second or []), len(beats_each_second or []))
    columns = [
        Stream.of_values(channel, values)
        for channel, values in (
            (Channel.POWER, watts_each_second),
            (Channel.HEART_RATE, beats_each_second),
        )
        if values is not None
    ]
    times = packed_times(n * 1_000 for n in range(count))
    return Recording(
        sport=sport,
        start=at(NOW - dt.timedelta(days=1)) if start is None else start,
        totals=Totals(elapsed=Duration(count * 1_000_000)),
        streams=Streams(times, tuple(columns)),
        **more,
    )


class ShelfReader(FileReader):
    """Reads files that are names of recordings laid out beforehand."""

    def __init__(self) -> None:
        self.shelf: dict[bytes, tuple[Recording, ...]] = {}

    def lay(self, name: bytes, *recordings: Recording) -> bytes:
        """Lay recordings out under a name, which is then a file."""
        self.shelf[name] = recordings
        return name

    def unpack(self, data: bytes) -> Result[bytes, CannotRead]:
        """A packed name is one that begins with gz."""
        return Success(data.removeprefix(b"gz:"))

    def read(self, data: bytes, home: Profile) -> Result[ActivityFile, CannotRead]:
        """Give what lies under the name."""
        found = self.shelf.get(good(self.unpack(data)))
        if found is None:
            return Failure(UnknownFormat(data[:4].hex(), len(data)))
        return Success(ActivityFile(format=FileFormat.FIT, kind="activity", recordings=found))
