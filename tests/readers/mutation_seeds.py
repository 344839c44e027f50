"""What mutations begin with: small files the tests write, and real ones where they are there."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.archives import tarred, zipped
from tests.readers import apple_export
from tests.readers.samples import gpx, tcx, track
from tests.support import SHARED

SEED_BYTES: Final = 60_000
_TABLES: Final = (
    (
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename,"
        "Elapsed Time,Distance\n"
        '1,"May 23, 2023, 12:40:57 PM",Ride,Ride,6124,33.91,,6124,33912.4\n'
    ),
    (
        "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),"
        "Heart rate variability (ms)\n2024-11-21 03:10:47,,UTC-05:00,57,56,63\n"
    ),
    "Date,Body,Weight\n2024-01-02,1,80\n",
    (
        "Device,Serial Number,Device Timestamp,Record Type,Historic Glucose mg/dL,Scan Glucose mg/dL\n"
        "Libre,1,12-04-2021 22:30,0,98,\nLibre,1,13-04-2021 22:45,1,,101\n"
    ),
    (
        "Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Glucose Value (mg/dL)\n"
        "2024-01-01T00:00:00,EGV,120\n2024-01-01T00:05:00,EGV,Low\n"
    ),
    "time,glucose\n2023-02-01 00:03:04,78\n2023-02-01 00:08:04,70\n",
    (
        "Day,Time,Group,Food Name,Amount,Energy (kcal),Protein (g)\n"
        '2020-07-15,05:17,Drinks,"Jasmine Tea","600.00 g",6.00,0.1\n'
    ),
    "Date,Meal,Calories,Fat (g),Protein (g),Note\n2025-03-06,Breakfast,214.5,14.9,18.6,\n",
    "Id,ActivityDate,TotalSteps,TotalDistance,Calories\n1,4/12/2016,13162,8.5,1985\n",
    "rri\n790\n815\n802\n",
    "time;rri\n26/06/2018 22:41:56;790\n26/06/2018 22:41:57;815\n",
    "fdc_id,data_type,description,food_category_id,publication_date\n1,foundation_food,Oats,8,2020\n",
    "code\tproduct_name\tenergy-kcal_100g\tproteins_100g\n0012345678905\tOats\t380\t13\n",
)
_DOCUMENTS: Final = (
    {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "effectiveDateTime": "2024-05-01T07:00:00+02:00",
        "valueQuantity": {"value": 70.2, "unit": "kg", "code": "kg"},
    },
    {
        "header": {
            "id": "1",
            "creation_date_time": "2024-05-01T07:00:00Z",
            "schema_id": {"namespace": "omh", "name": "heart-rate", "version": "1.0"},
        },
        "body": {
            "heart_rate": {"value": 60, "unit": "beats/min"},
            "effective_time_frame": {"date_time": "2024-05-01T07:00:00Z"},
        },
    },
    {"fdcId": 1, "description": "Oats", "foodNutrients": [{"nutrientId": 1008, "value": 380}]},
    {"code": "0012345678905", "product_name": "Oats", "nutriments": {"energy-kcal_100g": 380}},
    [{"dateTime": "05/01/24 07:00:00", "value": {"bpm": 60, "confidence": 2}}],
    [{"logId": 1, "weight": 160.1, "date": "05/01/24", "time": "07:00:00"}],
)
_APPLE_DAY: Final = "2024-05-01 07:{:02}:00 +0200"


def json_seeds() -> list[bytes]:
    """Documents of every vendor, FHIR, Open mHealth and foods."""
    from tests.readers.test_cloud_mutations import WRITTEN

    written = [json.dumps(one).encode() for one in (*_DOCUMENTS, *WRITTEN)]
    folders = ("biometrics", "activities", "contracts/examples", "nutrition")
    return [*written, *_real(folders, (".json", ".jsonl", ".json.gz", ".jsonl.gz"))]


def csv_seeds() -> list[bytes]:
    """Tables of every vendor."""
    folders = ("biometrics", "activities", "nutrition")
    kinds = (".csv", ".csv.gz", ".tsv.gz", ".txt")
    return [*(table.encode() for table in _TABLES), *_real(folders, kinds)]


def xml_seeds() -> list[bytes]:
    """Exports of Apple Health."""
    times = [_APPLE_DAY.format(n) for n in range(3)]
    parts = (
        apple_export.record("HeartRate", 60, times[0], unit="count/min"),
        apple_export.record("StepCount", 12, times[0], times[1], unit="count"),
        apple_export.record("BodyMass", 70.5, times[0], unit="kg"),
        apple_export.record("DietaryEnergyConsumed", 500, times[0], unit="kcal"),
        apple_export.stage("AsleepCore", times[0], times[1]),
        apple_export.element(
            "Workout",
            apple_export.metadata("HKIndoorWorkout", "0"),
            workoutActivityType="HKWorkoutActivityTypeRunning",
            duration="60",
            durationUnit="min",
            sourceName="Watch",
            startDate=times[0],
            endDate=times[2],
        ),
    )
    real = _real(("biometrics/apple_health",), (".xml", ".xml.gz"))
    return [apple_export.export(parts), *(one for one in real if b"HealthData" in one)]


def packed_seeds() -> list[bytes]:
    """Archives of files of all kinds."""
    ride = gpx(track("cycling", [("2025-05-01T10:00:00Z", 48.0, 11.5)]))
    run = tcx([("2025-05-02T07:00:00Z", 1_800, 5_000, 150)])
    files = {
        "a/ride.gpx": ride,
        "run.tcx.gz": gzip.compress(run),
        "export.xml": xml_seeds()[0],
        **{f"{n}.csv": table.encode() for n, table in enumerate(_TABLES)},
        **{f"{n}.json": json.dumps(one).encode() for n, one in enumerate(_DOCUMENTS)},
    }
    plain, packed = zipped(files), zipped({"in.zip": zipped({"ride.gpx": ride}), "r.tcx": run})
    stored = zipped(files, zipfile.ZIP_STORED)
    tars = [tarred(files), tarred(files, tarfile.GNU_FORMAT), gzip.compress(tarred(files))]
    others = [bz2.compress(ride), lzma.compress(ride), zipped(files, zipfile.ZIP_BZIP2)]
    gzips = [gzip.compress(ride), gzip.compress(run) * 3, gzip.compress(plain)]
    return [plain, packed, stored, *gzips, streamed(files), *tars, *others]


def streamed(files: dict[str, bytes]) -> bytes:
    """Pack files as whoever cannot go back does: sizes stand behind each, of 64 bits."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    made = Pipe()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(data)
    return made.getvalue()


def real_activities(kind: str) -> list[bytes]:
    """Real files of a kind of activity file."""
    paths = sorted((SHARED / "activities" / kind).rglob(f"*.{kind}"))
    return [path.read_bytes()[:SEED_BYTES] for path in paths if path.stat().st_size][:24]


def _real(folders: Iterable[str], endings: tuple[str, ...]) -> list[bytes]:
    paths = [path for folder in folders for path in sorted((SHARED / folder).rglob("*.*"))]
    found = [_head(path) for path in paths if path.name.endswith(endings)]
    return [data for data in found if data]


def _head(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        return stream.read(SEED_BYTES)
