"""Fifty files of an hour at once, into SQLite, and the same again.

`python -m tests.benchmarks.burst`
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks.people import a_long_ride
from tests.strategies.training_log import FULL, LONG_AGO, PARIS, SaidOf
from tests.support import NOW, CountedIds, PinnedClock, good, somebody
from vegaloop.activity import Activity, ImportFile, ItemKept
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.sql import SqlTrainingLogs
from vegaloop.app.tables import METADATA
from vegaloop.infrastructure.database import open_database

FILES = 50


def main() -> None:
    """Measure and print."""
    items = [ImportFile(data=a_long_ride(NOW - dt.timedelta(days=n), 1)) for n in range(FILES)]
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'burst.db'}")
        METADATA.create_all(database.engine)
        logs = SqlTrainingLogs(database)
        activity = Activity(logs, SaidOf(PARIS), DeviceFileReader(), PinnedClock(), CountedIds())
        me = somebody()
        good(activity.set_thresholds(me, LONG_AGO, FULL))
        for what in ("first", "again"):
            began = time.perf_counter()
            outcomes = activity.import_batch(me, items)
            took_s = time.perf_counter() - began
            fates = Counter(one.fate for one in outcomes if isinstance(one, ItemKept))
            told = ", ".join(f"{count} {fate.value}" for fate, count in fates.items())
            print(f"{what}: {FILES} files of an hour in {took_s:.2f} s ({told})")
        database.close()


if __name__ == "__main__":
    main()
