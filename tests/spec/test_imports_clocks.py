"""Imports through the nights that clocks are changed (docs/rules.md, IMP-16 and IMP-17)."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from array import array
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, read_bytes, table_bytes, tables_in
from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, FoundSamples, NotTaken
from vegaloop.imports.domain.reasons import TwiceAtOnce
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

NIGHTS: Final = Profile(home_zone=TimeZone("Europe/Vienna"))
LATE_SUMMER: Final = dt.datetime(2024, 10, 26, 23, tzinfo=dt.UTC)  # One in the morning on the wall.


def on_the_wall(instants: list[dt.datetime]) -> list[str]:
    zone = zoneinfo.ZoneInfo("Europe/Vienna")
    return [f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in instants]


def concentrations(walls: list[str], values: list[int]) -> list[Found]:
    rows = list(zip(walls, values, strict=True))
    return tables_in(("timestamp", "glucose (mg/dL)"), rows, NIGHTS)


class TestImp16:
    """IMP-16. Of rows in order, oldest or newest first, the times without a zone on the later side of where they turn back within the hour the clocks repeat are of its second pass."""

    @given(st.sampled_from((1, 5, 15, 30, 60)), st.integers(0, 4), st.booleans())
    def test_every_reading_at_its_instant(self, minutes: int, late: int, newest: bool) -> None:
        step = dt.timedelta(minutes=minutes)
        first = LATE_SUMMER + dt.timedelta(minutes=late)
        instants = [first + n * step for n in range(4 * 60 // minutes)]
        if newest:
            instants.reverse()
        found = concentrations(on_the_wall(instants), [90 + n % 9 for n in range(len(instants))])
        assert [one.reading.moment.at for one in of_kind(found, FoundReading)] == instants

    @given(st.booleans())
    def test_samples_and_every_vendor_without_zones(self, newest: bool) -> None:
        first = LATE_SUMMER + dt.timedelta(minutes=30)
        instants = sorted((first + n * dt.timedelta(minutes=20) for n in range(9)), reverse=newest)
        zone = zoneinfo.ZoneInfo("Europe/Vienna")
        walls = [f"{at.astimezone(zone):%m/%d/%y %H:%M:%S}" for at in instants]
        entries = [
            {"dateTime": wall, "value": {"bpm": 60 + n, "confidence": 2}}
            for n, wall in enumerate(walls)
        ]
        data = json.dumps(entries).encode()
        found = read_bytes(data, "heart_rate-2024-10-27.json", NIGHTS)
        at = {
            one.sample.value: one.sample.moment.at for one in found if isinstance(one, FoundSample)
        }
        for packed in of_kind(found, FoundSamples):
            starts = array("q", packed.batch.starts_ms)
            values = array("i", packed.batch.values)
            at |= {
                value / 100: dt.datetime.fromtimestamp(ms / 1_000, dt.UTC)
                for ms, value in zip(starts, values, strict=True)
            }
        assert [at[60 + n] for n in range(9)] == instants

    def test_rows_out_of_order_or_of_one_pass_alone_are_of_the_first(self) -> None:
        for clocks in (("02:00", "02:10", "02:05", "02:15"), ("03:00", "02:40", "02:20", "02:00")):
            found = concentrations([f"2024-10-27 {one}" for one in clocks], [90] * 4)
            hours = [one.reading.moment.at for one in of_kind(found, FoundReading)]
            assert all(at < LATE_SUMMER + dt.timedelta(hours=2) for at in hours if at.minute)

    def test_again_it_is_known(self) -> None:
        vega, me = world()
        good(vega.accounts.update_profile(me, NIGHTS))
        walls = on_the_wall([LATE_SUMMER + n * dt.timedelta(minutes=15) for n in range(16)])
        rows = [(wall, 90 + n) for n, wall in enumerate(walls)]
        data = table_bytes(("timestamp", "glucose (mg/dL)"), rows)
        for kept, known in ((16, 0), (0, 16)):
            counts = vega.imports.bring(me, "sugar.csv", [piece(data, "sugar.csv")]).counts
            assert (counts.kept, counts.known, counts.total) == (kept, known, 16)


class TestImp17:
    """IMP-17. In the hour after the clocks went forward, a second value of one moment replaces none and is told."""

    @given(st.integers(90, 99), st.integers(100, 109), st.booleans())
    def test_both_are_told(self, one: int, other: int, same: bool) -> None:
        other = one if same else other
        walls = [f"2024-03-31 {clock}" for clock in ("01:30", "02:30", "03:30", "04:30")]
        found = concentrations(walls, [90, one, other, 90])
        told = of_kind(found, NotTaken)
        assert [read.reason for read in told] == (
            [] if same else [TwiceAtOnce("2024-03-31T03:30:00+02:00")]
        )
        assert len(found) == 4
