"""Files on their way to readers: by content, one by one, at the right time (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import math
import time
from collections.abc import Iterator
from typing import Final, final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import zipped
from tests.readers.samples import gpx, tcx, track
from tests.strategies.imports import world
from tests.support import good, refused
from vegaloop.imports import NotAFile, Piece
from vegaloop.imports.adapters.everything import Everything, ReaderBroke
from vegaloop.imports.adapters.readers import registry
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import number_in, source_of
from vegaloop.imports.adapters.readers.common.when import (
    of_epoch_ms,
    of_epoch_s,
    of_instant,
    of_iso,
    of_offset,
    of_wall,
    of_zone,
)
from vegaloop.imports.domain.found import (
    SOURCE_CHARACTERS_MOST,
    Found,
    FoundFile,
    NotTaken,
    Place,
    Unsupported,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge
from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.time import LocalDate, TimeZone, moment_at

WORLD, _ = world()
RIDE = gpx(
    track("cycling", [("2025-05-01T10:00:00Z", 48.0, 11.5), ("2025-05-01T10:00:09Z", 48.1, 11)])
)
RUN = tcx([("2025-05-02T07:00:00Z", 1_800, 5_000, 150)])
AT_HOME = Profile(
    home_zone=TimeZone("America/New_York"),
    homes=(
        Home(LocalDate(dt.date(2020, 1, 1)), TimeZone("Europe/Berlin")),
        Home(LocalDate(dt.date(2024, 7, 1)), TimeZone("America/New_York")),
    ),
)


def found_in(files: dict[str, bytes], bugs: list[str] | None = None) -> list[Found]:
    def hear(format: str, bug: Exception) -> None:
        if bugs is None:
            raise bug
        bugs.append(format)

    data = zipped(files)
    pieces = [Piece("x.zip", len(data), lambda: io.BytesIO(data))]
    return list(Everything(WORLD.foods, hear, time.monotonic).read(pieces, AT_HOME))


def read_pieces(pieces: list[Piece]) -> list[Found]:
    def hear(_: str, bug: Exception) -> None:
        raise bug

    return list(Everything(WORLD.foods, hear, time.monotonic).read(pieces, AT_HOME))


def files_of(data: bytes, beside: bytes | None = None) -> set[str]:
    pieces = [Piece("test.zip", len(data), lambda: io.BytesIO(data))]
    if beside is not None:
        pieces.append(Piece("beside.tcx", len(beside), lambda: io.BytesIO(beside)))
    return {one.place.file for one in read_pieces(pieces)}


def never() -> io.BytesIO:
    raise AssertionError("what is no file is never opened")


class TestImp8:
    """IMP-8. A file is known by what is in it: where that says what its numbers are of and when they were, another name changes nothing but the place that is told."""

    @given(st.text("abc.-/", min_size=1, max_size=20), st.sampled_from([RIDE, RUN]))
    def test_any_name(self, name: str, data: bytes) -> None:
        named = f"{name}x"
        (one,), (other,) = found_in({named: data}), found_in({"ride.gpx": data})
        assert isinstance(one, FoundFile)
        assert isinstance(other, FoundFile)
        assert one.command.data == other.command.data == data
        assert one.place.file == named


@final
class Breaking:
    """A reader with a bug."""

    kind = "breaking"

    def fits(self, root: str) -> bool:
        return root == "broken"

    def read(self, arrival: Arrival) -> Iterator[Found]:
        yield NotTaken(arrival.place(line=1), "first", ReaderBroke("first"))
        if b"fault" in arrival.member.whole():
            raise ReadFault(Damaged("xml", 7, 1, "gone"))
        raise ArithmeticError


class TestImp9:
    """IMP-9. A reader that breaks costs the rest of its file, and nothing else of what was brought."""

    @pytest.mark.parametrize("fault", [False, True])
    def test_the_others_are_read(self, fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "XMLS", (Breaking(),))
        bugs: list[str] = []
        body = b"<broken>fault</broken>" if fault else b"<broken/>"
        found = found_in({"a.xml": body, "b.gpx": RIDE}, bugs)
        kinds = [one.what if isinstance(one, NotTaken) else "file" for one in found]
        assert kinds == ["first", "breaking", "file"]
        reason = found[1].reason if isinstance(found[1], NotTaken) else None
        assert reason == (Damaged("xml", 7, 1, "gone") if fault else ReaderBroke("breaking"))
        assert bugs == ([] if fault else ["breaking"])


class TestImp10:
    """IMP-10. One device is one source, however its apostrophes and spaces are written."""

    @given(st.text("ab ", min_size=1, max_size=8).filter(str.strip))
    def test_apostrophes_and_spaces(self, name: str) -> None:
        plain = source_of("apple", f"{name}'s Watch")
        assert source_of("apple", f"{name}\u2019s\u00a0 Watch ") == plain
        assert plain.startswith("apple/")

    @given(st.text(max_size=300))
    def test_any_name_can_be_kept(self, name: str) -> None:
        source = source_of("vendor", name)
        assert len(source) <= SOURCE_CHARACTERS_MOST
        assert source.isprintable()
        assert source == source.strip()


WALLS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2026, 12, 31)).map(
    lambda wall: wall.replace(microsecond=0)
)


class TestImp11:
    """IMP-11. A time without a zone is read in the person's home zone of its day, and the receipt says so."""

    @given(WALLS)
    def test_the_home_of_the_day(self, wall: dt.datetime) -> None:
        found = good(of_wall(wall, AT_HOME))
        assert found.zone_assumed
        assert found.moment == moment_at(wall, AT_HOME.zone_on(LocalDate(wall.date())))
        assert good(of_iso(wall.isoformat(" "), AT_HOME)) == found

    @given(WALLS)
    def test_as_vendors_write_it(self, wall: dt.datetime) -> None:
        text = wall.strftime("%m/%d/%Y %I:%M:%S %p")
        formats = ("%d.%m.%Y", "%m/%d/%Y %I:%M:%S %p")
        assert good(of_iso(text, AT_HOME, formats=formats)) == good(of_wall(wall, AT_HOME))


class TestImp12:
    """IMP-12. What a time says of its zone is kept: its offset, or the home of the day for one in UTC."""

    @given(WALLS, st.integers(-48, 56).filter(bool))
    def test_an_offset(self, wall: dt.datetime, quarters: int) -> None:
        offset = dt.timedelta(minutes=15 * quarters)
        aware = wall.replace(tzinfo=dt.timezone(offset))
        found = good(of_iso(aware.isoformat(), AT_HOME))
        assert (found.at, found.moment.utc_offset_s) == (aware, offset.total_seconds())
        assert found.moment.local_date == wall.date()
        assert not found.zone_assumed
        apple = good(of_iso(aware.strftime("%Y-%m-%d %H:%M:%S %z"), AT_HOME))
        assert apple == found == good(of_offset(wall, int(offset.total_seconds())))

    @given(WALLS)
    def test_utc(self, wall: dt.datetime) -> None:
        at = wall.replace(tzinfo=dt.UTC)
        found = good(of_iso(at.isoformat().replace("+00:00", "Z"), AT_HOME))
        assert (found.at, found.zone_assumed) == (at, False)
        assert found == good(of_instant(at, AT_HOME))
        assert found == good(of_epoch_s(at.timestamp(), AT_HOME))
        assert found == good(of_epoch_ms(at.timestamp() * 1_000, AT_HOME))
        assert found.moment.zone in {"Europe/Berlin", "America/New_York"}

    @given(WALLS)
    def test_a_named_zone(self, wall: dt.datetime) -> None:
        found = good(of_zone(wall, "Asia/Tokyo", AT_HOME))
        assert found.moment == moment_at(wall, TimeZone("Asia/Tokyo"))
        assert good(of_zone(wall, "Nowhere/Land", AT_HOME)) == good(of_wall(wall, AT_HOME))

    @pytest.mark.parametrize(
        "text",
        ["", "x", "2025", "12:00", "2025-13-01", "0001-01-01T00:00:00", "9999-12-31 23:59+23:00"],
    )
    def test_what_is_no_time(self, text: str) -> None:
        refused(of_iso(text, AT_HOME))

    @given(st.floats() | st.sampled_from([1e300, -1.0, float("nan"), float("inf")]))
    def test_any_number_has_an_answer(self, seconds: float) -> None:
        of_epoch_s(seconds, AT_HOME)
        of_epoch_ms(seconds, AT_HOME)

    @given(st.text(max_size=40))
    def test_any_text_has_an_answer(self, text: str) -> None:
        of_iso(text, AT_HOME)
        of_iso(text, AT_HOME, formats=("%d/%m/%Y %H:%M",))


class TestImp13:
    """IMP-13. Every file that was brought is told: one with nothing in it, or nothing but what it says of others, as not taken."""

    EMPTY: Final = {
        "bikes.csv": b"Bike Name,Bike Brand\n",
        "steps.csv": b"timestamp,rmssd,coverage,low_frequency\n",
        "glucose.csv": b"timestamp,glucose\n",
        "summary.csv": b"Date,Energy (kcal),Completed\n",
        "tags.csv": b"",
        "marked.json": b"\xef\xbb\xbf",
        "blank.txt": b" \r\n\r\n",
    }

    @given(st.sets(st.sampled_from(sorted(EMPTY)), min_size=1))
    def test_nothing_in_it(self, names: set[str]) -> None:
        found = found_in({"ride.gpx": RIDE, **{name: self.EMPTY[name] for name in names}})
        assert {one.place.file for one in found} == {"ride.gpx", *names}
        refused_ones = [one for one in found if isinstance(one, NotTaken)]
        assert {one.reason for one in refused_ones} == {Unsupported("nothing in it")}
        assert len(found) == 1 + len(names)

    @pytest.mark.parametrize("empty", [zipped({}), zipped({"d/": b""})])
    def test_an_archive_without_files(self, empty: bytes) -> None:
        outer = gzip.compress(zipped({"in/empty.zip": empty, "ride.gpx": RIDE}))
        for brought, name in ((empty, "brought"), (outer, "in/empty.zip")):
            told = [one for one in found_in({"brought": brought}) if isinstance(one, NotTaken)]
            assert [one.reason for one in told] == [Unsupported("nothing in it")]
            assert told[0].place.file.endswith(name)

    def test_a_table_nobody_knows_is_told_by_its_name(self) -> None:
        data = b"id;some;more\n1;2;3\n"
        (told,) = found_in({"App Data/heartZones_2024-01.csv": data})
        assert isinstance(told, NotTaken)
        assert told.reason == Unsupported("table heartzones")

    def test_a_table_that_only_names_files(self) -> None:
        header = "Activity ID,Activity Date,Activity Name,Activity Type,Filename"
        row = '1,"May 1, 2025, 10:00:00 AM",Ride,Ride,activities/1.gpx'
        table = f"{header}\n{row}\n".encode()
        found = found_in({"activities.csv": table, "activities/1.gpx": RIDE})
        assert {one.place.file for one in found} == {"activities.csv", "activities/1.gpx"}


class TestImp14:
    """IMP-14. What is no file, or cannot be read, is told with the reason, and the rest is taken."""

    def test_a_pipe_beside_a_ride(self) -> None:
        vega, me = world()
        pipe = Piece("pipe", 0, never, NotAFile("pipe"))
        ride = Piece("ride.gpx", len(RIDE), lambda: io.BytesIO(RIDE))
        for kept, known in ((1, 0), (0, 1)):
            counts = vega.imports.bring(me, "folder", [pipe, ride]).counts
            assert (counts.kept, counts.known, counts.refused) == (kept, known, 1)
        assert vega.imports.bring(me, "pipe", [pipe]).counts.refused == 1


class TestImp15:
    """IMP-15. Where several things are brought, a file of a zip is told with the zip's name in front, and a zip too deep within others by its own."""

    def test_in_front(self) -> None:
        inner = {"a.gpx": RIDE, "b.zip": zipped({"c.gpx": RUN})}
        whole = zipped(inner)
        assert files_of(whole) == {"a.gpx", "b.zip/c.gpx"}
        both = files_of(whole, beside=RUN)
        assert both == {"beside.tcx", "test.zip/a.gpx", "test.zip/b.zip/c.gpx"}

    def test_too_deep(self) -> None:
        deep = zipped({"a.gpx": RIDE})
        for name in ("3.zip", "2.zip", "1.zip"):
            deep = zipped({name: deep, f"beside-{name}.gpx": RIDE})
        found = read_pieces([Piece("x.zip", len(deep), lambda: io.BytesIO(deep))])
        (told,) = [one for one in found if isinstance(one, NotTaken)]
        assert told.place == Place("1.zip/2.zip/3.zip")
        assert told.reason == TooLarge("archives within archives", 2)
        assert len(found) == 4


class TestNumbers:
    """Numbers as people and machines write them."""

    @given(st.integers(-(10**9), 10**9), st.integers(0, 999))
    def test_either_mark(self, whole: int, thousandths: int) -> None:
        value = float(f"{whole}.{thousandths:03}")
        written = f"{whole:,}.{thousandths:03}"
        turned = written.translate(str.maketrans(",.", ".,"))
        assert number_in(f"{whole}.{thousandths:03}") == value
        if abs(whole) >= 1_000:
            assert number_in(written) == number_in(turned) == value
            for mark in " \u00a0\u2007\u2009\u202f'\u2019":
                assert number_in(written.replace(",", mark)) == value
                assert number_in(turned.replace(".", mark)) == value

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("72", 72),
            (" 72,5 ", 72.5),
            ("1,234", 1234),
            ("1.234", 1.234),
            ("1 234,5", 1234.5),
            ("1e3", 1000),
            ("-0.5", -0.5),
        ],
    )
    def test_examples(self, text: str, value: float) -> None:
        assert number_in(text) == value

    @pytest.mark.parametrize(
        "text", ["", "-", "low", "12 kg", "1.2.3.4x", "NaN", "inf", "--", "0x10"]
    )
    def test_what_is_none(self, text: str) -> None:
        assert number_in(text) is None

    @given(st.text("0123456789.,-+eE '\u00a0\u202f\u2019", max_size=12))
    def test_any_text_has_an_answer(self, text: str) -> None:
        found = number_in(text)
        assert found is None or math.isfinite(found)
