"""Withings: pages of each document, what they are cut into, and nights with their stages."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest

from tests.device_sync.vendors.asked_of_withings import (
    DRIVER,
    enveloped,
    is_allowed,
)
from tests.device_sync.vendors.driving import (
    CONTRACTS,
    RECEIVED,
    context,
    reading,
)
from tests.readers.vendor_files import documents_in
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.withings_asking import FORMS, KINDS
from vegaloop.device_sync.application.drivers import Page
from vegaloop.device_sync.domain.feed import Reading
from vegaloop.device_sync.domain.trouble import Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import NotTaken
from vegaloop.kernel.time import Instant

GROUP: Final = {
    "grpid": 123456789,
    "attrib": 0,
    "date": 1717210000,
    "created": 1717221700,
    "modified": 1717221800,
    "category": 1,
    "measures": [{"value": 75_000, "type": 1, "unit": -3}],
}
SUMMARY: Final = {
    "id": 987654321,
    "timezone": "Europe/Paris",
    "startdate": 1717189200,
    "enddate": 1717218000,
    "date": "2024-06-01",
    "modified": 1717218600,
    "data": {"total_sleep_time": 25_200, "rr_average": 15},
}
STAGES: Final = [
    {"startdate": 1717189200, "enddate": 1717200000, "state": 1, "rmssd": {"1717189260": 41}},
    {"startdate": 1717200000, "enddate": 1717218000, "state": 2},
]


class TestPages:
    @needs_shared_data
    @pytest.mark.parametrize("form", KINDS)
    @pytest.mark.parametrize("token", ["", "300"])
    def test_a_page_is_asked_for_as_the_contract_has_it(self, form: str, token: str) -> None:
        window = reading("2024-06-01", "2024-06-08", f"{form}|{token}")
        since = Instant(RECEIVED - dt.timedelta(days=2))
        for one in (window, Reading(window.days, since, window.began_at, window.page)):
            call = DRIVER.page(KINDS[form], one, "access-1").call
            assert is_allowed(call)
            asked = dict(call.form)
            if one.since is not None and form not in ("heart", "intraday"):
                assert asked["lastupdate"] == str(int(since.timestamp()))
                assert not {"startdate", "startdateymd"} & asked.keys()
            if token and form != "intraday":
                assert asked["offset"] == token

    def test_a_page_leads_to_the_next_and_the_last_to_nowhere(self) -> None:
        for more, offset, wanted in ((1, 300, "measure|300"), (True, 7, "measure|7"), (0, 0, None)):
            body = enveloped(measuregrps=[], more=more, offset=offset)
            assert good(DRIVER.read("page:body:measure", body, context())).next == wanted
        for form in ("measure", "heart", "sleep", "workouts"):  # What a hint asked for is no feed.
            body = enveloped(series=[], more=True, offset=300)
            assert good(DRIVER.read(f"fetched:{form}", body, context())).next is None
        body = enveloped(series=[], more=False, offset=0)
        assert good(DRIVER.read("page:heart:heart", body, context())).next == "intraday|"

    def test_what_was_counted_is_walked_through_without_a_hole(self) -> None:
        page, spans = "intraday|", []
        while page is not None:
            window = reading("2024-06-01", "2024-06-04", page)
            call = DRIVER.page(DataKind.HEART, window, "a")
            form = dict(call.call.form)
            spans.append((int(form["startdate"]), int(form["enddate"])))
            page = good(DRIVER.read(call.topic, enveloped(series=[]), context())).next
        assert all(0 < end - start <= 86_400 for start, end in spans)
        assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]
        assert spans[0][0] <= dt.datetime(2024, 5, 31, 10, tzinfo=dt.UTC).timestamp()
        assert spans[-1][1] == dt.datetime(2024, 6, 4, 12, tzinfo=dt.UTC).timestamp()


class TestRecords:
    def test_a_measurement_keeps_the_zone_that_stands_beside_the_list(self) -> None:
        body = enveloped(updatetime=1, timezone="America/New_York", measuregrps=[GROUP])
        for topic in ("page:body:measure", "fetched:measure"):
            (record,) = good(DRIVER.read(topic, body, context())).records
            assert record.name == ("measure", "123456789")
            assert record.modified_at.timestamp() == GROUP["modified"]
            assert str(record.day) == "2024-05-31"  # There it is 22:46 on the evening before.
            assert json.loads(record.data) == {
                "timezone": "America/New_York",
                "measuregrps": [GROUP],
            }

    @needs_shared_data
    @pytest.mark.parametrize(
        ("example", "topic", "listed"),
        [
            ("withings-activity-example.json", "page:days:activity", "activities"),
            ("withings-measure-example.json", "page:body:measure", "measuregrps"),
        ],
    )
    def test_the_examples_are_cut_into_records_that_imports_reads_as_before(
        self, example: str, topic: str, listed: str
    ) -> None:
        given = json.loads((CONTRACTS / "examples" / example).read_text())["value"]
        records = good(DRIVER.read(topic, json.dumps(given).encode(), context())).records
        assert len(records) == len(given["body"][listed])
        assert str(records[0].day) == "2020-05-20"
        whole = [one for one in documents_in(given) if not isinstance(one, NotTaken)]
        cut = [one for record in records for one in documents_in(json.loads(record.data))]
        assert len([one for one in cut if not isinstance(one, NotTaken)]) == len(whole) > 0

    def test_one_record_without_a_name_breaks_its_page(self) -> None:
        body = enveloped(measuregrps=[GROUP, {"date": 1717221600}])
        assert refused(DRIVER.read("page:body:measure", body, context())) == Misread(
            "measure.id", "an id"
        )

    def test_what_was_counted_is_cut_at_the_midnights_of_home(self) -> None:
        midnight = int(dt.datetime(2024, 6, 1, 22, tzinfo=dt.UTC).timestamp())
        series = {str(midnight + s): {"steps": 7, "duration": 60} for s in (-60, 0, 60)}
        body = enveloped(series=series)
        records = good(DRIVER.read("fetched:intraday", body, context())).records
        assert [str(one.day) for one in records] == ["2024-06-01", "2024-06-02"]
        assert [one.external_id for one in records] == [str(midnight - 60), str(midnight)]
        assert all(documents_in(json.loads(one.data)) for one in records)

    @pytest.mark.parametrize("nothing", [[], {}, None])
    def test_nothing_is_written_as_an_empty_list_wherever_it_is_an_object(
        self, nothing: object
    ) -> None:
        for body in (
            enveloped(series=nothing),
            json.dumps({"status": 0, "body": nothing}).encode(),
        ):
            for topic in ("fetched:intraday", "fetched:sleep", "fetched:workouts"):
                assert good(DRIVER.read(topic, body, context())) == Page()


class TestNights:
    def read(self, stages: object, *summaries: object) -> Page:
        body = json.dumps(
            {
                "sleep": {"status": 0, "body": {"series": summaries}},
                "night": {"status": 0, "body": {"series": stages, "model": 32}},
            }
        ).encode()
        found = good(DRIVER.read(f"fetched:night:{SUMMARY['id']}", body, context()))
        assert isinstance(found, Page)
        return found

    @needs_shared_data
    def test_a_summary_is_followed_up_once_for_each_of_its_editions(self) -> None:
        def keys(**changes: object) -> list[str]:
            body = enveloped(series=[{**SUMMARY, **changes}])
            follow = good(DRIVER.read("page:sleep:sleep", body, context())).follow
            assert [one.topic for one in follow] == ["hint:night"]
            hint = good(DRIVER.read("hint:night", follow[0].body, context()))
            assert all(is_allowed(fetch.call) for fetch in hint.fetches)
            assert hint.topic == f"fetched:night:{SUMMARY['id']}"
            return [one.key for one in follow]

        (first,), (changed,) = keys(), keys(modified=1717218601)
        assert keys() == [first] != [changed]
        assert first.rpartition(":")[0] == changed.rpartition(":")[0]

    def test_stages_stand_in_the_place_of_the_summary(self) -> None:
        (record,) = self.read(STAGES, SUMMARY, {**SUMMARY, "id": 1}).records
        assert record.name == ("sleep", "987654321")
        assert record.modified_at.timestamp() == SUMMARY["modified"]
        assert str(record.day) == "2024-06-01"
        assert json.loads(record.data) == {"series": STAGES}
        assert documents_in(json.loads(record.data))

    @pytest.mark.parametrize("stages", [[], {}])
    def test_without_stages_the_summary_stands(self, stages: object) -> None:
        (record,) = self.read(stages, SUMMARY).records
        assert json.loads(record.data) == {"series": [SUMMARY]}
        assert documents_in(json.loads(record.data))

    def test_a_night_that_is_told_of_no_more_is_none(self) -> None:
        assert self.read(STAGES) == Page()


def test_every_kind_is_read_from_something() -> None:
    assert set(FORMS) == set(DRIVER.rhythms) == set(DataKind)
