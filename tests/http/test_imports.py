"""Imports over HTTP: brought, taken, told (rules IMP)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.archives import zipped
from tests.http.client import client_of
from tests.readers.samples import gpx, tcx, track
from tests.support import CountedIds, PinnedClock
from vegaloop.app.services import VegaLoop, vegaloop_in_memory

PROBLEMS = "https://vegaloop.example/problems/"
NOBODYS = UUID(int=7)
RIDE = gpx(
    track("cycling", [(f"2025-05-01T10:00:{n:02}Z", 48 + n / 10_000, 11.5) for n in range(30)])
)
RUN = tcx([("2025-05-02T07:00:00Z", 1_800, 5_000, 150)])


@contextmanager
def a_client() -> Iterator[tuple[TestClient[Litestar], VegaLoop]]:
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    with client_of(vega) as client:
        yield client, vega


ARCHIVE = zipped(
    {
        "activities/1.gpx": RIDE,
        "activities/2.tcx.gz": gzip.compress(RUN),
        "photo.jpg": b"\xff\xd8\xff\xe0 a picture",
    }
)


class TestBringing:
    """What is brought is kept at once, taken after, and told item by item."""

    def test_an_archive(self) -> None:
        with a_client() as (client, vega):
            answer = client.post("/v1/imports?file_name=export.zip", content=ARCHIVE)
            assert answer.status_code == 202
            made = answer.json()
            assert (made["state"], made["file_name"], made["size_bytes"], made["items"]) == (
                "waiting",
                "export.zip",
                len(ARCHIVE),
                0,
            )
            where = answer.headers["location"]
            assert client.get(where).json() == made
            assert vega.imports.take_waiting()
            done = client.get(where).json()
            assert done["state"] == "done"
            assert done["counts"] == {
                "kept": 2,
                "known": 0,
                "merged": 0,
                "replaced": 0,
                "refused": 0,
                "unsupported": 1,
            }
            items = client.get(f"{where}/items").json()["data"]
            assert [(item["fate"], item["what"], item["place"]["file"]) for item in items] == [
                ("kept", "activity", "activities/1.gpx"),
                ("kept", "activity", "activities/2.tcx"),
                ("unsupported", "file", "photo.jpg"),
            ]
            for item in items[:2]:
                (kept,) = item["ids"]
                assert client.get(f"/v1/activities/{kept}").status_code == 200
            assert items[2]["reason"] == {"type": "imports/unsupported", "what": "picture"}
            assert client.get("/v1/imports").json()["data"] == [done]

    def test_again_changes_nothing(self) -> None:
        with a_client() as (client, vega):
            for _ in range(2):
                assert client.post("/v1/imports", content=ARCHIVE).status_code == 202
                assert vega.imports.take_waiting()
            newest, first = client.get("/v1/imports").json()["data"]
            assert (first["counts"]["kept"], newest["counts"]["kept"]) == (2, 0)
            assert newest["counts"]["known"] == 2
            assert len(client.get("/v1/activities").json()["data"]) == 2

    def test_several_files_of_a_form(self) -> None:
        with a_client() as (client, vega):
            files = [("file", ("a.gpx", RIDE)), ("file", ("b.tcx", RUN))]
            made = client.post("/v1/imports", files=files).json()
            assert made["size_bytes"] == len(RIDE) + len(RUN)
            vega.imports.take_waiting()
            assert client.get(f"/v1/imports/{made['id']}").json()["counts"]["kept"] == 2

    def test_beats_that_do_not_know_when(self) -> None:
        beats = "\n".join(str(850 + 15 * (n % 4)) for n in range(200)).encode()
        with a_client() as (client, vega):
            undated = client.post("/v1/imports", content=beats).json()
            vega.imports.take_waiting()
            at = {"start_at": "2026-03-18T06:30:00+01:00"}
            dated = client.post("/v1/imports", params=at, content=beats).json()
            vega.imports.take_waiting()
            counts = [
                client.get(f"/v1/imports/{made['id']}").json()["counts"]
                for made in (undated, dated)
            ]
            assert [one["kept"] for one in counts] == [0, 1]
            (reading,) = client.get("/v1/readings?kind=hrv").json()["data"]
            assert reading["at"] == "2026-03-18T06:30:00+01:00"

    def test_items_by_fate_and_page(self) -> None:
        with a_client() as (client, vega):
            made = client.post("/v1/imports", content=ARCHIVE).json()
            vega.imports.take_waiting()
            items = f"/v1/imports/{made['id']}/items"
            refused = client.get(items, params={"fate": "unsupported"}).json()
            assert [item["place"]["file"] for item in refused["data"]] == ["photo.jpg"]
            seen, cursor = [], None
            while True:
                asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
                page = client.get(items, params=asked).json()
                seen += [item["number"] for item in page["data"]]
                cursor = page["pagination"]["next_cursor"]
                if cursor is None:
                    break
            assert seen == [0, 1, 2]

    def test_forgetting_keeps_what_was_brought(self) -> None:
        with a_client() as (client, vega):
            made = client.post("/v1/imports", content=ARCHIVE).json()
            vega.imports.take_waiting()
            assert client.delete(f"/v1/imports/{made['id']}").status_code == 204
            assert client.get(f"/v1/imports/{made['id']}").status_code == 404
            assert len(client.get("/v1/activities").json()["data"]) == 2


class TestRefusals:
    """What cannot be taken is told with what would be right."""

    @pytest.mark.parametrize("method", ["get", "delete"])
    @pytest.mark.parametrize("path", ["", "/items"])
    def test_none_such(self, method: str, path: str) -> None:
        if (method, path) == ("delete", "/items"):
            return
        with a_client() as (client, _):
            answer = getattr(client, method)(f"/v1/imports/{NOBODYS}{path}")
            assert answer.status_code == 404
            assert answer.json()["type"] == PROBLEMS + "imports/no-such-import"

    def test_nothing(self) -> None:
        with a_client() as (client, _):
            answer = client.post("/v1/imports", content=b"")
            assert (answer.status_code, answer.json()["type"]) == (
                422,
                PROBLEMS + "imports/nothing-brought",
            )

    def test_a_name_with_a_line_break(self) -> None:
        with a_client() as (client, _):
            answer = client.post("/v1/imports", params={"file_name": "a\nb"}, content=b"x")
            assert answer.status_code == 400

    @pytest.mark.parametrize("asked", ["limit=0", "cursor=nonsense", "fate=eaten", "more=1"])
    def test_odd_questions(self, asked: str) -> None:
        with a_client() as (client, _):
            made = client.post("/v1/imports", content=b"x").json()
            answer = client.get(f"/v1/imports/{made['id']}/items?{asked}")
            assert answer.status_code == 400
