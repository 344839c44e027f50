"""Every real file through the service, twice: kept or refused with a fact, and never doubled."""

from __future__ import annotations

import datetime as dt
from typing import Final

from tests.strategies.training_log import FULL, LONG_AGO, SaidOf
from tests.support import SHARED, CountedIds, PinnedClock, good, needs_shared_data, somebody
from vegaloop.activity import Activity, ActivityQuery, ImportFile
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import LocalDate

LATER: Final = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)  # No file is from a later day.


@needs_shared_data
def test_real_files_twice() -> None:
    paths = sorted(path for path in (SHARED / "activities").rglob("*") if path.is_file())
    files = [ImportFile(data=path.read_bytes(), file_name=path.name) for path in paths]
    me, logs = somebody(), MemoryTrainingLogs(Revisions())
    activity = Activity(logs, SaidOf(), DeviceFileReader(), PinnedClock(LATER), CountedIds())
    good(activity.set_thresholds(me, LONG_AGO, FULL))
    first = activity.import_files(me, files)
    found = activity.activities(me, ActivityQuery(most=10_000))
    assert first.kept > 100
    assert first.kept + first.seen + len(first.refused) == len(files)
    again = activity.import_files(me, files)
    assert (again.kept, again.seen) == (0, first.kept + first.seen)
    assert again.refused == first.refused
    assert activity.activities(me, ActivityQuery(most=10_000)) == found
    assert activity.recompute(me, LONG_AGO) == ()
    form = good(activity.form(me, LocalDate(dt.date(2024, 6, 1))))
    assert 0 <= form.ctl < 100
    for session in found:
        streams = good(activity.streams(me, session.id))
        effort = session.facts.effort
        span_s = (streams.numbers[-1] - streams.numbers[0]) / 1_000 if len(streams) else 0
        assert effort.heart_averaged or effort.heart_minutes * 60 <= span_s + 1e-6
        assert effort.power is None or effort.power.averaged or effort.power.weighted_w <= 3_000
        counted = session.loads.counted
        assert counted is None or counted.value >= 0
