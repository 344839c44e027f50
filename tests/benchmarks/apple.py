"""Read a generated export of Apple Health, alone and through to the database.

Run as `python -m tests.benchmarks.apple [RECORDS]`; a million unless told otherwise. Each run is a
process of its own, so that its memory is; the sums of each day are compared with those of whoever
wrote the export. Opening a new database and comparing the sums take no part in the time.
"""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TypeAlias

from tests.support import PinnedClock, good
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.biometrics import Metric
from vegaloop.imports import Import, Piece
from vegaloop.imports.adapters.readers.apple_health import READERS
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import Found, FoundReading, FoundRecording, FoundSamples
from vegaloop.infrastructure.formats.archive import members_of
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import day_of

RECORDS: Final = 1_000_000
FIRST: Final = dt.date(2019, 1, 1)
YEARS: Final = 5
_DAYS: Final = 365 * YEARS
Sums: TypeAlias = Counter[tuple[Metric, dt.date]]

_WATCH: Final = "Ann’s Apple Watch"
_PHONE: Final = "Ann's iPhone"
_DEVICE: Final = (
    "&lt;&lt;HKDevice: 0x3012772a0&gt;, name:Apple Watch, manufacturer:Apple Inc., "
    "model:Watch, hardware:Watch6,7, software:10.2&gt;"
)
# Type, unit, metric, share of all records, source, whole numbers to a unit, steps of the metric.
_KINDS: Final = (
    ("HeartRate", "count/min", Metric.HEART_RATE, 0.45, _WATCH, 1, 100),
    ("ActiveEnergyBurned", "kcal", Metric.ACTIVE_ENERGY, 0.20, _WATCH, 1_000, 4.184),
    ("StepCount", "count", Metric.STEPS, 0.12, _PHONE, 1, 1),
    ("DistanceWalkingRunning", "km", Metric.DISTANCE, 0.12, _PHONE, 100_000, 10),
    ("BasalEnergyBurned", "kcal", Metric.RESTING_ENERGY, 0.08, _WATCH, 1_000, 4.184),
    ("RespiratoryRate", "count/min", Metric.RESPIRATION, 0.01, _WATCH, 2, 50),
    ("OxygenSaturation", "%", Metric.OXYGEN, 0.01, _WATCH, 100, 100),
    ("AppleStandTime", "min", Metric.STANDING_TIME, 0.01, _WATCH, 1, 60),
)


def write_export(path: Path, records: int) -> Sums:
    """Write an export of so many records; tell the sums of its days in whole numbers."""
    sums: Sums = Counter()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("apple_health_export/export.xml")
        entry.compress_type = zipfile.ZIP_DEFLATED
        with io.TextIOWrapper(archive.open(entry, "w", force_zip64=True), "utf-8") as text:
            text.write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n')
            text.write("<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n]>\n")
            text.write('<HealthData locale="en_GB">\n')
            for kind in _KINDS:
                text.writelines(_records(kind, records, sums))
            text.writelines(_nights())
            text.writelines(_workouts())
            text.write("</HealthData>\n")
    return sums


def _records(
    kind: tuple[str, str, Metric, float, str, int, float], records: int, sums: Sums
) -> Iterator[str]:
    name, unit, metric, share, source, whole, steps = kind
    a_day = max(1, round(records * share / _DAYS))
    apart_s, device = 86_400 // (a_day + 1), f'device="{_DEVICE}" ' if source is _WATCH else ""
    lasts_s = 0 if metric is Metric.HEART_RATE else min(60, apart_s)
    for n in range(_DAYS):
        day = FIRST + dt.timedelta(days=n)
        offset = "+0200" if 3 < day.month < 11 else "+0100"
        for k in range(a_day):
            number = _number(metric, n, k)
            start, end = _clock(k * apart_s), _clock(k * apart_s + lasts_s)
            value = number / whole if whole > 1 else number
            sums[metric, day] += round(value * steps * whole)
            yield (
                f' <Record type="HKQuantityTypeIdentifier{name}" sourceName="{source}" '
                f'sourceVersion="10.2" {device}unit="{unit}" creationDate="{day} {end} {offset}" '
                f'startDate="{day} {start} {offset}" endDate="{day} {end} {offset}" '
                f'value="{value}"/>\n'
            )


def _number(metric: Metric, n: int, k: int) -> int:
    mixed = (n * 7_919 + k * 104_729) % 1_009
    match metric:
        case Metric.HEART_RATE:
            return 50 + mixed % 130
        case Metric.OXYGEN:
            return 91 + mixed % 9
        case Metric.RESPIRATION:
            return 24 + mixed % 12
        case Metric.STANDING_TIME:
            return 1 + mixed % 5
        case _:
            return 1 + mixed


def _clock(second: int) -> str:
    return f"{second // 3_600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _nights() -> Iterator[str]:
    stages = ("AsleepCore", "AsleepDeep", "AsleepCore", "AsleepREM", "Awake", "AsleepCore")
    for n in range(_DAYS):
        day = FIRST + dt.timedelta(days=n)
        for k, stage in enumerate(stages * 2):
            times = [_clock(1_800 + (k + at) * 1_800) for at in (0, 1)]
            yield (
                f' <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{_WATCH}" '
                f'startDate="{day} {times[0]} +0100" endDate="{day} {times[1]} +0100" '
                f'value="HKCategoryValueSleepAnalysis{stage}"/>\n'
            )


def _workouts() -> Iterator[str]:
    for n in range(0, _DAYS, 7):
        day = FIRST + dt.timedelta(days=n)
        yield (
            f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="60" '
            f'durationUnit="min" sourceName="{_WATCH}" startDate="{day} 17:00:00 +0100" '
            f'endDate="{day} 18:00:00 +0100">\n'
            f'  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" '
            f'startDate="{day} 17:00:00 +0100" endDate="{day} 18:00:00 +0100" sum="10.5" '
            f'unit="km"/>\n </Workout>\n'
        )


def _found(path: Path) -> Iterator[Found]:
    with ExitStack() as held:
        (member,) = members_of(path.name, lambda: path.open("rb"), path.stat().st_size, held)
        yield from READERS[0].read(Arrival(member.name, member, Profile(), Bundle({})))


class Stopwatch:
    """Adds up the time, and that of the processor, of what is worth knowing."""

    def __init__(self) -> None:
        self.took_s = self.cpu_s = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Add the time until the end."""
        began, cpu = time.perf_counter(), time.process_time()
        yield
        self.took_s += time.perf_counter() - began
        self.cpu_s += time.process_time() - cpu


def _read(watch: Stopwatch, path: Path) -> str:
    """Read an export, and do nothing with it."""
    samples = readings = recordings = 0
    with watch.running():
        for found in _found(path):
            match found:
                case FoundSamples(batch=batch):
                    samples += len(batch)
                case FoundReading():
                    readings += 1
                case FoundRecording():
                    recordings += 1
                case _:
                    pass
    return f"{samples:,} samples, {readings:,} readings, {recordings:,} workouts"


def _record(watch: Stopwatch, path: Path, sums: Sums) -> str:
    """Read an export into a database, series only."""
    with _opened(path) as (vega, owner):
        with watch.running():
            for found in _found(path):
                if isinstance(found, FoundSamples):
                    good(vega.biometrics.record_samples(owner, [found.batch]))
        return _compared(vega, owner, sums)


def _bring(watch: Stopwatch, path: Path, sums: Sums) -> str:
    """Bring an export as a person does."""
    with _opened(path) as (vega, owner):
        piece = Piece(path.name, path.stat().st_size, lambda: path.open("rb"))
        shown: list[int] = []

        def go_on(brought: Import) -> bool:
            shown.append(brought.counts.total)
            return True

        with watch.running():
            vega.imports.bring(owner, path.name, (piece,), go_on)
        return f"{_compared(vega, owner, sums)}; progress told {len(shown):,} times"


@contextmanager
def _opened(path: Path) -> Iterator[tuple[VegaLoop, PersonId]]:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/apple.db")
        now = dt.datetime.combine(FIRST, dt.time(12), dt.UTC) + dt.timedelta(days=_DAYS)
        with open_vegaloop(settings, clock=PinnedClock(now)) as vega:
            yield vega, vega.accounts.owner()


def _compared(vega: VegaLoop, owner: PersonId, sums: Sums) -> str:
    """Compare the sums of all days with those of whoever wrote them."""
    start, end = day_of(FIRST), day_of(FIRST + dt.timedelta(days=_DAYS + 1))
    told = {
        (metric, day.day): day.amount.total
        for metric in {metric for metric, _ in sums}
        for day in vega.biometrics.series.days(owner, metric, start, end)
    }
    same = sum(told.get(key) == total for key, total in sums.items())
    return f"daily sums {same:,} of {len(sums):,}, {len(told):,} told"


def _in_a_process(name: str, records: int, work: Callable[..., str], *given: object) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_timed, args=(theirs, work, given))
    process.start()
    said, took_s, cpu_s, peak_mb = ours.recv()
    process.join()
    print(
        f"{name:28} {records / took_s:9,.0f} records/s {records / cpu_s:9,.0f} a CPU second "
        f"{peak_mb:5.0f} MB peak  {said}"
    )


def _timed(pipe: Connection, work: Callable[..., str], given: tuple[object, ...]) -> None:
    watch = Stopwatch()
    said = work(watch, *given)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    pipe.send((said, watch.took_s, watch.cpu_s, peak_mb))


def main() -> None:
    """Print the figures."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        sums = write_export(path, records)
        print(f"{records:,} records, {path.stat().st_size / 1e6:.1f} MB packed")
        _in_a_process("read", records, _read, path)
        _in_a_process("read and record", records, _record, path, sums)
        _in_a_process("bring in", records, _bring, path, sums)


if __name__ == "__main__":
    main()
