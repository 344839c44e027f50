"""The real files as if all were of one person: what is one training is linked, and nothing else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from tests.strategies.linked import everything
from tests.strategies.training_log import ME, PARIS, SaidOf
from tests.support import NOW, SHARED, CountedIds, PinnedClock, needs_shared_data
from vegaloop.activity import Activity, ImportFile, Session
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.domain.twins import twin_of
from vegaloop.infrastructure.memory import Revisions

# By the stems of their names: the same training, from several devices, services or makers of files.
SAME: Final = (
    ("4801048867", "activity_4801048867", "4801048867_strava"),
    ("2020-06-01-16-52-40", "activity_5039744860"),
    ("fr15-10k",),
    ("stopped_example",),
    ("venusq-run", "12866632127"),
    ("triathlon_summary_first", "triathlon_summary_last"),
    ("zwift-turbo", "garmin-fenix6-turbo"),
    ("elevate-bloemendaal", "suunto-trail-nopause"),
    ("athlytics-example",),
    ("basic", "malformed"),
    (
        "cerknicko-jezero",
        "cerknicko-jezero-no-creator",
        "cerknicko-jezero-with-elevations-zero",
        "cerknicko-jezero-without-elevations",
        "cerknicko-without-times",  # A few points of the same track have one.
    ),
    ("opentracks-gpx11_with_speed_no_namespace", "opentracks-gpx11_without_speed"),
    (
        *("garmin-fenix-5-run", "garmin-fenix-5-walk", "chained-run-and-walk"),
        *("bad-file-crc", "bad-header-crc", "huge-data-size", "trailing-garbage"),
        # What is left of the same file, as far as it can be read.
        *("truncated", "truncated-60pct", "flipped-data-byte"),
    ),
)


def files() -> list[Path]:
    return sorted(path for path in (SHARED / "activities").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def sessions() -> tuple[Session, ...]:
    logs = MemoryTrainingLogs(Revisions())
    clock = PinnedClock(NOW.replace(year=2027))
    activity = Activity(logs, SaidOf(PARIS), DeviceFileReader(), clock, CountedIds())
    activity.import_batch(
        ME,
        [ImportFile(data=path.read_bytes(), file_name=path.name) for path in files()],
    )
    return everything(activity)


def stem(session: Session) -> str:
    return (session.facts.origin.file_name or "").partition(".")[0]


def kind(session: Session) -> str:
    return next((of[0] for of in SAME if stem(session) in of), stem(session))


@needs_shared_data
class TestRealFiles:
    """Every training that is there twice counts once, and no two trainings are taken for one."""

    def test_none_is_linked_wrongly(self, sessions: tuple[Session, ...]) -> None:
        tried = sure = 0
        for one, other in combinations(sessions, 2):
            twin = twin_of(one, other)
            tried += 1
            if twin is not None and twin.sure:
                sure += 1
                assert kind(one) == kind(other), (stem(one), stem(other), twin)
            together = one.link is not None and other.link is not None
            if together and one.link.lead == other.link.lead:  # type: ignore[union-attr]  # As said.
                assert kind(one) == kind(other)
        print(f"{tried} pairs of {len(sessions)} sessions tried, {sure} are one training")
        assert tried > 20_000

    @pytest.mark.parametrize("names", SAME[:7], ids=lambda names: str(names[0]))
    def test_what_is_one_is_linked(
        self, sessions: tuple[Session, ...], names: tuple[str, ...]
    ) -> None:
        same = [one for one in sessions if stem(one) in names]
        assert len(same) >= 2
        parts = {one.link.lead if one.link else one.id for one in same}
        assert len(parts) == (5 if "triathlon" in names[0] else 1)
        assert sum(one.counts for one in same) == len(parts)
        for one in same:
            assert one.link is not None
            if one.counts:
                assert one.link.gives == ()
