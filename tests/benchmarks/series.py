"""Print how fast series are kept and told: `python -m tests.benchmarks.series`."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.strategies.biometrics import KnownProfiles, KnownStrain
from tests.support import NOW, CountedIds, PinnedClock, good, somebody
from vegaloop.biometrics import Biometrics, Metric, SampleBatch
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import day_of, days_after

METRICS: Final = (
    Metric.STEPS,
    Metric.DISTANCE,
    Metric.ACTIVE_ENERGY,
    Metric.HEART_RATE,
    Metric.RESPIRATION,
    Metric.OXYGEN,
)
SOURCES: Final = (SourceId("watch"), SourceId("phone"))
DAYS: Final = 3 * 365
SAMPLES: Final = 1_000_000


def batches() -> Iterator[SampleBatch]:
    """Three years of samples of six metrics by two sources, a million of them."""
    chance = random.Random(1)
    each = SAMPLES // (len(METRICS) * len(SOURCES))
    step_ms = DAYS * 86_400_000 // each
    first_ms = int(NOW.timestamp() * 1_000) - DAYS * 86_400_000
    for metric in METRICS:
        least, most = metric.limits
        for source in SOURCES:
            starts = array("q")
            values = array("i")
            level = (least + most) // 2
            for n in range(each):
                starts.append(first_ms + n * step_ms + 1_000 * chance.randrange(120))
                level = min(most, max(least, level + chance.randrange(-300, 301)))
                values.append(level)
            lengths = array("i", [60_000]) * each
            offsets = array("i", [3_600]) * each
            yield SampleBatch.of_columns(metric, source, (starts, lengths, values, offsets))


def main() -> None:
    """Print every figure."""
    given = list(batches())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "series.db"
        database = open_database(f"sqlite:///{file}")
        upgrade(database)
        charts = SqlCharts(database)
        biometrics = Biometrics(charts, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain())
        me, other = somebody(), somebody()
        samples = sum(map(len, given))
        for what in ("kept", "given again"):
            began = time.perf_counter()
            receipt = good(biometrics.record_samples(me, given))
            took = time.perf_counter() - began
            print(f"{samples:,} samples {what}: {took:.2f} s, {samples / took:,.0f} a second")
            print(f"  kept {receipt.kept:,}, known {receipt.known:,}, refused {receipt.refused}")
        with database.transaction(writing=False) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        print(f"a sample takes {file.stat().st_size / samples:.1f} bytes of the file")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
        print(f"largest memory {peak:.0f} MB, of which given {samples * 20 / 2**20:.0f} MB")
        today = day_of(NOW.date())
        for metric in (Metric.STEPS, Metric.HEART_RATE):
            _say(
                f"a year of {metric}, two sources",
                lambda m=metric: len(biometrics.series.days(me, m, days_after(today, -365), today)),
            )
        good(biometrics.record_samples(other, given[::2]))
        _say(
            "a year of steps, one source",
            lambda: len(
                biometrics.series.days(other, Metric.STEPS, days_after(today, -365), today)
            ),
        )
        _say("a day of all", lambda: len(biometrics.series.day(me, days_after(today, -9))))
        _say(
            "a day of samples",
            lambda: len(biometrics.series.samples(me, Metric.STEPS, days_after(today, -9)).samples),
        )
        _say("the sources", lambda: len(biometrics.series.sources(me).seen))


def _say(what: str, work: Callable[[], int]) -> None:
    found, times = work(), []
    for _ in range(40):
        began = time.perf_counter()
        work()
        times.append(1_000 * (time.perf_counter() - began))
    times.sort()
    print(f"{what}: {times[0]:.1f} ms at best, {times[len(times) // 2]:.1f} ms p50 ({found})")


if __name__ == "__main__":
    main()
