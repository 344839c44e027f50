"""Biometrics over HTTP: whole bodies, compared literally, with the clock and the ids pinned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import TestClient

from tests.http.client import a_client
from vegaloop.biometrics.adapters.http import routes

Client = TestClient[Litestar]
PROBLEMS = "https://vegaloop.example/problems/"
# The first two ids are the owner's and the token's.
FIRST, SECOND = (f"00000000-0000-0000-0000-00000000000{n}" for n in (3, 4))
AT = "2026-03-20T07:00:00+01:00"


@pytest.fixture
def client() -> Iterator[Client]:
    with a_client() as client:
        yield client


CORRECTIONS = ("missed", "extra", "ectopic", "long_short", "removed")


def weight(weight_kg: float, at: str = AT, **more: object) -> dict[str, object]:
    return {"at": at, "value": {"kind": "weight", "weight_kg": weight_kg}, **more}


def reading(id: str = FIRST, **more: object) -> dict[str, object]:
    usual = {
        "id": id,
        "at": AT,
        "local_date": "2026-03-20",
        "time_zone": None,
        "source": "manual",
        "device": None,
        "recorded_at": "2026-03-20T06:30:00Z",
        "quarantined": False,
        "reasons": [],
        "released_at": None,
        "value": {"kind": "weight", "weight_kg": 72.4},
        "earlier": [],
        "correction": None,
    }
    return usual | more


def page(*data: object) -> dict[str, object]:
    return {"data": list(data), "pagination": {"next_cursor": None, "has_more": False}}


class TestRecord:
    """POST /v1/readings keeps a reading, and says what became of it."""

    def test_kept_then_seen_then_amended(self, client: Client) -> None:
        kept = client.post("/v1/readings", json=weight(72.4))
        assert kept.status_code == 201
        assert kept.json() == {"outcome": "kept", "reading": reading()}
        seen = client.post("/v1/readings", json=weight(72.4))
        assert seen.json() == {"outcome": "seen", "reading": reading()}
        amended = client.post("/v1/readings", json=weight(72.5))
        value = {"kind": "weight", "weight_kg": 72.5}
        earlier = {"value": reading()["value"], "recorded_at": "2026-03-20T06:30:00Z"}
        assert amended.json() == {
            "outcome": "amended",
            "reading": reading(value=value, earlier=[earlier]),
        }

    @pytest.mark.parametrize(
        ("given", "answered"),
        [
            (
                {"kind": "hrv", "rmssd_ms": 45.25},
                {
                    "kind": "hrv",
                    "rmssd_ms": 45.25,
                    "beats": None,
                    "artefact_percent": None,
                    "hrv_method": None,
                    "corrections": None,
                },
            ),
            (
                {"kind": "rr_intervals", "rr_ms": [800, 820] * 20},
                {
                    "kind": "hrv",
                    "rmssd_ms": 20,
                    "beats": 40,
                    "artefact_percent": 0,
                    "hrv_method": "malik-20-percent",
                    "corrections": dict.fromkeys(CORRECTIONS, 0),
                },
            ),
            ({"kind": "resting_heart_rate", "heart_rate_bpm": 48.5}, None),
            ({"kind": "weight", "weight_kg": 72.4}, None),
            (
                {"kind": "body_fat", "body_fat_percent": 14.5},
                {"kind": "body_fat", "body_fat_percent": 14.5, "instrument": "other"},
            ),
            ({"kind": "body_fat", "body_fat_percent": 14.5, "instrument": "dxa"}, None),
            ({"kind": "girths", "neck_cm": 38.1, "waist_cm": 86.4, "hip_cm": None}, None),
            ({"kind": "temperature", "temperature_c": 36.5, "scale": "body"}, None),
            ({"kind": "blood_pressure", "systolic_mmhg": 120, "diastolic_mmhg": 80}, None),
            ({"kind": "spo2", "spo2_percent": 97.5}, None),
            ({"kind": "spo2_night", "interval_s": 60, "spo2_percent": [97, None, 88.5]}, None),
            ({"kind": "respiration", "breaths_per_min": 14.5}, None),
            (
                {"kind": "glucose", "glucose_mmol_l": 5.5},
                {"kind": "glucose", "glucose_mmol_l": 5.5, "glucose_mg_dl": pytest.approx(99.088)},
            ),
            (
                {"kind": "glucose", "glucose_mg_dl": 90.08},
                {"kind": "glucose", "glucose_mmol_l": 5, "glucose_mg_dl": pytest.approx(90.08)},
            ),
            (
                {"kind": "check_in", "mood": 4, "ill": True},
                {
                    "kind": "check_in",
                    "fatigue": None,
                    "soreness": None,
                    "mood": 4,
                    "stress": None,
                    "sleep_quality": None,
                    "ill": True,
                    "injured": False,
                },
            ),
            (
                {"kind": "sleep", "start": "2026-03-19T23:00:00+01:00", "asleep_minutes": 432},
                {
                    "kind": "sleep",
                    "start": "2026-03-19T23:00:00+01:00",
                    "end": AT,
                    "asleep_minutes": 432,
                    "in_bed_minutes": 480,
                    "stages": [],
                    "measured": False,
                    "nap": False,
                    "free": False,
                },
            ),
        ],
    )
    def test_each_kind_comes_back(self, client: Client, given: object, answered: object) -> None:
        body = {"at": AT, "value": given, "source": "manual"}
        assert client.post("/v1/readings", json=body).json() == {
            "outcome": "kept",
            "reading": reading(value=answered or given),
        }

    def test_a_night_with_stages(self, client: Client) -> None:
        stages = [
            {"stage": "awake", "start": "2026-03-19T22:00:00Z", "end": "2026-03-19T23:00:00Z"},
            {"stage": "deep", "start": "2026-03-20T00:00:00+01:00", "end": AT},
        ]
        value = {"kind": "sleep", "start": "2026-03-19T22:00:00Z", "stages": stages}
        body = {"at": AT, "value": value, "source": "ring", "device": FIRST}
        answered = client.post("/v1/readings", json=body).json()["reading"]
        assert (answered["source"], answered["device"]) == ("ring", FIRST)
        assert answered["value"] == {
            "kind": "sleep",
            "start": "2026-03-19T23:00:00+01:00",
            "end": AT,
            "asleep_minutes": 420,
            "in_bed_minutes": 480,
            "stages": [
                {
                    "stage": "awake",
                    "start": "2026-03-19T23:00:00+01:00",
                    "end": "2026-03-20T00:00:00+01:00",
                },
                {"stage": "deep", "start": "2026-03-20T00:00:00+01:00", "end": AT},
            ],
            "measured": True,
            "nap": False,
            "free": False,
        }

    def test_a_named_zone_decides_the_day(self, client: Client) -> None:
        body = weight(72.4, "2026-03-19T20:00:00Z", time_zone="Pacific/Kiritimati")
        answered = client.post("/v1/readings", json=body).json()["reading"]
        assert answered["at"] == "2026-03-20T10:00:00+14:00"
        assert answered["local_date"] == "2026-03-20"
        assert answered["time_zone"] == "Pacific/Kiritimati"

    def test_the_improbable_waits(self, client: Client) -> None:
        reasons = [
            {
                "type": "biometrics/beyond-limits",
                "what": "weight_kg",
                "given": 724.0,
                "least": 20.0,
                "most": 400.0,
            }
        ]
        value = {"kind": "weight", "weight_kg": 724}
        waiting = reading(value=value, quarantined=True, reasons=reasons)
        kept = client.post("/v1/readings", json=weight(724))
        assert kept.json() == {"outcome": "quarantined", "reading": waiting}
        assert client.get("/v1/readings").json() == page()
        assert client.get("/v1/readings/quarantined").json() == page(waiting)
        released = waiting | {"quarantined": False, "released_at": "2026-03-20T06:30:00Z"}
        answer = client.post(f"/v1/readings/{FIRST}/release")
        assert (answer.status_code, answer.json()) == (200, released)
        assert client.get("/v1/readings").json() == page(released)
        assert client.delete(f"/v1/readings/{FIRST}").status_code == 204
        assert client.get("/v1/readings").json() == page()

    @pytest.mark.parametrize(
        ("body", "status", "slug", "fields"),
        [
            (weight(-1, time_zone="Mars"), 422, "no-such-zone", ["time_zone", "value.weight_kg"]),
            (weight(1e300), 422, "out-of-range", ["value.weight_kg"]),
            (weight(70, "0001-01-01T00:00:00+14:00"), 422, "out-of-range", ["at.year"]),
            (weight(70, "9999-12-31T23:59:59-14:00"), 422, "out-of-range", ["at.year"]),
            (weight(70, "1850-01-01T00:00:00Z"), 422, "out-of-range", ["at.year"]),
            (weight(70, "2026-03-21T00:00:00Z"), 422, "biometrics/read-in-future", None),
            (weight(70, "2026-03-20T07:00:00"), 400, "malformed", ["at"]),
            (weight(70, source="a\u0000b"), 400, "malformed", ["source"]),
            (weight(70, source=""), 400, "malformed", ["source"]),
            (weight(70, luck=1), 400, "malformed", ["luck"]),
            ({"at": AT}, 400, "malformed", ["value"]),
            ({"at": AT, "value": {"kind": "luck"}}, 400, "malformed", ["value.kind"]),
            ({"at": AT, "value": {"kind": "weight"}}, 400, "malformed", ["value.weight_kg"]),
            (
                {"at": AT, "value": {"kind": "rr_intervals", "rr_ms": [800, -1]}},
                422,
                "out-of-range",
                ["value.rr_ms[1]"],
            ),
            (
                {"at": AT, "value": {"kind": "rr_intervals", "rr_ms": [800]}},
                422,
                "biometrics/too-few-beats",
                None,
            ),
            (
                {"at": AT, "value": {"kind": "sleep", "start": AT, "asleep_minutes": 1}},
                422,
                "biometrics/not-a-sleep",
                None,
            ),
            (
                {"at": AT, "value": {"kind": "sleep", "start": AT, "asleep_minutes": -1}},
                422,
                "out-of-range",
                ["value.asleep_minutes"],
            ),
        ],
    )
    def test_refusals(
        self, client: Client, body: object, status: int, slug: str, fields: list[str] | None
    ) -> None:
        answer = client.post("/v1/readings", json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)
        if fields is not None:
            assert [error["field"] for error in answer.json()["errors"]] == fields
        assert client.get("/v1/readings").json() == page()

    def test_a_stage_from_year_one(self, client: Client) -> None:
        stage = {"stage": "rem", "start": "0001-01-01T00:00:00+14:00", "end": AT}
        value = {"kind": "sleep", "start": "0001-01-01T00:00:00+14:00", "stages": [stage]}
        answer = client.post("/v1/readings", json={"at": AT, "value": value})
        assert [error["field"] for error in answer.json()["errors"]] == [
            "value.start.year",
            "value.stages[0].start.year",
        ]


class TestBatch:
    """POST /v1/readings/batches counts, and does not fail."""

    def test_every_item_has_its_outcome(self, client: Client) -> None:
        items: list[object] = [
            weight(72.4),
            {"at": 1},
            weight(72.4),
            weight(70, "2030-01-01T00:00:00Z"),
            weight(-1),
            weight(500, "2026-03-19T07:00:00Z"),
            {"at": AT, "value": {"kind": "weight", "weight_kg": None}},
            weight(72.6),
        ]
        answer = client.post("/v1/readings/batches", json={"readings": items})
        assert answer.status_code == 200
        receipt = answer.json()
        refused = [(one["index"], one["errors"][0]["type"]) for one in receipt.pop("refused")]
        assert receipt == {"kept": 1, "amended": 1, "seen": 1, "quarantined": 1}
        assert refused == [
            (1, "shape"),
            (3, "biometrics/read-in-future"),
            (4, "out-of-range"),
            (6, "shape"),
        ]

    def test_it_has_an_end(self, client: Client) -> None:
        answer = client.post("/v1/readings/batches", json={"readings": [{}] * 10_001})
        assert (answer.status_code, answer.json()["type"]) == (400, PROBLEMS + "malformed")

    def test_ten_thousand_at_once(self, client: Client) -> None:
        items = [weight(72.4, source=f"s{n}") for n in range(10_000)]
        answer = client.post("/v1/readings/batches", json={"readings": items})
        assert answer.json() == {
            "kept": 10_000,
            "amended": 0,
            "seen": 0,
            "quarantined": 0,
            "refused": [],
        }


class TestRead:
    """What was recorded is shown, to whom it belongs."""

    def test_lists_go_on_where_they_stopped(self, client: Client) -> None:
        for day in (18, 19, 20):
            client.post("/v1/readings", json=weight(72.4, f"2026-03-{day}T05:00:00Z"))
        first = client.get("/v1/readings?limit=2&kind=weight").json()
        cursor = first["pagination"]["next_cursor"]
        rest = client.get(f"/v1/readings?limit=2&kind=weight&cursor={cursor}").json()
        days = [one["local_date"] for one in first["data"] + rest["data"]]
        assert days == ["2026-03-20", "2026-03-19", "2026-03-18"]
        assert rest["pagination"] == {"next_cursor": None, "has_more": False}
        some = client.get("/v1/readings?from=2026-03-18&to=2026-03-20").json()
        assert [one["local_date"] for one in some["data"]] == ["2026-03-19", "2026-03-18"]

    @pytest.mark.parametrize(
        ("path", "status", "slug"),
        [
            ("/v1/readings?cursor=bm9wZQ", 400, "bad-cursor"),
            ("/v1/readings/quarantined?cursor=%00", 400, "bad-cursor"),
            ("/v1/readings?kind=luck", 400, "malformed"),
            ("/v1/readings?from=0001-01-01", 422, "day-out-of-reach"),
            ("/v1/readings?to=9999-12-31", 422, "day-out-of-reach"),
            ("/v1/readings?limit=0", 400, "malformed"),
            ("/v1/biometrics/sleep?date=9999-12-31", 422, "day-out-of-reach"),
            ("/v1/biometrics/weight-trend?from=2026-01-01", 400, "malformed"),
            (f"/v1/readings/{SECOND}", 404, "biometrics/no-such-reading"),
            (f"/v1/readings/{SECOND}/rr-intervals", 404, "biometrics/no-such-reading"),
        ],
    )
    def test_refusals(self, client: Client, path: str, status: int, slug: str) -> None:
        answer = client.get(path)
        assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)

    def test_what_is_unknown_cannot_be_changed(self, client: Client) -> None:
        assert client.delete(f"/v1/readings/{SECOND}").status_code == 404
        assert client.post(f"/v1/readings/{SECOND}/release").status_code == 404

    def test_one_reading_and_its_beats(self, client: Client) -> None:
        value = {"kind": "rr_intervals", "rr_ms": [800, 860, 2_100, 800, 860] * 8}
        client.post("/v1/readings", json={"at": AT, "value": value})
        shown = client.get(f"/v1/readings/{FIRST}").json()
        assert shown["reasons"] == [
            {
                "type": "biometrics/too-many-artefacts",
                "artefact_share": 0.2,
                "most_share": 0.1,
            }
        ]
        answer = client.get(f"/v1/readings/{FIRST}/rr-intervals").json()
        assert answer.pop("rr_ms") == value["rr_ms"]
        assert answer.pop("sdnn_ms") == pytest.approx(30.48, abs=1e-3)
        assert answer == {
            "id": FIRST,
            "corrected_rr_ms": [800, 860, None, 800, 860] * 8,
            "hrv_method": "malik-20-percent",
            "faults": [],
            "removed": list(range(2, 40, 5)),
            "rmssd_ms": 60,
            "pnn50_percent": pytest.approx(100 * 23 / 32),
            "artefact_percent": 20,
        }

    def test_beats_too_few_for_a_spread(self, client: Client) -> None:
        value = {"kind": "rr_intervals", "rr_ms": [800, 800]}
        client.post("/v1/readings", json={"at": AT, "value": value})
        answer = client.get(f"/v1/readings/{FIRST}/rr-intervals").json()
        assert (answer["rmssd_ms"], answer["sdnn_ms"]) == (0, 0)


def test_the_values_are_described() -> None:
    """OpenAPI tells the values apart by their kind."""
    names = ("person", "biometrics")
    nothing = {name: Provide(lambda: None, sync_to_thread=False) for name in names}
    app = Litestar([routes()], dependencies=nothing)
    schemas = app.openapi_schema.to_schema()["components"]["schemas"]
    assert {"NewReadingBody", "WeightBody", "SleepBody", "RrBody", "ReadingBody"} <= set(schemas)
