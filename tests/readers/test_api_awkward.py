"""Records of vendors' APIs with anything in any of their fields end in an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.garmin_pushes import pushes
from tests.readers.test_api_again import DETAILS, EDITED
from tests.readers.vendor_files import PARIS, found_by, known_by, members
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.registry import DOCUMENTS
from vegaloop.imports.domain.found import FoundReading, FoundRecording, FoundSample, NotTaken

AWKWARD: Final[tuple[object, ...]] = (
    *(1e308, -1e18, -1, 0, 2**63, 10**400, None, True, "", "NaN", "1e999", "9999-12-31T23:59:59Z"),
    *([], {}, [1, 2], [[None]], {"a": 1}, "ü" * 500, "0001-01-01T00:00:00Z", "+99:99"),
)
SNAPSHOT: Final = {
    "summaryId": "x",
    "startTimeInSeconds": 1_700_000_000,
    "startTimeOffsetInSeconds": 0,
    "calendarDate": "2023-11-14",
    "onDemand": True,
    "summaries": [{"summaryType": "spo2", "epochSummaries": {"0": 97}}],
    "timeOffsetSpo2Values": {"0": 97},
    "timeOffsetStressLevelValues": {"0": 9},
    "hrvValues": {"0": 60},
    "lastNightAvg": 60,
    "avgDeviationCelsius": 0.1,
    "measurementTimeInSeconds": 1_700_000_000,
    "weightInGrams": 70_000,
    "systolic": 120,
    "diastolic": 80,
    "vo2Max": 50,
    "naps": [{"napStartTimeInSeconds": 1_700_000_000, "napDurationInSeconds": 60}],
}
KINDS: Final = (
    *("healthSnapshot", "pulseox", "stressDetails", "hrv", "skinTemp", "bodyComps"),
    *("bloodPressures", "userMetrics", "sleeps", "dailies", "epochs"),
)
WHOLE: Final = (
    *(document for pair in EDITED.values() for document in pair),
    {"activityDetails": [DETAILS]},
    *({kind: [SNAPSHOT]} for kind in KINDS),
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in a document, of long lists to the first few."""
    yield path
    if isinstance(value, dict):
        for name, one in value.items():
            yield from paths(one, (*path, name))
    if isinstance(value, list):
        for n, one in enumerate(value[:3]):
            yield from paths(one, (*path, n))


def put(value: object, path: tuple[str | int, ...], other: object) -> object:
    """The same document with something else at a place."""
    if not path:
        return other
    first, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {n: put(one, rest, other) if n == first else one for n, one in value.items()}
    assert isinstance(value, list)
    return [put(one, rest, other) if n == first else one for n, one in enumerate(value)]


@given(
    st.sampled_from(WHOLE) | pushes.map(lambda told: {kind: [record] for kind, record in told}),
    st.data(),
)
def test_anything_anywhere_ends_in_an_answer(document: object, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(document))))
        document = put(document, path, data.draw(st.sampled_from(AWKWARD)))
    assert sum(one.fits(document) for one in DOCUMENTS) <= 1
    held = members({"x.json": json.dumps(document).encode()})
    reader = known_by(held["x.json"], "x.json")
    if reader is None:
        return
    found = list(found_by(reader, Arrival("x.json", held["x.json"], PARIS, Bundle(held))))
    known = (FoundReading, FoundRecording, FoundSample, NotTaken)
    assert all(isinstance(one, known) for one in found)
