"""What a receipt calls things: one vocabulary for what is kept, what is not, and what has no room."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.readers.vendor_files import PARIS, found_by, knowing, members
from tests.support import SHARED, needs_shared_data
from vegaloop.biometrics import Kind, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.domain.found import NotTaken, Unsupported

# FHIR and HealthKit have their own names for what was observed, and those are told.
FOLDERS: Final = (
    "activities/strava_bulk_export_csv",
    "biometrics/cgm",
    "biometrics/fitbit",
    "biometrics/garmin_connect",
    "biometrics/google_fit",
    "biometrics/ihealth",
    "biometrics/open_mhealth",
    "biometrics/rr",
    "biometrics/runkeeper",
    "biometrics/strava_api",
    "biometrics/whoop",
    "biometrics/withings",
    "nutrition/diary_exports",
)
KEPT: Final = {
    *(kind.value for kind in Kind),
    *(metric.value for metric in Metric),
    *("activity", "day", "food", "meal", "night", "record"),
}
PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9 .,:()+'-]*")
# Data points are called by the names of their schemas and of HealthKit, columns as they are.
SCHEMAS: Final = "biometrics/open_mhealth"
COLUMNS: Final = "nutrition/diary_exports"


def not_taken(folder: str) -> Iterator[NotTaken]:
    """What is not taken of a folder of real files."""
    for path in sorted(one for one in (SHARED / folder).rglob("*.*") if one.is_file()):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        name = path.name.removesuffix(".gz")
        held = members({name: data})
        as_table = not data.lstrip().startswith((b"{", b"["))
        for reader in knowing(held[name], as_table=as_table) if data.strip() else []:
            found = found_by(reader, Arrival(name, held[name], PARIS, Bundle(held)))
            yield from (one for one in found if isinstance(one, NotTaken))


@needs_shared_data
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_not_taken_has_a_plain_name(folder: str) -> None:
    for one in not_taken(folder):
        if isinstance(one.reason, Unsupported):
            assert PLAIN.fullmatch(one.reason.what) or folder in (SCHEMAS, COLUMNS), one
        else:
            assert one.what in KEPT or folder == SCHEMAS, one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sleepScoreResult", "sleep score result"),
        ("hr_average", "heart rate average"),
        ("BasalBodyTemperature", "basal body temperature"),
        ("movement_30_sec", "movement 30 sec"),
        ("blood-glucose", "blood glucose"),
        ("vo2MaxRunning", "vo2 max running"),
        ("体重", "体重"),
    ],
)
def test_a_field_is_said_in_words(name: str, words: str) -> None:
    assert spoken(name) == words
