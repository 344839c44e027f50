"""The rules of what cloud services tell of days, nights and activities."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import (
    PARIS,
    documents_in,
    of_kind,
    read_bytes,
    table_bytes,
    tables_in,
)
from vegaloop.imports.domain.found import (
    FoundFile,
    FoundReading,
    FoundRecording,
    NotTaken,
)

TABLE = (
    "Activity ID",
    "Activity Date",
    "Activity Name",
    "Activity Type",
    "Elapsed Time",
    "Filename",
)


class TestImp40:
    """IMP-40. A score of a vendor's own making is named and counted, and never taken for a measure."""

    @given(st.lists(st.integers(1, 100), min_size=1, max_size=9))
    def test_scores(self, scores: list[int]) -> None:
        days = [{"day": "2024-05-01", "score": one, "contributors": {}} for one in scores]
        (told,) = documents_in({"data": days})
        assert isinstance(told, NotTaken)
        assert told.count == len(scores)


class TestImp41:
    """IMP-41. The stages of a night are the same in whatever order their spans were written, and a span told twice counts once."""

    @given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 3)), min_size=1), st.randoms())
    def test_any_order(self, lengths: list[tuple[int, int]], chance: object) -> None:
        at, spans = 1_700_000_000, []
        for minutes, state in lengths:
            spans.append({"startdate": at, "enddate": at + minutes * 60, "state": state})
            at += minutes * 60
        shuffled = spans + spans
        chance.shuffle(shuffled)
        nights = [
            of_kind(documents_in({"status": 0, "body": {"series": each}}), FoundReading)
            for each in (spans, shuffled)
        ]
        assert [one.reading for one in nights[0]] == [one.reading for one in nights[1]]


class TestImp42:
    """IMP-42. An activity of a table is its file where the archive has it, and a recording of its row where not."""

    @given(st.lists(st.booleans(), min_size=1, max_size=6))
    def test_each_row_once(self, there: list[bool]) -> None:
        rows = [
            (str(n), "May 29, 2022, 3:53:35 PM", "x", "Run", "60", f"activities/{n}.gpx")
            for n, _ in enumerate(there)
        ]
        beside = {f"a/activities/{n}.gpx": b"<gpx/>" for n, known in enumerate(there) if known}
        found = read_bytes(table_bytes(TABLE, rows), "a/activities.csv", PARIS, beside)
        assert len(of_kind(found, FoundFile)) == sum(there)
        assert len(of_kind(found, FoundRecording)) == len(there) - sum(there)
        assert sum(one.count for one in of_kind(found, NotTaken)) == len(there) - sum(there)


class TestImp43:
    """IMP-43. A date of Strava's table is the same moment in every language, and is in UTC."""

    @given(st.datetimes(dt.datetime(2009, 1, 1), dt.datetime(2030, 1, 1)))
    def test_languages(self, wall: dt.datetime) -> None:
        at = wall.replace(microsecond=0, tzinfo=dt.UTC)
        written = (f"{at:%d.%m.%Y, %H:%M:%S}", f"{at:%b} {at.day}, {at:%Y, %I:%M:%S %p}")
        for text in written:
            (found,) = tables_in(TABLE, [("1", text, "x", "Run", "60", "")])
            assert isinstance(found, FoundRecording)
            assert found.recording.start == at


class TestImp44:
    """IMP-44. A measure a device cannot tell whose it was is told and not taken."""

    @given(st.integers(40_000, 150_000), st.sampled_from([0, 1, 2, 5, 8]))
    def test_ambiguous(self, grams: int, attribution: int) -> None:
        measures = [{"type": 1, "value": grams, "unit": -3}]
        group = {"grpid": 1, "date": 1_700_000_000, "attrib": attribution, "measures": measures}
        found = documents_in({"status": 0, "body": {"measuregrps": [group]}})
        assert len(of_kind(found, FoundReading)) == (attribution != 1)
        assert len(of_kind(found, NotTaken)) == (attribution == 1)


class TestImp45:
    """IMP-45. The names of fields count without their style, and a field nobody knows changes nothing."""

    @given(st.sampled_from(["{}_{}", "{}-{}", "{}{}"]), st.text(min_size=12), st.integers(1, 99))
    def test_styles(self, style: str, unknown: str, minutes: int) -> None:
        names = (("start", "time"), ("start", "time-utc-offset"), ("detailed", "sport-info"))
        values = ("2024-06-01T10:40:02", 180, "RUNNING")
        told = {style.format(*name): value for name, value in zip(names, values, strict=True)}
        plain = told | {"duration": f"PT{minutes}M", "id": "1"}
        (found,) = of_kind(documents_in(plain), FoundRecording)
        (again,) = of_kind(documents_in({unknown: [1], **plain}), FoundRecording)
        assert found.recording == again.recording
        assert found.recording.totals.elapsed.minutes == minutes
