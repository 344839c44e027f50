"""The ground sessions led over, by construction: streams at 1 Hz, with gaps, stops and faults."""

from __future__ import annotations

from hypothesis import strategies as st

from vegaloop.activity import Sport
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.effort import effort_of
from vegaloop.activity.domain.recording import Recording, Totals
from vegaloop.activity.domain.session import Facts, Origin
from vegaloop.activity.domain.streams import Channel, Stream, Streams, packed_times
from vegaloop.kernel.identity import SourceId

# How long a step took in ms and how far it went in cm: stops, gaps, duplicates and faults.
steps = st.lists(
    st.tuples(
        st.sampled_from([0, 500, 1_000, 1_000, 1_000, 5_000, 45_000]),
        st.sampled_from([-300, 0, 0, 250, 300, 350, 600, 90_000]),
    ),
    max_size=60,
)
heights = st.lists(st.none() | st.integers(0, 2_000).map(lambda n: n / 10), max_size=60)


def columns(
    times_ms: list[int], **of: list[float] | list[float | None] | list[int] | None
) -> Streams:
    made = (
        Stream.of_values(Channel(name), values) for name, values in of.items() if values is not None
    )
    return Streams(packed_times(times_ms), tuple(made))


def even(
    speed: float = 3.0, seconds: int = 600, slope: float = 0.0, *, high: bool = True
) -> Streams:
    """Even running at 1 Hz on one slope."""
    way = [speed * n for n in range(seconds + 1)]
    return columns(
        [n * 1_000 for n in range(seconds + 1)],
        distance=way,
        altitude=[500 + slope * at for at in way] if high else None,
    )


def facts_of(streams: Streams, sport: Sport, totals: Totals) -> Facts:
    recording = Recording(sport=sport, start=None, totals=totals, streams=streams)
    return Facts(
        origin=Origin(source=SourceId("file"), format=FileFormat.FIT),
        totals=totals,
        effort=effort_of(recording),
    )
