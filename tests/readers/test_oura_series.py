"""The long series of Oura's account export: packed, they are what they would be one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.packed import each_in
from tests.readers.vendor_files import PARIS, of_kind, read_bytes, table_bytes
from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.domain.found import FoundSamples, NotTaken, Unsupported
from vegaloop.kernel.result import value_in

TABLES = {
    Metric.HEART_RATE: ("timestamp", "bpm", "source"),
    Metric.SKIN_TEMPERATURE: ("timestamp", "skin_temp"),
    Metric.STEPS: ("timestamp", "steps"),
}
NONE_AT_ALL = ("", "x", "2024-13-01T00:00:00Z", "2024-03-01")
MOMENTS = st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2025, 1, 1))
ZONES = st.sampled_from(("Z", "+00:00", "+01:00", "-0330", ""))


@st.composite
def written_times(draw: st.DrawFn) -> str:
    wall = draw(MOMENTS)
    plain = wall.replace(microsecond=wall.microsecond // 1_000 * 1_000)
    mark = draw(st.sampled_from(("milliseconds", "seconds")))
    return plain.isoformat(sep=draw(st.sampled_from("T ")), timespec=mark) + draw(ZONES)


VALUES = st.integers(0, 250).map(str) | st.decimals(0, 45, places=2).map(str)
BROKEN = st.sampled_from(("", "x", "1e400", "-3", "NaN"))
ROWS = st.lists(
    st.tuples(written_times() | st.sampled_from(NONE_AT_ALL), VALUES | BROKEN), max_size=30
)


@pytest.mark.parametrize("metric", TABLES)
@given(rows=ROWS, delimiter=st.sampled_from(",;"))
def test_each_row_is_what_it_is_alone(
    metric: Metric, rows: list[tuple[str, str]], delimiter: str
) -> None:
    header = TABLES[metric]
    beside = ["awake"] * (len(header) - 2)
    data = table_bytes(header, [[*row, *beside] for row in rows], delimiter)
    found = read_bytes(data, "App Data/x.csv")
    samples = {one.place.item or one.place.line: one for one in each_in(found)}
    refused = sum(one.count for one in of_kind(found, NotTaken))
    written = [row for row in rows if any(row) or beside]
    assert len(samples) + refused == len(written)
    for line, (time, value) in enumerate(rows, 2):
        if line in samples:
            when = value_in(of_iso(time, PARIS))
            assert when is not None
            assert samples[line].sample.moment.at == when.at
            assert samples[line].sample.moment.utc_offset_s == when.moment.utc_offset_s
            assert samples[line].sample.value == pytest.approx(
                float(value), abs=0.51 / metric.per_unit
            )
            assert samples[line].zone_assumed is when.zone_assumed
            assert samples[line].metric is metric
        elif value_in(of_iso(time, PARIS)) is not None:
            zero_is_none = metric is Metric.HEART_RATE
            assert value in ("", "x", "1e400", "NaN") or (zero_is_none and not float(value))


def test_usual_rows_come_as_blocks() -> None:
    began = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    times = [began + dt.timedelta(minutes=5 * n) for n in range(50_000)]
    rows = [
        (f"{time:%Y-%m-%dT%H:%M:%S}.000Z", 40 + n % 90, "awake") for n, time in enumerate(times)
    ]
    found = read_bytes(table_bytes(TABLES[Metric.HEART_RATE], rows, ";"), "heartrate.csv")
    assert [type(one) for one in found] == [FoundSamples] * 3
    assert [one.sample.moment.at for one in each_in(found)] == times


def test_the_minutes_of_steps_stand_beside_the_total_of_the_day() -> None:
    data = b"timestamp;steps\n2024-03-01T10:00:00.000Z;25\n2024-03-01T10:01:00.000Z;0\n"
    first, none = each_in(read_bytes(data, "stepcount.csv"))
    assert (first.sample.value, first.sample.length_s, first.source) == (25, 60, "oura/minutes")
    assert none.sample.value == 0


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            "timestamp;stress_value;recovery_value\n2024-03-01T00:03:10.000Z;12;33\n",
            "daytime stress",
        ),
        (
            "timestamp;level;charging;in_charger\n2024-03-01T00:03:10Z;12;false;false\n",
            "ring battery",
        ),
    ],
)
def test_what_there_is_no_room_for_is_named(data: str, what: str) -> None:
    (one,) = of_kind(read_bytes(data.encode(), "App Data/x.csv"), NotTaken)
    assert one.reason == Unsupported(what)
