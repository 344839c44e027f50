"""Texts as people and devices write them, through readers, services and both engines (RELIABILITY H8)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Final

import pytest

from tests.readers import apple_export
from tests.readers.samples import gpx, track
from tests.readers.vendor_files import table_bytes
from tests.support import good
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.imports import Fate, Piece, State

TEXTS: Final = (
    "a\0b",
    "\0",
    "\u202eabc\u200f",
    "🚴🏽‍♀️ 👨‍👩‍👧",
    "é é",
    "\x01\x1f\x7f\x85",
    "\ufeff\ufffe\uffff",
    "' OR 1=1; --",
    "%00%s\\0",
    "x" * 3_000,
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def vega(request: pytest.FixtureRequest) -> Iterator[VegaLoop]:
    url: str = request.getfixturevalue(request.param)
    with open_vegaloop(Settings(database_url=url)) as opened:
        yield opened


def files(text: str, n: int) -> dict[str, bytes]:
    """A file of each kind with a text in every place that has room for one."""
    day = f"2024-05-{n + 1:02}"
    in_xml = "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")
    time = f"{day} 07:00:00 +0200"
    return {
        "strava.csv": table_bytes(
            (
                "Activity ID",
                "Activity Date",
                "Activity Name",
                "Activity Type",
                "Activity Description",
                "Elapsed Time",
                "Distance",
                "Activity Gear",
                "Filename",
            ),
            [(n + 1, f"May {n + 1}, 2024, 7:00:00 AM", text, "Ride", text, 600, 3, text, "")],
        ),
        "servings.csv": table_bytes(
            ("Day", "Time", "Group", "Food Name", "Amount", "Energy (kcal)", "Protein (g)"),
            [(day, "07:10", text, f"Tea {text}", "100 g", 60, 1)],
        ),
        "diary.csv": table_bytes(
            ("Date", "Meal", "Calories", "Fat (g)", "Protein (g)", "Note"),
            [(day, "Breakfast", 200, 4, 10, text)],
        ),
        "workouts.json": json.dumps(
            {"WeightRecord": [_weight(day, text)], text: text, "x": {text: [text]}}
        ).encode(),
        "nightscout.json": json.dumps(
            [{"type": "sgv", "sgv": 100, "date": 1_714_500_000_000 + n, "device": text}]
        ).encode(),
        "foods.jsonl": json.dumps(
            {"code": f"400000000{n:04}", "product_name": text, "brands": text, "nutriments": {}}
        ).encode(),
        "ride.gpx": gpx(
            f"<trk><name>{_escaped(in_xml)}</name></trk>",
            track("cycling", [(f"{day}T10:00:00Z", 48.0, 11.5), (f"{day}T10:00:09Z", 48.1, 11)]),
        ),
        "export.xml": apple_export.export(
            [apple_export.record("BodyMass", 70, time, unit="kg", sourceName=in_xml or "x")]
        ),
        f"{text[:150]}.csv": b"time,glucose\n" + f"{day} 08:00:00,100\n".encode(),
    }


def _weight(day: str, text: str) -> dict[str, object]:
    return {
        "time": f"{day}T06:00:00Z",
        "weight": {"inKilograms": 70},
        "metadata": {"dataOrigin": text, "id": text, "device": {"model": text}},
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize("n", range(len(TEXTS)))
def test_texts_are_kept_or_refused(vega: VegaLoop, n: int) -> None:
    owner = vega.accounts.owner()
    made = files(TEXTS[n], n)
    pieces = [
        Piece(name, len(data), lambda data=data: io.BytesIO(data)) for name, data in made.items()
    ]
    done = vega.imports.bring(owner, TEXTS[n][:100].replace("\0", ""), pieces)
    assert done.state is State.DONE
    items = good(vega.imports.items(owner, done.id))
    said = "".join(one.item.reason for one in items)
    assert "reader-broke" not in said, said
    told = {one.item.place.file for one in items}
    assert len(told) == len(made)
    kept = {one.item.what for one in items if one.item.fate is not Fate.REFUSED}
    assert {"activity", "weight", "meal"} <= kept, [
        (one.item.what, one.item.reason[:300]) for one in items
    ]
    again = vega.imports.bring(owner, None, pieces)
    assert again.counts.kept == again.counts.replaced == 0
